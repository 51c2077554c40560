// What a scenario is expected to do, as a file states it. Configuration only: analysis/ says whether it does.
#pragma once

#include "models/distribution_config.hpp"

#include <array>
#include <optional>
#include <variant>

namespace shaketable::models {

/// How a run came through what was injected into it: see docs/results.md, "Verdict".
enum class Verdict : std::uint8_t {
    kUnharmed,              // nobody was harmed but by chance
    kDegradedGracefully,    // recovered, and goodput never fell below half of the twin's
    kCollapsedAndRecovered, // recovered after less than half of it
    kStillInjected,         // what was injected acted to the end
    kRecovering,            // not recovered at the end, but later, without help
    kMetastable,            // stays down without help, and a brief cut brings it back
    kDown,                  // stays down, and no brief cut brings it back
};
constexpr auto enum_names(Verdict) {
    return std::array<std::string_view, 7>{"unharmed",
                                           "degraded_gracefully",
                                           "collapsed_and_recovered",
                                           "still_injected",
                                           "recovering",
                                           "metastable",
                                           "down"};
}
[[nodiscard]] constexpr std::string_view name_of(Verdict verdict) {
    return enum_names(verdict)[static_cast<std::size_t>(verdict)];
}

inline constexpr Knob kExpectedJourneyKnob = {
    .name = "journey",
    .doc =
        "Of this kind of journey only, by its name or by client and name (\"users.buy\"); absent: of all."};

struct VerdictExpectation {
    static constexpr std::string_view kTag = "verdict";
    static constexpr std::string_view kDoc = "The run comes through its faults like this.";
    Verdict verdict = Verdict::kUnharmed;
    std::optional<std::string> journey;
};
template <class Visitor>
void describe(Visitor& visit, VerdictExpectation& config) {
    visit(Knob{.name = "verdict", .doc = "The verdict.", .required = true}, config.verdict);
    visit(kExpectedJourneyKnob, config.journey);
}

struct RecoveryExpectation {
    static constexpr std::string_view kTag = "recovers_within";
    static constexpr std::string_view kDoc =
        "Goodput is back so soon after the last injected entry has ended, for good.";
    engine::Duration within;
    std::optional<std::string> journey;
};
template <class Visitor>
void describe(Visitor& visit, RecoveryExpectation& config) {
    visit(Knob{.name = "recovers_within",
               .doc = "The longest time to recover.",
               .bounds = {0, 3'155'760'000.0},
               .required = true},
          config.within);
    visit(kExpectedJourneyKnob, config.journey);
}

enum class HarmFigure : std::uint8_t { kNet, kHarmed };
constexpr auto enum_names(HarmFigure) { return std::array<std::string_view, 2>{"net", "harmed"}; }

struct HarmExpectation {
    static constexpr std::string_view kTag = "harm";
    static constexpr std::string_view kDoc =
        "So few journeys at most are not good that would have been without the faults.";
    HarmFigure harm = HarmFigure::kNet;
    std::int64_t no_more_than = 0;
    std::optional<std::string> journey;
};
template <class Visitor>
void describe(Visitor& visit, HarmExpectation& config) {
    visit(Knob{.name = "harm",
               .doc = "net: harmed less helped; harmed: all that were, those by chance included.",
               .required = true},
          config.harm);
    visit(Knob{.name = "no_more_than",
               .doc = "The most of them.",
               .unit = "journeys",
               .bounds = {0, 1e15},
               .required = true},
          config.no_more_than);
    visit(kExpectedJourneyKnob, config.journey);
}

struct FigureExpectation {
    static constexpr std::string_view kTag = "figure";
    static constexpr std::string_view kDoc = "A figure of the result lies within bounds.";
    std::string figure;
    std::optional<std::string> journey;
    std::optional<ComponentRef> component;
    std::optional<double> at_least;
    std::optional<double> at_most;
    std::optional<engine::Duration> from;
    std::optional<engine::Duration> until;
    bool of_twin = false;
};
template <class Visitor>
void describe(Visitor& visit, FigureExpectation& config) {
    visit(Knob{.name = "figure",
               .doc = "Its name, as results have it: \"goodput_per_s\" or \"latency/p99_s\" of journeys, "
                      "\"utilisation\" or \"queue_depth/mean\" of a component.",
               .required = true},
          config.figure);
    visit(kExpectedJourneyKnob, config.journey);
    visit(Knob{.name = "component", .doc = "Of this component, all its replicas together."},
          config.component);
    visit(Knob{.name = "at_least", .doc = "The lowest value that holds.", .unit = "the figure's"},
          config.at_least);
    visit(Knob{.name = "at_most", .doc = "The highest value that holds.", .unit = "the figure's"},
          config.at_most);
    visit(Knob{.name = "from",
               .doc = "Only from then on, counted from the end of warm-up, whole windows; absent: the "
                      "beginning.",
               .bounds = kAnyLength},
          config.from);
    visit(Knob{.name = "until",
               .doc = "Only until then, whole windows; absent: the end.",
               .bounds = kPositiveLength},
          config.until);
    visit(Knob{.name = "of_twin",
               .doc = "The bounds are of the figure divided by the twin's: 0.95 is 95 % of it.",
               .origin = "the figure itself"},
          config.of_twin);
}

using ExpectationVariant =
    std::variant<VerdictExpectation, RecoveryExpectation, HarmExpectation, FigureExpectation>;

struct ExpectationConfig {
    ExpectationVariant expectation;
};
template <class Visitor>
void describe(Visitor& visit, ExpectationConfig& config) {
    visit.verb(config.expectation);
}

} // namespace shaketable::models
