// A condition of the timeline: a signal that has crossed a line for some time, as monitoring sees it.
// Configuration only; models/conditions.hpp says what it means.
#pragma once

#include "models/distribution_config.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

enum class Signal : std::uint8_t {
    kQueueDepth,
    kInService,
    kBusyWorkers,
    kUtilisation,
    kPoolWaiting,
    kGauge,
    kErrorRate,
    kBadShare,
    kGoodput,
};
constexpr auto enum_names(Signal) {
    return std::array<std::string_view, 9>{"queue_depth", "in_service",   "busy_workers",
                                           "utilisation", "pool_waiting", "gauge",
                                           "error_rate",  "bad_share",    "goodput"};
}
[[nodiscard]] constexpr std::string_view name_of(Signal signal) {
    return enum_names(signal)[static_cast<std::size_t>(signal)];
}
/// Whether it is counted from the journeys that end, not read from servers.
[[nodiscard]] constexpr bool is_of_journeys(Signal signal) { return signal >= Signal::kErrorRate; }
/// Whether it lies between 0 and 1.
[[nodiscard]] constexpr bool is_share(Signal signal) {
    return signal == Signal::kUtilisation || signal == Signal::kErrorRate || signal == Signal::kBadShare;
}

struct ConditionConfig {
    Signal signal = Signal::kQueueDepth;
    std::optional<ComponentRef> component;
    std::optional<std::string> gauge;
    std::optional<double> above;
    std::optional<double> below;
    engine::Duration held_for;
    engine::Duration every = engine::Duration::from_seconds(1);
    std::optional<engine::Duration> over;
};
template <class Visitor>
void describe(Visitor& visit, ConditionConfig& config) {
    visit(
        Knob{.name = "signal",
             .doc =
                 "Of a server, all its replicas together, as it is at the moment: queue_depth (requests that "
                 "wait to be served), in_service, busy_workers (of a database: connections), utilisation "
                 "(cores that compute, as a share), pool_waiting (of a caller: requests that wait for a "
                 "connection of a pool), gauge (the one that `gauge` names). Of clients, from the journeys "
                 "that ended within `over`: error_rate "
                 "(share answered with an error), bad_share (share that was not good: errors, and slow), "
                 "goodput (good ones per second).",
             .required = true},
        config.signal);
    visit(Knob{.name = "component",
               .doc = "Whose signal; absent: of all clients. A signal of servers needs one."},
          config.component);
    visit(Knob{.name = "gauge",
               .doc = "Of the signal gauge: which of the component's, as results name them (backlog, lag, "
                      "heap, replicas, ...); of all its replicas together."},
          config.gauge);
    visit(Knob{.name = "above",
               .doc = "The line is crossed while the signal is greater; exactly one of above and below is "
                      "given.",
               .unit = "the signal's",
               .bounds = {0, 1e15}},
          config.above);
    visit(Knob{.name = "below",
               .doc = "The line is crossed while the signal is less.",
               .unit = "the signal's",
               .bounds = {0, 1e15}},
          config.below);
    visit(Knob{.name = "held_for",
               .doc = "How long every evaluation must have found the line crossed.",
               .origin = "none, as of Prometheus' `for`",
               .bounds = kAnyLength},
          config.held_for);
    visit(Knob{.name = "every",
               .doc = "Time between two evaluations, the first at the end of warm-up.",
               .origin = "a window of the series; Prometheus evaluates each minute unless told otherwise, "
                         "CloudWatch each 10 s at its quickest",
               .bounds = {1e-3, 86'400}},
          config.every);
    visit(Knob{.name = "over",
               .doc = "Of a signal of clients: the latest so much of time is counted, a whole multiple of "
                      "`every`; absent: ten times `every`.",
               .bounds = kPositiveLength},
          config.over);
}

} // namespace shaketable::models
