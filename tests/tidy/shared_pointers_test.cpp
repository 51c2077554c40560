#include "tests/tidy/shared_pointers.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::shared_pointers_test {
namespace {

std::size_t shared(const std::string& path, std::string_view text) {
    return find_mutable_sharing(SourceFile(path, text)).size();
}

TEST(SharedPointers, ToWhatCanChangeAreFound) {
    EXPECT_EQ(shared("models/x.hpp", "std::shared_ptr<World> world;\n"), 1U);
    EXPECT_EQ(shared("models/x.hpp", "std::map<int, std::shared_ptr<World>> worlds;\n"), 1U);
}

TEST(SharedPointers, ToConstAreAllowedAndTheGuiIsFree) {
    EXPECT_EQ(shared("models/x.hpp", "std::shared_ptr<const Scenario> scenario;\n"), 0U);
    EXPECT_EQ(shared("gui/x.hpp", "std::shared_ptr<World> world;\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::shared_pointers_test
