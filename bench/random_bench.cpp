// What a draw costs: our keys against Random123's counter-based generators, and the samplers.
//
// "Latency" feeds each result into the next key, so nothing overlaps; "throughput" draws under independent
// keys. Both do the work of one place in the simulator: derive the key of a child, then make its first draw.
#include "engine/distribution.hpp"
#include "engine/distribution_parameters.hpp"
#include "engine/math.hpp"
#include "engine/random.hpp"
#include "engine/ziggurat.hpp"
#include "engine/zipf.hpp"

#include <Random123/philox.h>
#include <Random123/threefry.h>
#include <benchmark/benchmark.h>

#include <cstdint>

namespace shaketable::engine {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr Label kChild = label("attempt");
constexpr Label kPurpose = label("work");

/// (who, ordinal) -> a draw.
struct Ours {
    static std::uint64_t draw(std::uint64_t who, std::uint64_t ordinal) {
        return Draws(Key{who}.child(kChild, ordinal), kPurpose).next();
    }
};
/// Under a key that is already at hand, as a second draw in one place.
struct OursWithoutChild {
    static std::uint64_t draw(std::uint64_t who, std::uint64_t) { return Draws(Key{who}, kPurpose).next(); }
};
/// The rivals get their best case: who, child, ordinal and purpose all fit in one block's key and counter. A
/// key for a grandchild would cost them another block.
struct Threefry {
    static std::uint64_t draw(std::uint64_t who, std::uint64_t ordinal) {
        using Generator = r123::Threefry2x64_R<13>;
        const Generator::key_type key = {{who, kChild.bits}};
        const Generator::ctr_type counter = {{ordinal, kPurpose.bits}};
        return Generator()(counter, key)[0];
    }
};
struct Philox {
    static std::uint64_t draw(std::uint64_t who, std::uint64_t ordinal) {
        using Generator = r123::Philox2x64_R<10>;
        const Generator::key_type key = {{who ^ kChild.bits}};
        const Generator::ctr_type counter = {{ordinal, kPurpose.bits}};
        return Generator()(counter, key)[0];
    }
};

template <class Generator>
void latency(benchmark::State& state) {
    std::uint64_t who = kSeed;
    for (auto _ : state)
        who = Generator::draw(who, 1);
    benchmark::DoNotOptimize(who);
}
BENCHMARK_TEMPLATE(latency, Ours);
BENCHMARK_TEMPLATE(latency, OursWithoutChild);
BENCHMARK_TEMPLATE(latency, Threefry);
BENCHMARK_TEMPLATE(latency, Philox);

template <class Generator>
void throughput(benchmark::State& state) {
    std::uint64_t ordinal = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(Generator::draw(kSeed, ++ordinal));
}
BENCHMARK_TEMPLATE(throughput, Ours);
BENCHMARK_TEMPLATE(throughput, Threefry);
BENCHMARK_TEMPLATE(throughput, Philox);

/// The draw alone, to subtract from the samplers below.
void next_draw(benchmark::State& state) {
    Draws draws(Key::from_seed(kSeed), kPurpose);
    for (auto _ : state)
        benchmark::DoNotOptimize(draws.next());
}
BENCHMARK(next_draw);

/// A fresh Draws a sample, as models use it.
template <class Sampler>
void sample_by(benchmark::State& state, Sampler sampler) {
    const Key who = Key::from_seed(kSeed);
    std::uint64_t ordinal = 0;
    for (auto _ : state) {
        Draws draws(who.child(kChild, ++ordinal), kPurpose);
        benchmark::DoNotOptimize(sampler(draws));
    }
}
void sample_family(benchmark::State& state, const Distribution& distribution) {
    sample_by(state, [&distribution](Draws& draws) { return distribution.sample(draws); });
}

void keyed_word(benchmark::State& state) {
    sample_by(state, [](Draws& draws) { return draws.next(); });
}
BENCHMARK(keyed_word);
void keyed_exponential(benchmark::State& state) {
    sample_by(state, [](Draws& draws) { return sample_exponential(draws); });
}
BENCHMARK(keyed_exponential);
void keyed_exponential_by_logarithm(benchmark::State& state) {
    sample_by(state, [](Draws& draws) { return -portable_log(draws.unit_positive()); });
}
BENCHMARK(keyed_exponential_by_logarithm);
void keyed_normal(benchmark::State& state) {
    sample_by(state, [](Draws& draws) { return sample_normal(draws); });
}
BENCHMARK(keyed_normal);
void keyed_lognormal(benchmark::State& state) {
    sample_family(state,
                  Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 1e6, .variation = 1.0})));
}
BENCHMARK(keyed_lognormal);
void keyed_erlang_of_4(benchmark::State& state) {
    sample_family(state, Distribution::erlang({.mean = 1e6, .shape = 4}));
}
BENCHMARK(keyed_erlang_of_4);
void keyed_erlang_of_100(benchmark::State& state) {
    sample_family(state, Distribution::erlang({.mean = 1e6, .shape = 100}));
}
BENCHMARK(keyed_erlang_of_100);
void keyed_discrete(benchmark::State& state) {
    sample_family(state, Distribution::discrete({{1.0, 5.0}, {2.0, 3.0}, {4.0, 1.0}, {8.0, 1.0}}));
}
BENCHMARK(keyed_discrete);
void keyed_gamma(benchmark::State& state) {
    sample_family(state, Distribution::gamma({.mean = 1e6, .shape = 2.5}));
}
BENCHMARK(keyed_gamma);
void keyed_weibull(benchmark::State& state) {
    sample_family(state, Distribution::weibull({.scale = 1e6, .shape = 0.7}));
}
BENCHMARK(keyed_weibull);
void keyed_pareto(benchmark::State& state) {
    sample_family(state, Distribution::pareto({.min = 1e6, .shape = 1.5}));
}
BENCHMARK(keyed_pareto);
void keyed_bounded_pareto(benchmark::State& state) {
    sample_family(state, Distribution::bounded_pareto({.min = 1e6, .max = 1e9, .shape = 1.1}));
}
BENCHMARK(keyed_bounded_pareto);
void keyed_piecewise_uniform(benchmark::State& state) {
    sample_family(state,
                  Distribution::piecewise_uniform({{0.0, 1.0, 2.0}, {1.0, 3.0, 5.0}, {10.0, 13.0, 3.0}}));
}
BENCHMARK(keyed_piecewise_uniform);
void keyed_zipf_of_10_million(benchmark::State& state) {
    const Zipf zipf({.items = 10'000'000, .exponent = 0.99});
    sample_by(state, [&zipf](Draws& draws) { return zipf.sample(draws); });
}
BENCHMARK(keyed_zipf_of_10_million);

} // namespace
} // namespace shaketable::engine
