// Every way of stating a distribution, with all pairs of extreme figures: a file is refused, or what it
// states can be drawn from and has a mean.
#include "models/distribution_problems.hpp"
#include "scenarios/load.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace shaketable::scenarios {
namespace {

constexpr std::array<std::string_view, 7> kLengths = {R"("0s")",     R"("1ns")",    R"("2ns")",   R"("1ms")",
                                                      R"("1980us")", R"("36524d")", R"("36525d")"};
constexpr std::array<std::string_view, 11> kNumbers = {
    "0", "1e-320", "1e-160", "1e-9", "0.01", "0.57735026919", "1", "1.0000001", "1.5", "100", "1000000"};

struct Stated {
    std::string_view family;
    std::string_view first;
    std::string_view second;
    bool second_is_length = false;
};
constexpr std::array<Stated, 21> kWays = {{
    {"uniform", "min", "max", true},
    {"uniform", "mean", "cv"},
    {"uniform", "median", "p99", true},
    {"erlang", "mean", "shape"},
    {"erlang", "mean", "cv"},
    {"gamma", "mean", "shape"},
    {"gamma", "mean", "cv"},
    {"gamma", "median", "p99", true},
    {"normal", "mean", "sd", true},
    {"normal", "mean", "cv"},
    {"normal", "median", "p99", true},
    {"lognormal", "mean", "cv"},
    {"lognormal", "median", "p99", true},
    {"weibull", "scale", "shape"},
    {"weibull", "mean", "cv"},
    {"weibull", "median", "p99", true},
    {"pareto", "min", "shape"},
    {"pareto", "mean", "cv"},
    {"pareto", "median", "p99", true},
    {"hyperexponential", "mean", "cv"},
    {"uniform", "max", "min", true},
}};

std::string member(std::string_view name, std::string_view value) {
    return "\"" + std::string(name) + "\": " + std::string(value);
}

std::string distribution_text(const Stated& way, std::string_view first, std::string_view second) {
    return "{ \"" + std::string(way.family) + "\": { " + member(way.first, first) + ", " +
           member(way.second, second) + " } }";
}

/// What a file states as the latency of its network; nothing if the reader refuses it.
std::optional<models::DistributionConfig> read_distribution(const std::string& text) {
    const auto file = load_text(R"({ "shaketable": 1, "title": "T", "duration": "1s", "components": {},
                                     "network": { "latency": )" +
                                    text + " } }",
                                "test.json");
    const auto config = file.value().config_for("");
    if (!config)
        return std::nullopt;
    return config.value().network.latency;
}

void expect_usable(const models::DistributionConfig& config) {
    const engine::Distribution distribution = models::compile_distribution(config);
    EXPECT_GE(distribution.mean(), 0.0); // NaN is not
    std::uint64_t clamped = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        engine::Draws draws(engine::Key::from_seed(3), engine::label("extreme"), i);
        EXPECT_FALSE(std::isnan(distribution.sample(draws)));
        EXPECT_LE(distribution.sample_duration(draws, clamped), engine::kLongest);
    }
}

TEST(ExtremeDistributions, AreRefusedOrUsable) {
    int usable = 0;
    int refused = 0;
    const auto take = [&](const std::string& text) {
        SCOPED_TRACE(text);
        const auto config = read_distribution(text);
        if (!config || !models::distribution_problems(*config).empty()) {
            ++refused;
            return;
        }
        ++usable;
        expect_usable(*config);
    };
    for (const Stated& way : kWays)
        for (const std::string_view first : kLengths) {
            for (const std::string_view second : kLengths)
                if (way.second_is_length)
                    take(distribution_text(way, first, second));
            for (const std::string_view second : kNumbers)
                if (!way.second_is_length)
                    take(distribution_text(way, first, second));
        }
    EXPECT_GT(usable, 400);
    EXPECT_GT(refused, 400);
}

TEST(ExtremeDistributions, OfBoundedParetosAreRefusedOrUsable) {
    int usable = 0;
    for (const std::string_view min : kLengths)
        for (const std::string_view max : kLengths)
            for (const std::string_view shape : kNumbers) {
                const std::string text = R"({ "bounded_pareto": { )" + member("min", min) + ", " +
                                         member("max", max) + ", " + member("shape", shape) + " } }";
                SCOPED_TRACE(text);
                const auto config = read_distribution(text);
                if (!config || !models::distribution_problems(*config).empty())
                    continue;
                ++usable;
                expect_usable(*config);
            }
    EXPECT_GT(usable, 100);
}

} // namespace
} // namespace shaketable::scenarios
