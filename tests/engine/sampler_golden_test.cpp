// The samplers' bits under fixed keys. They may change only with a reason, stated in the commit that blesses
// them.
#include "engine/distribution.hpp"
#include "engine/distribution_parameters.hpp"
#include "engine/random.hpp"
#include "engine/zipf.hpp"
#include "tests/engine/golden_file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string>

namespace shaketable::engine {
namespace {

std::string hexadecimal(std::uint64_t bits) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(bits));
    return text.data();
}

/// The first eight values a line each, then the hash of 20,000: rare paths included.
template <class Value>
void append(std::string& text, const std::string& name, Value value) {
    std::uint64_t hash = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        Draws draws(Key::from_seed(1).child(label("golden"), i), label(name));
        const std::uint64_t bits = value(draws);
        hash = mix(hash ^ bits) + kGoldenGamma;
        // The draw that follows: how many were taken is part of the contract.
        hash = mix(hash ^ draws.next()) + kGoldenGamma;
        if (i < 8)
            text += name + " " + hexadecimal(bits) + "\n";
    }
    text += name + " of 20,000: " + hexadecimal(hash) + "\n";
}

void append(std::string& text, const std::string& name, const Distribution& distribution) {
    append(text, name,
           [&](Draws& draws) { return std::bit_cast<std::uint64_t>(distribution.sample(draws)); });
    text += name + " mean " + hexadecimal(std::bit_cast<std::uint64_t>(distribution.mean())) + "\n";
}

void append(std::string& text, const std::string& name, const Zipf& zipf) {
    append(text, name, [&](Draws& draws) { return zipf.sample(draws); });
}

TEST(SamplersGolden, KeepTheirBits) {
    std::string text = "# bits of keys, words and samples (doubles) under seed 1, in hexadecimal\n";
    text += "label of \"golden\" " + hexadecimal(label("golden").bits) + "\n";
    text += "key of seed 1 " + hexadecimal(Key::from_seed(1).bits) + "\n";
    append(text, "word", [](Draws& draws) { return draws.next(); });
    append(text, "standard-exponential",
           [](Draws& draws) { return std::bit_cast<std::uint64_t>(sample_exponential(draws)); });
    append(text, "standard-normal",
           [](Draws& draws) { return std::bit_cast<std::uint64_t>(sample_normal(draws)); });
    append(text, "constant", Distribution::constant(2.5));
    append(text, "uniform", Distribution::uniform({.min = 3.0, .max = 7.0}));
    append(text, "exponential", Distribution::exponential(1e6));
    append(text, "erlang-by-sum", Distribution::erlang({.mean = 1e6, .shape = 3}));
    append(text, "erlang-by-gamma", Distribution::erlang({.mean = 1e6, .shape = 10}));
    append(text, "gamma", Distribution::gamma({.mean = 1e6, .shape = 2.5}));
    append(text, "gamma-below-one", Distribution::gamma({.mean = 1e6, .shape = 0.3}));
    append(text, "normal", Distribution::normal({.mean = 1e6, .standard_deviation = 3e5}));
    append(text, "lognormal", Distribution::lognormal({.mu = 13.0, .sigma = 0.5}));
    append(text, "lognormal-of",
           Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 1e6, .variation = 2.0})));
    append(text, "weibull", Distribution::weibull({.scale = 1e6, .shape = 0.7}));
    append(text, "pareto", Distribution::pareto({.min = 1e6, .shape = 1.5}));
    append(text, "bounded-pareto", Distribution::bounded_pareto({.min = 1e6, .max = 1e9, .shape = 1.1}));
    append(text, "hyperexponential", Distribution::hyperexponential({{1.0, 6.0}, {10.0, 3.0}, {50.0, 1.0}}));
    append(text, "discrete", Distribution::discrete({{1.0, 5.0}, {2.0, 3.0}, {4.0, 1.0}, {8.0, 1.0}}));
    append(text, "piecewise-uniform",
           Distribution::piecewise_uniform({{0.0, 1.0, 2.0}, {1.0, 3.0, 5.0}, {10.0, 13.0, 3.0}}));
    append(text, "zipf-0.8", Zipf({.items = 10'000'000, .exponent = 0.8}));
    append(text, "zipf-1", Zipf({.items = 10'000'000, .exponent = 1.0}));
    append(text, "zipf-1.5", Zipf({.items = 1000, .exponent = 1.5}));
    expect_golden("samplers.txt", text);
}

std::string line_of(const std::string& name, std::initializer_list<double> parameters) {
    std::string line = name;
    for (const double parameter : parameters)
        line += " " + hexadecimal(std::bit_cast<std::uint64_t>(parameter));
    return line + "\n";
}

void append_stated(std::string& text, MeanAndVariation figures) {
    const auto lognormal = lognormal_of(figures);
    const auto gamma = gamma_of(figures);
    const auto weibull = weibull_of(figures);
    const auto pareto = pareto_of(figures);
    const auto branches = hyperexponential_of({.mean = figures.mean, .variation = 1.0 + figures.variation});
    text += line_of("mean and variation", {figures.mean, figures.variation});
    text += line_of("  lognormal", {lognormal.mu, lognormal.sigma});
    text += line_of("  gamma", {gamma.mean, gamma.shape});
    text += line_of("  weibull", {weibull.scale, weibull.shape});
    text += line_of("  pareto", {pareto.min, pareto.shape});
    text += line_of("  hyperexponential of 1 more",
                    {branches[0].value, branches[0].weight, branches[1].value, branches[1].weight});
}

void append_stated(std::string& text, MedianAndP99 figures) {
    const auto normal = normal_of(figures);
    const auto lognormal = lognormal_of(figures);
    const auto gamma = gamma_of(figures);
    const auto weibull = weibull_of(figures);
    const auto pareto = pareto_of(figures);
    text += line_of("median and p99", {figures.median, figures.p99});
    text += line_of("  normal", {normal.mean, normal.standard_deviation});
    text += line_of("  lognormal", {lognormal.mu, lognormal.sigma});
    text += line_of("  gamma", {gamma.mean, gamma.shape});
    text += line_of("  weibull", {weibull.scale, weibull.shape});
    text += line_of("  pareto", {pareto.min, pareto.shape});
}

TEST(StatedParametersGolden, KeepTheirBits) {
    std::string text = "# bits of the parameters that figures lead to, in hexadecimal\n";
    for (const double variation : {1e-4, 0.1, 0.5, 1.0, 3.0, 100.0})
        append_stated(text, MeanAndVariation{.mean = 7e6, .variation = variation});
    for (const double p99 : {5.0001e6, 5.3e6, 1.2e7, 3e7, 1e9, 1e15})
        append_stated(text, MedianAndP99{.median = 5e6, .p99 = p99});
    expect_golden("stated_parameters.txt", text);
}

} // namespace
} // namespace shaketable::engine
