// A whole scenario as a file states it, variant already applied. Configuration only; compile_scenario makes
// it run.
#pragma once

#include "models/condition_config.hpp"
#include "models/expectation_config.hpp"
#include "models/registry.hpp"
#include "models/shards_config.hpp"

namespace shaketable::models {

struct EdgeConfig {
    static constexpr bool kImplied = true;
    std::optional<DistributionConfig> latency;
};
template <class Visitor>
void describe(Visitor& visit, EdgeConfig& config) {
    visit(Knob{.name = "latency",
               .doc = "Time of one leg on this edge; absent: the network's.",
               .acts = Acts::kAtOnce},
          config.latency);
}

struct NetworkConfig {
    DistributionConfig latency = DistributionConfig::constant(engine::Duration::from_ns(250'000));
    Named<EdgeConfig> edges;
};
template <class Visitor>
void describe(Visitor& visit, NetworkConfig& config) {
    visit(Knob{.name = "latency",
               .doc = "Time of each leg of a call, each way, where the edge states none.",
               .origin = "two hosts of one data centre; about half a millisecond there and back",
               .acts = Acts::kAtOnce},
          config.latency);
    visit(Knob{.name = "edges", .doc = "Edges that differ, by caller and callee: \"web->orders\"."},
          config.edges);
}

struct ComponentConfig {
    ComponentVariant kind;
};
template <class Visitor>
void describe(Visitor& visit, ComponentConfig& config) {
    visit.kind(config.kind);
}

struct TimelineEntryConfig {
    std::optional<engine::Duration> at;
    std::optional<ConditionConfig> when;
    std::optional<engine::Duration> reaction;
    std::optional<engine::Duration> lasts;
    std::optional<Role> role;
    TimelineVariant action;
};
template <class Visitor>
void describe(Visitor& visit, TimelineEntryConfig& config) {
    visit(Knob{.name = "at",
               .doc = "When it begins, counted from the end of warm-up; exactly one of at and when is given.",
               .bounds = kAnyLength},
          config.at);
    visit(Knob{.name = "when",
               .doc = "It begins, once, after a signal has crossed a line for some time: what people and "
                      "automation do."},
          config.when);
    visit(Knob{.name = "reaction",
               .doc = "Of an entry with `when`: how long after the line has been crossed for long enough it "
                      "begins; absent: at once.",
               .bounds = kAnyLength},
          config.reaction);
    visit(Knob{.name = "for", .doc = "How long it lasts; absent: for good.", .bounds = kPositiveLength},
          config.lasts);
    visit(
        Knob{.name = "role",
             .doc =
                 "What it is to the story; absent: response of an entry with `when`, injected of others. "
                 "The twin, the run without what went wrong, has what is of the environment (a busy hour, a "
                 "nightly job), and a response with `when`, which may find nothing to respond to. It has "
                 "neither what is injected nor any other response."},
        config.role);
    visit.verb(config.action);
}

/// Where the centre of a component's card is, in pixels at a zoom of 1; y grows downwards.
struct PlaceConfig {
    double x = 0.0;
    double y = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, PlaceConfig& config) {
    constexpr Bounds kAnywhere = {-1e6, 1e6};
    visit(Knob{.name = "x",
               .doc = "Of the card's centre, to the right.",
               .unit = "px",
               .bounds = kAnywhere,
               .required = true},
          config.x);
    visit(Knob{.name = "y",
               .doc = "Of the card's centre, downwards.",
               .unit = "px",
               .bounds = kAnywhere,
               .required = true},
          config.y);
}

inline constexpr std::int64_t kFormatVersion = 1;
inline constexpr std::int64_t kWindowSecondsMost = 86'400;

struct ScenarioConfig {
    std::int64_t shaketable = kFormatVersion;
    std::string title;
    std::string story;
    std::string lesson;
    std::vector<std::string> tags;
    engine::Duration duration = engine::Duration::from_seconds(60);
    engine::Duration warm_up;
    std::uint64_t seed = 1;
    engine::Duration window = engine::Duration::from_seconds(1);
    Named<ComponentConfig> components;
    Named<ShardsConfig> shards;
    Named<PolicyConfig> policies;
    NetworkConfig network;
    Named<TimelineEntryConfig> timeline;
    Named<ExpectationConfig> expect;
    Named<PlaceConfig> canvas;
};
template <class Visitor>
void describe(Visitor& visit, ScenarioConfig& config) {
    visit(
        Knob{.name = "shaketable", .doc = "Version of the file format.", .bounds = {1, 1}, .required = true},
        config.shaketable);
    visit(Knob{.name = "title", .doc = "One line that says what it is.", .required = true}, config.title);
    visit(Knob{.name = "story", .doc = "What happens and what to look at, in a few sentences."},
          config.story);
    visit(Knob{.name = "lesson", .doc = "What to learn from it, told once it has run."}, config.lesson);
    visit(Knob{.name = "tags", .doc = "Words to find it by."}, config.tags);
    visit(Knob{.name = "duration",
               .doc = "Simulated time after the warm-up.",
               .bounds = {1e-3, 3'155'760'000.0},
               .required = true},
          config.duration);
    visit(Knob{.name = "warm_up",
               .doc = "Simulated time before zero; what happens in it is in no figure.",
               .origin = "none",
               .bounds = kAnyLength},
          config.warm_up);
    visit(Knob{.name = "seed",
               .doc = "Chooses the random draws.",
               .origin = "one",
               .bounds = {0, 9007199254740992.0}},
          config.seed);
    visit(Knob{.name = "window",
               .doc = "Width of a window of the series.",
               .origin = "one second",
               .bounds = {1e-3, static_cast<double>(kWindowSecondsMost)}},
          config.window);
    visit(Knob{.name = "components",
               .doc = "What the system is made of, by name; at least one.",
               .required = true},
          config.components);
    visit(Knob{.name = "shards", .doc = "Databases that are shards of a whole, by its name."}, config.shards);
    visit(Knob{.name = "policies", .doc = "How callers treat calls, by name."}, config.policies);
    visit(Knob{.name = "network", .doc = "What lies between components."}, config.network);
    visit(Knob{.name = "timeline", .doc = "What happens during the run, by name."}, config.timeline);
    visit(Knob{.name = "expect", .doc = "What the run is expected to do, by name."}, config.expect);
    visit(Knob{.name = "canvas",
               .doc = "Where the desktop draws components, by name; the others it places itself. It changes "
                      "nothing of a run; names that are no components are ignored."},
          config.canvas);
}

} // namespace shaketable::models
