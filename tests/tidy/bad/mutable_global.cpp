// Holds mutable state on purpose: tests/tidy/archives_test.cpp proves with it that such state is found.
namespace shaketable::tidy {

namespace {
int calls = 0;
}

int count_calls() { return ++calls; }

} // namespace shaketable::tidy
