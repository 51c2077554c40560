// Which requests are known to have been done; times in whole seconds.
#include "models/queue/done_keys.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::done_keys_test {
namespace {

engine::Time at(std::int64_t seconds) { return engine::Time() + engine::Duration::from_seconds(seconds); }

TEST(DoneKeys, ARequestIsNewOnce) {
    DoneKeys done;
    EXPECT_TRUE(done.add({1}, at(0)));
    EXPECT_TRUE(done.add({2}, at(0)));
    EXPECT_FALSE(done.add({1}, at(1)));
    EXPECT_TRUE(done.add({0}, at(1))) << "any key";
    EXPECT_FALSE(done.add({0}, at(1)));
}

TEST(DoneKeys, IsKnownForTenMinutesAtLeastAndTwentyAtMost) {
    DoneKeys done;
    EXPECT_TRUE(done.add({1}, at(0)));
    EXPECT_TRUE(done.add({2}, at(599)));
    EXPECT_TRUE(done.add({3}, at(601))) << "from here on others are young";
    EXPECT_FALSE(done.add({1}, at(1190)));
    EXPECT_FALSE(done.add({2}, at(1199)));
    EXPECT_TRUE(done.add({1}, at(1202)));
    EXPECT_FALSE(done.add({3}, at(1202)));
    EXPECT_TRUE(done.add({3}, at(10'000))) << "after a long silence nothing is known";
}

TEST(DoneKeys, KnowsAllOfManyAndForgetsThem) {
    DoneKeys done;
    for (std::uint64_t key = 1; key <= 100'000; ++key)
        EXPECT_TRUE(done.add({key}, at(1)));
    for (std::uint64_t key = 1; key <= 100'000; ++key)
        EXPECT_FALSE(done.add({key}, at(2)));
    EXPECT_LT(done.bytes(), 32U * 100'000);
    EXPECT_TRUE(done.add({1}, at(2'000)));
    EXPECT_LT(done.bytes(), 20'000U);
}

TEST(DoneKeys, ACopyGoesItsOwnWay) {
    DoneKeys done;
    EXPECT_TRUE(done.add({1}, at(0)));
    DoneKeys copy = done;
    EXPECT_TRUE(copy.add({2}, at(0)));
    EXPECT_TRUE(done.add({2}, at(0)));
}

} // namespace
} // namespace shaketable::models::done_keys_test
