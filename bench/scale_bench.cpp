// scale_bench COMPONENTS: a large scenario with ten replicas a service, loaded and run until its requests in
// flight are as many as they get; one line of JSON. bench/scale calls it for several sizes.
//
// Services stand in chains of ten, each with a client of its own that begins one journey a second. The last
// of a chain waits for 100 s, so about a thousand requests are in flight in each chain.
#include "models/simulation.hpp"
#include "scenarios/compile.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

using namespace shaketable;

constexpr int kChain = 10;
constexpr int kReplicas = 10;

double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

long peak_kib() {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::string service(int index) {
    const bool last = index % kChain == kChain - 1;
    const std::string next =
        last ? R"({ "wait": "100s" })" : R"({ "call": "s)" + std::to_string(index + 1) + R"(.e" })";
    return "\"s" + std::to_string(index) + R"(": { "kind": "service", "replicas": )" +
           std::to_string(kReplicas) + R"(, "endpoints": { "e": { "steps": [ { "work": "1ms" }, )" + next +
           " ] } } }";
}

std::string client(int first_service) {
    return "\"u" + std::to_string(first_service) +
           R"(": { "kind": "client", "arrivals": { "rate": "1/s" }, "journeys": { "j": { "steps": [ { "call": "s)" +
           std::to_string(first_service) + R"(.e" } ] } } })";
}

std::string file_of(int services) {
    std::string text =
        R"({ "shaketable": 1, "title": "Scale", "duration": "120s", "window": "10s", "components": { )";
    for (int index = 0; index < services; ++index) {
        text += index % kChain == 0 ? (index == 0 ? "" : ", ") + client(index) : "";
        text += ", " + service(index);
    }
    return text + " } }";
}

models::ScenarioPtr loaded(const std::string& text) {
    const auto file = scenarios::load_text(text, "scale");
    if (file) {
        auto compiled = scenarios::compile(file.value(), "");
        if (compiled)
            return std::move(compiled).value();
    }
    std::fputs("scale_bench: its own scenario can't be run\n", stderr);
    std::exit(3);
}

void measure(int services) {
    const std::string text = file_of(services);
    const double begin = seconds_now();
    const models::ScenarioPtr scenario = loaded(text);
    const double loaded_at = seconds_now();
    const long after_loading = peak_kib();
    models::Simulation simulation(scenario, 1);
    const double made_at = seconds_now();
    const engine::StopReason reason = simulation.run_until(scenario->end);
    const double ran_at = seconds_now();
    if (reason != engine::StopReason::kReachedEnd)
        std::exit(3);
    const models::World& world = simulation.world();
    std::printf(
        "{\"services\":%d,\"replicas\":%u,\"in_flight\":%u,\"events\":%llu,\"load_s\":%.3f,\"make_s\":%.3f,"
        "\"run_s\":%.3f,\"loaded_mib\":%.1f,\"world_mib\":%.1f,\"recording_mib\":%.1f,\"peak_mib\":%.1f}\n",
        services, scenario->instances, world.live_frames,
        static_cast<unsigned long long>(world.clockwork.events), loaded_at - begin, made_at - loaded_at,
        ran_at - made_at, static_cast<double>(after_loading) / 1024.0,
        static_cast<double>(world.bytes()) / 1048576.0,
        static_cast<double>(simulation.recording().bytes()) / 1048576.0,
        static_cast<double>(peak_kib()) / 1024.0);
}

} // namespace

int main(int argument_count, char** arguments) {
    const int services = argument_count == 2 ? std::atoi(arguments[1]) : 0;
    if (services < kChain || services > 10'000 || services % kChain != 0) {
        std::fputs("usage: scale_bench COMPONENTS, a multiple of 10 up to 10000\n", stderr);
        return 2;
    }
    measure(services);
    return 0;
}
