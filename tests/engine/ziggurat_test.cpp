// The ziggurats against their laws, finely enough to see one wrong layer, and layer by layer where they
// reject.
#include "engine/ziggurat.hpp"

#include "tests/engine/sample_statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shaketable::engine {
namespace {

constexpr std::uint64_t kZigguratSamples = 1 << 20;
constexpr double kLeastOfZiggurats = 1e-3;

double exponential_cdf(double x) { return -std::expm1(-x); }

std::vector<double> samples_of(double (*sampler)(Draws&)) {
    std::vector<double> result;
    const Key root = Key::from_seed(7);
    for (std::uint64_t i = 0; i < kZigguratSamples; ++i) {
        Draws draws(root.child(label("sample"), i));
        result.push_back(sampler(draws));
    }
    return result;
}

/// Chi-squared over bins of equal probability, many more than there are layers.
template <class Cdf>
double p_value_of_fine_bins(const std::vector<double>& sample, Cdf cdf) {
    std::vector<std::uint64_t> counts(2048);
    for (const double x : sample)
        ++counts[static_cast<std::size_t>(cdf(x) * 2047.9999)];
    return chi_squared_p_value_of_equal(counts);
}

/// Samples beyond `from`, by how far.
std::vector<double> beyond(const std::vector<double>& sample, double from) {
    std::vector<double> result;
    for (const double x : sample)
        if (x > from)
            result.push_back(x - from);
    return result;
}

TEST(Ziggurat, ExponentialMatchesItsLaw) {
    const std::vector<double> sample = samples_of(sample_exponential);
    const Moments moments = moments_of(sample);
    EXPECT_NEAR(moments.mean, 1.0, 4.0 * moments.mean_error);
    EXPECT_NEAR(moments.variance, 1.0, 4.0 * moments.variance_error);
    EXPECT_GT(p_value_of_fine_bins(sample, exponential_cdf), kLeastOfZiggurats);
    EXPECT_LT(kolmogorov_smirnov(sample, exponential_cdf), kKolmogorovOneInThousand);
}

TEST(Ziggurat, NormalMatchesItsLaw) {
    const std::vector<double> sample = samples_of(sample_normal);
    const Moments moments = moments_of(sample);
    EXPECT_NEAR(moments.mean, 0.0, 4.0 * moments.mean_error);
    EXPECT_NEAR(moments.variance, 1.0, 4.0 * moments.variance_error);
    EXPECT_GT(p_value_of_fine_bins(sample, normal_cdf), kLeastOfZiggurats);
    EXPECT_LT(kolmogorov_smirnov(sample, normal_cdf), kKolmogorovOneInThousand);
}

TEST(Ziggurat, ExponentialTailIsAsHeavyAndAsLongAsItShouldBe) {
    const double tail = kExponentialZiggurat.tail;
    std::vector<double> excess;
    std::uint64_t others = 0;
    for (std::uint64_t i = 0; i < 4 * kZigguratSamples; ++i) {
        Draws draws(Key::from_seed(8).child(label("sample"), i));
        const double x = sample_exponential(draws);
        if (x > tail)
            excess.push_back(x - tail);
        else
            ++others;
    }
    const double expected = std::exp(-tail) * static_cast<double>(excess.size() + others);
    EXPECT_NEAR(static_cast<double>(excess.size()), expected, 4.0 * std::sqrt(expected));
    EXPECT_LT(kolmogorov_smirnov(excess, exponential_cdf), kKolmogorovOneInThousand);
}

TEST(Ziggurat, NormalTailIsAsHeavyAndAsLongAsItShouldBe) {
    // Only draws of the base layer reach the tail: hand it a position beyond, which is what sends it there.
    const double tail = kNormalZiggurat.tail;
    std::vector<double> excess;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        Draws draws(Key::from_seed(9).child(label("sample"), i));
        const double side = i % 2 == 0 ? 1.0 : -1.0;
        const double x = finish_normal(draws, 0, side * tail);
        ASSERT_GT(x * side, tail);
        excess.push_back(x * side - tail);
    }
    const double mass = std::erfc(tail / std::sqrt(2.0));
    const auto cdf = [&](double x) { return 1.0 - std::erfc((tail + x) / std::sqrt(2.0)) / mass; };
    EXPECT_LT(kolmogorov_smirnov(excess, cdf), kKolmogorovOneInThousand);

    const std::vector<double> sample = samples_of(sample_normal);
    for (const double from : {1.0, 2.0, 3.0, tail}) {
        const double expected =
            0.5 * std::erfc(from / std::sqrt(2.0)) * static_cast<double>(kZigguratSamples);
        EXPECT_NEAR(static_cast<double>(beyond(sample, from).size()), expected, 4.5 * std::sqrt(expected))
            << from;
    }
}

/// What a layer accepts out of line is distributed, and as frequent, as the area under the density.
TEST(Ziggurat, WedgesFollowTheDensity) {
    for (const std::size_t layer : {std::size_t{1}, std::size_t{100}, std::size_t{200}, std::size_t{255}}) {
        const Ziggurat::Layer& row = kExponentialZiggurat.layers[layer];
        const double floor = kExponentialZiggurat.density[layer];
        const double from = static_cast<double>(row.accept_below) * row.unit;
        const double to = row.unit * 0x1p53;
        const auto area = [&](double x) { return std::exp(-from) - std::exp(-x) - floor * (x - from); };
        const auto cdf = [&](double x) { return area(x) / area(to); };
        const double share = area(to) / ((to - from) * (kExponentialZiggurat.density[layer + 1] - floor));
        std::vector<double> accepted;
        double trials = 0.0;
        while (accepted.size() < 50'000) {
            trials += 1.0;
            Draws draws(Key::from_seed(10).child(label("wedge"), static_cast<std::uint64_t>(trials)));
            const double x = from + (to - from) * draws.unit();
            // A rejected point starts anew, which almost never gives the same x.
            if (finish_exponential(draws, layer, x) == x)
                accepted.push_back(x);
        }
        EXPECT_LT(kolmogorov_smirnov(accepted, cdf), kKolmogorovOneInThousand) << "layer " << layer;
        EXPECT_NEAR(50'000.0, trials * share, 4.0 * std::sqrt(trials * share * (1.0 - share)))
            << "layer " << layer;
    }
}

TEST(Ziggurat, LayersHaveEqualAreas) {
    for (const Ziggurat* ziggurat : {&kExponentialZiggurat, &kNormalZiggurat}) {
        const double base = ziggurat->layers[0].unit * 0x1p53 * ziggurat->density[1];
        for (std::size_t i = 1; i < kZigguratLayers; ++i) {
            const double edge = ziggurat->layers[i].unit * 0x1p53;
            const double next = i + 1 < kZigguratLayers ? ziggurat->layers[i + 1].unit * 0x1p53 : 0.0;
            EXPECT_NEAR(edge * (ziggurat->density[i + 1] - ziggurat->density[i]), base, 1e-13) << i;
            EXPECT_NEAR(static_cast<double>(ziggurat->layers[i].accept_below) * 0x1p-53, next / edge, 1e-15)
                << i;
        }
        EXPECT_EQ(ziggurat->density[kZigguratLayers], 1.0);
    }
    // The base's area is the rectangle and the tail beyond it.
    const double exponential = kExponentialZiggurat.tail;
    const double normal = kNormalZiggurat.tail;
    EXPECT_NEAR(kExponentialZiggurat.layers[0].unit * 0x1p53, exponential + 1.0, 1e-12);
    EXPECT_NEAR(kNormalZiggurat.layers[0].unit * 0x1p53,
                normal + std::sqrt(std::acos(-1.0) / 2.0) * std::erfc(normal / std::sqrt(2.0)) *
                             std::exp(0.5 * normal * normal),
                1e-12);
}

TEST(Ziggurat, TakesOneDrawInNinetySevenOfAHundred) {
    for (double (*sampler)(Draws&) : {sample_exponential, sample_normal}) {
        int single = 0;
        for (std::uint64_t i = 0; i < 100'000; ++i) {
            Draws draws(Key::from_seed(11).child(label("sample"), i));
            Draws reference = draws;
            static_cast<void>(sampler(draws));
            static_cast<void>(reference.next());
            single += draws.next() == reference.next() ? 1 : 0;
        }
        EXPECT_GT(single, 97'000);
    }
}

} // namespace
} // namespace shaketable::engine
