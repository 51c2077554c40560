// cache_bench: what a look-up in an LRU of a million keys costs beside a plain call, the draw of its key
// included; and what it costs to copy a world with ten million keys in a cache, and to write to the copy. One
// line of JSON. bench/cache calls it.
#include "bench/whole_runs.hpp"
#include "engine/random.hpp"

#include <array>
#include <cstdio>

namespace {

using namespace shaketable;

constexpr std::uint32_t kKeys = 10'000'000;
constexpr std::uint32_t kWrites = 10'000;

std::string journey(const std::string& step, const std::string& keys) {
    return R"({ "shaketable": 1, "title": "One look-up", "duration": "100s", "components": {
        "users": { "kind": "client", "arrivals": { "rate": "2000/s" },
                   "journeys": { "j": { "steps": [ { "call": "front.ask" } ] } } },
        "front": { "kind": "service", "workers": 1000, "cores": 64,
                   "endpoints": { "ask": { "steps": [ { "work": "1ms" })" +
           step + R"( ] } } },
        "back": { "kind": "service", "workers": 1000, "cores": 64,
                  "endpoints": { "ask": { "steps": [ { "work": "10us" } ] } } },
        "cache": { "kind": "cache", "warm": true, "workers": 1000, "cores": 64, "memory_mib": 100000,
                   "keys": { "k": { "keys": )" +
           keys + " } } } } }";
}

/// The copy of a world whose cache is full, and then as many stores of random keys in it: milliseconds each.
struct Copied {
    double copy_ms = 0.0;
    double writes_ms = 0.0;
};

Copied copied(const models::Simulation& simulation, std::uint64_t turn) {
    const double begin = bench::seconds_now();
    models::World copy = simulation.world();
    const double between = bench::seconds_now();
    engine::Draws draws(engine::Key::from_seed(turn));
    for (std::uint32_t write = 0; write < kWrites; ++write)
        copy.caches.nodes[0].values.store(static_cast<std::uint32_t>(draws.next() % kKeys), {.bytes = 1000},
                                          draws);
    const double end = bench::seconds_now();
    return {.copy_ms = (between - begin) * 1e3, .writes_ms = (end - between) * 1e3};
}

} // namespace

int main() {
    const std::array<models::ScenarioPtr, 3> calls = {
        bench::loaded(journey("", "1000000")),
        bench::loaded(journey(R"(, { "call": "back.ask" })", "1000000")),
        bench::loaded(journey(R"(, { "cached": "cache.k" })", "1000000"))};
    const models::Simulation full(bench::loaded(journey("", std::to_string(kKeys))), 1);
    std::array<std::vector<double>, 3> ns;
    std::vector<double> copy_ms;
    std::vector<double> writes_ms;
    for (int turn = 0; turn < bench::kTurns; ++turn) {
        for (std::size_t which = 0; which < calls.size(); ++which) {
            const bench::Whole one = bench::run(calls[which]);
            ns[which].push_back(one.seconds / one.journeys * 1e9);
        }
        const Copied one = copied(full, static_cast<std::uint64_t>(turn));
        copy_ms.push_back(one.copy_ms);
        writes_ms.push_back(one.writes_ms);
    }
    const double own = bench::median(ns[0]);
    std::printf("{\"call_ns\":%.0f,\"look_up_ns\":%.0f,\"copy_ms\":%.2f,\"writes_ms\":%.1f}\n",
                bench::median(ns[1]) - own, bench::median(ns[2]) - own, bench::median(copy_ms),
                bench::median(writes_ms));
    return 0;
}
