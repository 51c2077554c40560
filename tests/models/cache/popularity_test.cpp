// Keys drawn as their popularity is given.
#include "models/cache/popularity.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace shaketable::models::popularity_test {
namespace {

TEST(Popularity, GivenByClassesIsTheShareOfEachAndEvenWithin) {
    const Popularity popularity({{.first = 0, .keys = 2, .up_to = 0.5},
                                 {.first = 2, .keys = 8, .up_to = 0.9},
                                 {.first = 10, .keys = 10, .up_to = 1.0}});
    constexpr int kDraws = 100'000;
    std::array<int, 20> found{};
    for (int n = 0; n < kDraws; ++n) {
        engine::Draws draws(engine::Key::from_seed(static_cast<std::uint64_t>(n)));
        ++found.at(popularity.draw(draws));
    }
    for (std::size_t key = 0; key < found.size(); ++key) {
        const double share = key < 2 ? 0.25 : key < 10 ? 0.05 : 0.01;
        EXPECT_NEAR(found[key], kDraws * share, 5 * std::sqrt(kDraws * share)) << key;
    }
}

} // namespace
} // namespace shaketable::models::popularity_test
