#include "engine/assert.hpp"

#include "tests/engine/failed_assertion.hpp"

#include <cstdlib>

namespace shaketable::engine {
namespace {

TEST(AssertDeathTest, SaysWhatFailedAndThatItIsABug) {
    EXPECT_EXIT(SHAKETABLE_ASSERT(1 + 1 == 3), failed_assertion(),
                "assert_test.cpp:[0-9]+: assertion failed: 1 \\+ 1 == 3\n  This is a bug in Shaketable");
}

TEST(AssertDeathTest, RunsNothingMoreOfAProgramWhoseStateIsBroken) {
    const auto end_in_a_handler = [] {
        static_cast<void>(std::atexit([] { std::_Exit(9); }));
        SHAKETABLE_ASSERT(false);
    };
    EXPECT_EXIT(end_in_a_handler(), failed_assertion(), "assertion failed: false");
}

} // namespace
} // namespace shaketable::engine
