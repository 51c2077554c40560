// engine_bench WORKLOAD [N] [--short]: one workload, one line of JSON. bench/run calls it beside the peers,
// bench/guard under callgrind.
#include "bench/engine_worlds.hpp"
#include "models/simulation.hpp"
#include "scenarios/compile.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

using namespace shaketable;

/// Processor time: what else the machine does does not count against a run. bench/peers/ measure the same.
double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::size_t resident_bytes() {
    std::ifstream status("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    status >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

struct Measured {
    const char* workload;
    std::uint32_t n;
    std::uint64_t work; // events or requests
    double seconds;
};

void print(const Measured& run, const std::string& check) {
    std::printf("{\"engine\":\"shaketable\",\"workload\":\"%s\",\"n\":%u,\"events\":%llu,\"seconds\":%.6f,"
                "\"per_second\":%.0f,\"check\":{%s}}\n",
                run.workload, run.n, static_cast<unsigned long long>(run.work), run.seconds,
                static_cast<double>(run.work) / run.seconds, check.c_str());
}

/// The seconds that the measured part of a workload takes. bench/guard has callgrind count what happens in
/// here, and finds it by its name.
template <class Work>
[[gnu::noinline]] double measured_part(const Work& work) {
    const double begin = seconds_now();
    work();
    return seconds_now() - begin;
}

template <class World>
void run_events(World& world, std::uint64_t events) {
    engine::RunLimits limits;
    limits.events = world.machine.events + events;
    (void)engine::run_until(world, engine::Time::latest(), limits, [] { return true; });
}

template <class World>
double time_events(World& world, std::uint64_t events) {
    return measured_part([&] { run_events(world, events); });
}

void hold(std::uint32_t pending, std::uint64_t part) {
    bench::HoldWorld world(pending);
    run_events(world, 2ULL * pending + 100'000);
    world.advanced_s = 0.0;
    const std::uint64_t events = 10'000'000 / part;
    const double seconds = time_events(world, events);
    print({"hold", pending, events, seconds},
          "\"mean_hold_s\":" + std::to_string(world.advanced_s / static_cast<double>(events)));
}

/// What an event costs with 100 000 pending against 100, measured in turn.
void hold_growth() {
    bench::HoldWorld small(100);
    bench::HoldWorld large(100'000);
    run_events(small, 100'000);
    run_events(large, 300'000);
    std::vector<double> ratios;
    for (int turn = 0; turn < 9; ++turn) {
        const double small_s = time_events(small, 2'000'000);
        ratios.push_back(time_events(large, 2'000'000) / small_s);
    }
    std::sort(ratios.begin(), ratios.end());
    std::printf(
        "hold-growth: an event with 100 000 pending takes %.2f times one with 100 (median of %zu turns)\n",
        ratios[ratios.size() / 2], ratios.size());
}

void mm1(std::uint64_t part) {
    bench::MM1World world;
    const std::uint64_t events = 20'000'000 / part;
    const double seconds = time_events(world, events);
    print({"mm1", 1, events, seconds},
          "\"mean_sojourn_ms\":" +
              std::to_string(1e3 * world.sojourn_sum_s / static_cast<double>(world.served)));
}

void chain(std::uint64_t part) {
    bench::ChainWorld world;
    run_events(world, 400'000);
    const std::uint64_t before = world.answered;
    const double seconds = time_events(world, 12'000'000 / part);
    print({"chain", 1, world.answered - before, seconds},
          "\"mean_response_ms\":" +
              std::to_string(1e3 * world.response_sum_s / static_cast<double>(world.answered)) +
              ",\"timeouts\":" + std::to_string(world.timeouts));
}

models::ScenarioPtr load(const char* name) {
    const auto file = scenarios::load_file(std::string(SHAKETABLE_SOURCE_DIR "/bench/") + name);
    if (file) {
        auto compiled = scenarios::compile(file.value(), "");
        if (compiled)
            return std::move(compiled).value();
    }
    std::fprintf(stderr, "engine_bench: bench/%s can't be run\n", name);
    std::exit(2);
}

void chain_scenario(std::uint64_t part) {
    const models::ScenarioPtr scenario = load("chain.json");
    models::Simulation simulation(scenario, 1);
    const engine::Time begin = engine::Time() + engine::Duration::from_seconds(10);
    (void)simulation.run_until(begin);
    const std::uint64_t before = simulation.world().instances[0].left;
    const engine::Time end =
        begin + engine::Duration::from_ns((scenario->end - begin).ns() / static_cast<std::int64_t>(part));
    const double seconds = measured_part([&] { (void)simulation.run_until(end); });
    const models::JourneyRecord& record = simulation.recording().journeys()[0];
    engine::Histogram latency;
    std::uint64_t timeouts = 0;
    for (const models::JourneyWindow& window : record.windows) {
        latency.add(window.latency);
        timeouts += window.ended() - window.outcomes[0];
    }
    const double mean_ms =
        static_cast<double>(record.latency_sum_low) / 1e6 / static_cast<double>(latency.count());
    print({"chain-scenario", 1, simulation.world().instances[0].left - before, seconds},
          "\"mean_response_ms\":" + std::to_string(mean_ms) + ",\"timeouts\":" + std::to_string(timeouts));
}

/// Call frames in flight: each request at `front` and at `back`. A user's journey is a frame too and counted
/// as one.
void frame_bytes() {
    const models::ScenarioPtr scenario = load("waiting.json");
    const std::size_t before = resident_bytes();
    models::Simulation simulation(scenario, 1);
    (void)simulation.run_until(engine::Time() + engine::Duration::from_seconds(10));
    const std::size_t grown = resident_bytes() - before;
    const double frames = simulation.world().live_frames;
    std::printf(
        "frame-bytes: %.0f frames in flight, %.1f bytes each in the world (frame, timer, event), %.1f bytes "
        "each resident with the recording\n",
        frames, static_cast<double>(simulation.world().bytes()) / frames,
        static_cast<double>(grown) / frames);
}

double wall_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The best wall time, for work too short for the processor clock.
double best_of(int times, const std::function<void()>& work) {
    double best = 1e9;
    for (int time = 0; time < times; ++time) {
        const double begin = wall_seconds();
        work();
        best = std::min(best, wall_seconds() - begin);
    }
    return best;
}

/// The copy of a world with 10 000 call frames against a memcpy of the same bytes, both into fresh memory.
void copy_world() {
    const models::ScenarioPtr scenario = load("waiting.json");
    models::Simulation simulation(scenario, 1);
    for (std::int64_t ms = 1; simulation.world().live_frames < 10'000; ++ms)
        (void)simulation.run_until(engine::Time() + engine::Duration::from_ns(ms * 1'000'000));
    const std::size_t bytes = simulation.world().bytes();
    const std::unique_ptr<char[]> source(new char[bytes]);
    std::memset(source.get(), 1, bytes);
    std::vector<std::unique_ptr<models::World>> worlds;
    std::vector<char*> copies;
    // All copies are kept, so that each goes into memory that was never used.
    const double world_s =
        best_of(200, [&] { worlds.push_back(std::make_unique<models::World>(simulation.world())); });
    const double memcpy_s = best_of(200, [&] {
        copies.push_back(static_cast<char*>(std::malloc(bytes)));
        std::memcpy(copies.back(), source.get(), bytes);
    });
    std::uint64_t sum = 0;
    for (char* copy : copies) {
        sum += static_cast<unsigned char>(copy[bytes / 2]);
        std::free(copy);
    }
    std::printf("copy-world: %u frames, %zu bytes, %.1f times a memcpy of them (%s)\n",
                simulation.world().live_frames, bytes, world_s / memcpy_s,
                sum == copies.size() ? "best of 200 each" : "broken");
}

struct Workload {
    std::string_view name;
    void (*run)(std::uint64_t part);
};

constexpr std::array kWorkloads = {
    Workload{"hold-growth", [](std::uint64_t) { hold_growth(); }},
    Workload{"mm1", mm1},
    Workload{"chain", chain},
    Workload{"chain-scenario", chain_scenario},
    Workload{"frame-bytes", [](std::uint64_t) { frame_bytes(); }},
    Workload{"copy-world", [](std::uint64_t) { copy_world(); }},
};

} // namespace

int main(int count, char** arguments) {
    std::vector<std::string> words(arguments + 1, arguments + count);
    const bool is_short = !words.empty() && words.back() == "--short";
    if (is_short)
        words.pop_back();
    const std::uint64_t part = is_short ? 20 : 1;
    if (words.size() == 2 && words[0] == "hold") {
        hold(static_cast<std::uint32_t>(std::strtoul(words[1].c_str(), nullptr, 10)), part);
        return 0;
    }
    for (const Workload& workload : kWorkloads)
        if (words.size() == 1 && words[0] == workload.name) {
            workload.run(part);
            return 0;
        }
    std::fputs("usage: engine_bench hold N | hold-growth | mm1 | chain | chain-scenario | frame-bytes | "
               "copy-world [--short]\n"
               "--short: a twentieth of the measured events of hold, mm1, chain and chain-scenario\n",
               stderr);
    return 2;
}
