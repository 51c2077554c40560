// How a run came through what was injected into it: plain figures. What each means: docs/results.md,
// "Verdict".
#pragma once

#include "models/expectation_config.hpp"
#include "models/relief.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::analysis {

using models::Verdict;

/// What sustains a failure: the effect whose brief removal suffices, as results name it; empty: none does
/// (the relief is of the load, which is a cause of everything).
[[nodiscard]] constexpr std::string_view sustaining_effect(models::Relief relief) {
    switch (relief) {
    case models::Relief::kRetriesOff:
        return "retries";
    case models::Relief::kBacklogDropped:
        return "backlog";
    case models::Relief::kStaleServed:
        return "cache_misses";
    case models::Relief::kLightLoad:
        break;
    }
    return "";
}
[[nodiscard]] constexpr std::string_view name_of(models::Relief relief) {
    switch (relief) {
    case models::Relief::kRetriesOff:
        return "retries_off";
    case models::Relief::kBacklogDropped:
        return "backlog_dropped";
    case models::Relief::kStaleServed:
        return "stale_served";
    case models::Relief::kLightLoad:
        break;
    }
    return "light_load";
}

/// Of one kind of journey, or of all.
struct Judgement {
    std::string name = {}; // empty: all
    std::string client = {};
    std::optional<Verdict> verdict = {}; // absent: the end came too soon to tell
    std::optional<double> floor = {};    // the lowest share of the twin's goodput
    std::optional<double> time_to_floor_s = {};
    std::optional<double> floor_over_s = {};      // how long the stretch is of which it is the share
    std::optional<double> time_to_recover_s = {}; // from the end of the last injected entry
    double area_lost_s = 0.0;                     // seconds of the twin's goodput
    std::vector<models::Relief> sustained_by = {};
};

/// A copy of the run that went on from its end.
struct Fork {
    std::optional<models::Relief> relief = {}; // for the first 30 s; none: it just went on
    double simulated_s = 0.0;
    std::optional<double> goodput_share = {}; // of the twin's, in the last 30 s
    bool recovered = false;                   // all journeys together
};

struct Verdicts {
    double first_injected_s = 0.0;
    std::optional<double> last_injected_end_s = {}; // absent: one acts to the end
    Judgement total = {};
    std::vector<Judgement> journeys = {};
    std::vector<Fork> forks = {}; // only where something had not recovered
};

} // namespace shaketable::analysis
