// Whole runs of scenarios that a benchmark makes itself, in processor time.
#pragma once

#include "models/simulation.hpp"
#include "scenarios/compile.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace shaketable::bench {

/// What is compared is run so often, in turn; medians count.
inline constexpr int kTurns = 7;

inline double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

inline models::ScenarioPtr loaded(const std::string& text) {
    const auto file = scenarios::load_text(text, "bench");
    if (file) {
        auto compiled = scenarios::compile(file.value(), "");
        if (compiled)
            return std::move(compiled).value();
        for (const scenarios::InputError& error : compiled.error())
            std::fprintf(stderr, "%s\n", scenarios::text_of(error).c_str());
    }
    std::fputs("a benchmark's own scenario can't be run\n", stderr);
    std::exit(3);
}

struct Whole {
    double seconds = 0.0;
    double journeys = 0.0;
    double events = 0.0;
};

/// The first component is the client.
inline Whole run(const models::ScenarioPtr& scenario) {
    models::Simulation simulation(scenario, 1);
    const double begin = seconds_now();
    if (simulation.run_until(scenario->end) != engine::StopReason::kReachedEnd)
        std::exit(3);
    return {.seconds = seconds_now() - begin,
            .journeys = static_cast<double>(simulation.world().instances[0].left),
            .events = static_cast<double>(simulation.world().clockwork.events)};
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace shaketable::bench
