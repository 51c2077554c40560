#include "tests/tidy/address_order.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::address_order_test {
namespace {

std::size_t ordered(std::string_view text) {
    return find_address_order(SourceFile("models/x.hpp", text)).size();
}

TEST(AddressOrder, IsFoundInTheKeyOfAContainer) {
    EXPECT_EQ(ordered("std::map<const Service*, int> calls;\n"), 1U);
    EXPECT_EQ(ordered("std::set<Node<int>*> seen;\n"), 1U);
}

TEST(AddressOrder, IsNoConcernInTheValue) {
    EXPECT_EQ(ordered("std::map<std::string, Service*> by_name;\nstd::set<std::pair<int, int>> edges;\n"),
              0U);
}

} // namespace
} // namespace shaketable::tidy::address_order_test
