// What the timeline can do to a component, as a scenario file states it.
#pragma once

#include "models/describe.hpp"

#include <optional>

namespace shaketable::models {

struct SlowConfig {
    static constexpr std::string_view kTag = "slow";
    static constexpr std::string_view kDoc =
        "All work of the component takes `factor` times as long, the rest of what already runs included.";
    ComponentRef target;
    double factor = 2.0;
    std::optional<std::int64_t> replica;
};
struct CrashConfig {
    static constexpr std::string_view kTag = "crash";
    static constexpr std::string_view kDoc =
        "The process dies: what is queued and in flight is lost, callers see a reset after one leg, and it "
        "refuses "
        "connections until it is started again (cold) when `for` is over.";
    ComponentRef target;
    std::optional<std::int64_t> replica;
};
struct ErrorRateConfig {
    static constexpr std::string_view kTag = "error_rate";
    static constexpr std::string_view kDoc =
        "Answers are errors with this probability, on top of the endpoint's own.";
    ComponentRef target;
    double probability = 1.0;
    std::optional<std::int64_t> replica;
};

inline constexpr Knob kReplicaKnob = {.name = "replica",
                                      .doc = "Only this replica, counted from 0; absent: all.",
                                      .unit = "index",
                                      .bounds = {0, 99'999}};

template <class Visitor>
void describe(Visitor& visit, SlowConfig& config) {
    visit(Knob{.name = "slow", .doc = "The component.", .required = true}, config.target);
    visit(Knob{.name = "factor",
               .doc = "How many times as long; below 1 is faster. Factors of overlapping entries multiply.",
               .bounds = {1e-6, 1e6},
               .required = true},
          config.factor);
    visit(kReplicaKnob, config.replica);
}
template <class Visitor>
void describe(Visitor& visit, CrashConfig& config) {
    visit(Knob{.name = "crash", .doc = "The component.", .required = true}, config.target);
    visit(kReplicaKnob, config.replica);
}
template <class Visitor>
void describe(Visitor& visit, ErrorRateConfig& config) {
    visit(Knob{.name = "error_rate", .doc = "The component.", .required = true}, config.target);
    visit(Knob{.name = "probability", .doc = "The probability.", .bounds = {0, 1}, .required = true},
          config.probability);
    visit(kReplicaKnob, config.replica);
}

} // namespace shaketable::models
