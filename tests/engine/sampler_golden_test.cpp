// The samplers' bits under fixed keys. They may change only with a reason, stated in the commit that blesses
// them.
#include "engine/distribution.hpp"
#include "engine/random.hpp"
#include "tests/engine/golden_file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
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
    append(text, "normal", Distribution::normal({.mean = 1e6, .standard_deviation = 3e5}));
    append(text, "lognormal", Distribution::lognormal({.mu = 13.0, .sigma = 0.5}));
    append(text, "lognormal-of", Distribution::lognormal_of({.mean = 1e6, .variation = 2.0}));
    append(text, "hyperexponential", Distribution::hyperexponential({{1.0, 6.0}, {10.0, 3.0}, {50.0, 1.0}}));
    append(text, "discrete", Distribution::discrete({{1.0, 5.0}, {2.0, 3.0}, {4.0, 1.0}, {8.0, 1.0}}));
    expect_golden("samplers.txt", text);
}

} // namespace
} // namespace shaketable::engine
