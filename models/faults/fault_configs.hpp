// What the timeline can do to a component, as a scenario file states it.
#pragma once

#include "models/distribution_config.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

/// What an entry is to the story: see docs/results.md, "Harm".
enum class Role : std::uint8_t { kInjected, kResponse, kEnvironment };
constexpr auto enum_names(Role) {
    return std::array<std::string_view, 3>{"injected", "response", "environment"};
}
[[nodiscard]] constexpr std::string_view name_of(Role role) {
    return enum_names(role)[static_cast<std::size_t>(role)];
}

/// Whom of a component an entry concerns. At most one of the two.
struct PartConfig {
    std::optional<std::int64_t> replica;
    std::optional<double> share;
};
inline constexpr Knob kReplicaKnob = {.name = "replica",
                                      .doc = "Only this replica, counted from 0; absent: all.",
                                      .unit = "index",
                                      .bounds = {0, 99'999}};
inline constexpr Knob kShareKnob = {
    .name = "share",
    .doc = "Only this share of the replicas, the first of them, at least one; absent: all.",
    .bounds = {1e-6, 1.0}};
template <class Visitor>
void describe_part(Visitor& visit, PartConfig& part) {
    visit(kReplicaKnob, part.replica);
    visit(kShareKnob, part.share);
}

struct SlowConfig {
    static constexpr std::string_view kTag = "slow";
    static constexpr std::string_view kDoc =
        "All work of the component takes `factor` times as long, the rest of what already runs included.";
    ComponentRef target;
    double factor = 2.0;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, SlowConfig& config) {
    visit(Knob{.name = "slow", .doc = "The component.", .required = true}, config.target);
    visit(Knob{.name = "factor",
               .doc = "How many times as long; below 1 is faster. Factors of overlapping entries multiply.",
               .bounds = {1e-6, 1e6},
               .required = true},
          config.factor);
    describe_part(visit, config.part);
}

struct CrashConfig {
    static constexpr std::string_view kTag = "crash";
    static constexpr std::string_view kDoc =
        "The process dies: what is queued and in flight is lost, callers see a reset after one leg, and it "
        "refuses connections until it is started again (cold) when `for` is over.";
    ComponentRef target;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, CrashConfig& config) {
    visit(Knob{.name = "crash", .doc = "The component.", .required = true}, config.target);
    describe_part(visit, config.part);
}

struct HostCrashConfig {
    static constexpr std::string_view kTag = "host_crash";
    static constexpr std::string_view kDoc =
        "The host dies: what is queued and in flight is lost and nobody is told; what is sent to it meets "
        "silence, until `for` is over and it is up again (cold).";
    ComponentRef target;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, HostCrashConfig& config) {
    visit(Knob{.name = "host_crash", .doc = "The component.", .required = true}, config.target);
    describe_part(visit, config.part);
}

struct RestartConfig {
    static constexpr std::string_view kTag = "restart";
    static constexpr std::string_view kDoc =
        "The processes are killed and started again at once, as by `crash`, one replica after the other; it "
        "ends with the last of them. Whoever is down already is left alone.";
    ComponentRef target;
    engine::Duration every;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, RestartConfig& config) {
    visit(Knob{.name = "restart", .doc = "The component.", .required = true}, config.target);
    visit(Knob{.name = "every",
               .doc = "From one replica to the next.",
               .origin = "all at once",
               .bounds = {0, 86'400}},
          config.every);
    describe_part(visit, config.part);
}

struct HangConfig {
    static constexpr std::string_view kTag = "hang";
    static constexpr std::string_view kDoc = "The process stands still: it accepts and never answers, its "
                                             "own time-outs wait too, and when `for` is "
                                             "over it goes on with its backlog.";
    ComponentRef target;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, HangConfig& config) {
    visit(Knob{.name = "hang", .doc = "The component.", .required = true}, config.target);
    describe_part(visit, config.part);
}

struct ErrorRateConfig {
    static constexpr std::string_view kTag = "error_rate";
    static constexpr std::string_view kDoc =
        "Answers are errors with this probability, on top of the endpoint's own.";
    ComponentRef target;
    double probability = 1.0;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, ErrorRateConfig& config) {
    visit(Knob{.name = "error_rate", .doc = "The component.", .required = true}, config.target);
    visit(Knob{.name = "probability", .doc = "The probability.", .bounds = {0, 1}, .required = true},
          config.probability);
    describe_part(visit, config.part);
}

/// Which messages a network fault concerns.
struct LinkConfig {
    std::string target; // "web->orders", or a component
    std::optional<std::int64_t> replica;
    std::optional<double> share;
};
template <class Visitor>
void describe_link(Visitor& visit, LinkConfig& link) {
    visit(Knob{.name = "replica",
               .doc = "Only messages of this replica: of the component, or of an edge's callee.",
               .unit = "index",
               .bounds = {0, 99'999}},
          link.replica);
    visit(Knob{.name = "share", .doc = "Only this share of the messages, by chance.", .bounds = {1e-6, 1.0}},
          link.share);
}

enum class CutMode : std::uint8_t { kDrop, kHold };
constexpr auto enum_names(CutMode) { return std::array<std::string_view, 2>{"drop", "hold"}; }

struct CutConfig {
    static constexpr std::string_view kTag = "cut";
    static constexpr std::string_view kDoc =
        "What is sent over an edge, requests and answers, does not arrive. What is under way already does.";
    LinkConfig link;
    CutMode mode = CutMode::kDrop;
};
template <class Visitor>
void describe(Visitor& visit, CutConfig& config) {
    visit(Knob{.name = "cut",
               .doc = "An edge, \"web->orders\", or a component: all edges to and from it.",
               .required = true},
          config.link.target);
    visit(Knob{.name = "mode",
               .doc = "drop: it is lost; hold: it sets off, in order, when the edge is mended (TCP).",
               .origin = "a partition that outlasts the time-outs"},
          config.mode);
    describe_link(visit, config.link);
}

struct DelayConfig {
    static constexpr std::string_view kTag = "delay";
    static constexpr std::string_view kDoc = "Each leg over an edge takes `by` longer.";
    LinkConfig link;
    engine::Duration by;
};
template <class Visitor>
void describe(Visitor& visit, DelayConfig& config) {
    visit(Knob{.name = "delay",
               .doc = "An edge, \"web->orders\", or a component: all edges to and from it.",
               .required = true},
          config.link.target);
    visit(Knob{.name = "by",
               .doc = "How much longer. Delays of overlapping entries add up.",
               .bounds = kAnyLength,
               .required = true},
          config.by);
    describe_link(visit, config.link);
}

struct SetConfig {
    static constexpr std::string_view kTag = "set";
    static constexpr std::string_view kDoc =
        "A knob has another value, from when its change acts (the column Change) until `for` is over. Where "
        "several entries set the same knob, the one that began last counts, and one with `when` before all "
        "others (of several, the last in the file).";
    std::string knob; // a JSON Pointer
    AnyValue to;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, SetConfig& config) {
    visit(Knob{.name = "set",
               .doc = "The knob, by its JSON Pointer (RFC 6901): \"/components/web/workers\".",
               .required = true},
          config.knob);
    visit(Knob{.name = "to",
               .doc = "What the knob may have in the file; null: as if it were absent.",
               .required = true},
          config.to);
    describe_part(visit, config.part);
}

struct LoadConfig {
    static constexpr std::string_view kTag = "load";
    static constexpr std::string_view kDoc =
        "The client asks `factor` times as often: above 1 more users come on top, below 1 some of the usual "
        "ones stay away. Neither changes what the others do.";
    ComponentRef target;
    double factor = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, LoadConfig& config) {
    visit(Knob{.name = "load", .doc = "The client.", .required = true}, config.target);
    visit(Knob{.name = "factor",
               .doc = "How many times as often. Factors of overlapping entries multiply.",
               .bounds = {0.0, 1000.0},
               .required = true},
          config.factor);
}

} // namespace shaketable::models
