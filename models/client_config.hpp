// A population of users: when they ask, and for what. Configuration only.
#pragma once

#include "models/steps_config.hpp"

namespace shaketable::models {

enum class ArrivalPattern : std::uint8_t { kPoisson, kEven };
constexpr auto enum_names(ArrivalPattern) { return std::array<std::string_view, 2>{"poisson", "even"}; }

inline constexpr Bounds kAnyRate = {0.0, 1e9};

struct RateStepConfig {
    engine::Duration at;
    Rate rate;
};
template <class Visitor>
void describe(Visitor& visit, RateStepConfig& config) {
    visit(Knob{.name = "at",
               .doc = "When, counted from the end of warm-up.",
               .bounds = kAnyLength,
               .required = true},
          config.at);
    visit(Knob{.name = "rate", .doc = "The rate from then on.", .bounds = kAnyRate, .required = true},
          config.rate);
}

struct ArrivalsConfig {
    Rate rate;
    ArrivalPattern pattern = ArrivalPattern::kPoisson;
    Named<RateStepConfig> steps;
};
template <class Visitor>
void describe(Visitor& visit, ArrivalsConfig& config) {
    visit(
        Knob{.name = "rate", .doc = "Journeys begun per unit of time.", .bounds = kAnyRate, .required = true},
        config.rate);
    visit(Knob{.name = "pattern",
               .doc = "poisson: independent users; even: the same gap between any two.",
               .origin = "many independent users make a Poisson process"},
          config.pattern);
    visit(Knob{.name = "steps", .doc = "Changes of the rate, by name."}, config.steps);
}

struct UsersConfig {
    std::int64_t count = 1;
    DistributionConfig think = DistributionConfig::constant(engine::Duration::from_seconds(1));
};
template <class Visitor>
void describe(Visitor& visit, UsersConfig& config) {
    visit(Knob{.name = "count",
               .doc = "How many users.",
               .unit = "users",
               .bounds = {1, 10'000'000},
               .required = true},
          config.count);
    visit(Knob{.name = "think",
               .doc = "How long a user thinks before each journey, the first included.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.think);
}

struct JourneyConfig {
    StepsConfig steps;
    double weight = 1.0;
    std::optional<engine::Duration> good_within;
};
template <class Visitor>
void describe(Visitor& visit, JourneyConfig& config) {
    visit(Knob{.name = "steps", .doc = "What the user does.", .required = true, .acts = Acts::kAtNextCall},
          config.steps);
    visit(Knob{.name = "weight",
               .doc = "How often this journey is begun, relative to the others.",
               .origin = "all alike",
               .bounds = {1e-12, 1e12},
               .acts = Acts::kAtNextCall},
          config.weight);
    visit(
        Knob{.name = "good_within",
             .doc =
                 "The journey is good if it is answered without error within this, retries included; absent: "
                 "whenever it is answered.",
             .bounds = kPositiveLength},
        config.good_within);
}

struct ClientConfig {
    static constexpr std::string_view kTag = "client";
    static constexpr std::string_view kDoc = "A population of users. Open (arrivals know nothing of the "
                                             "system) or closed (users wait, think, ask again).";
    std::optional<ArrivalsConfig> arrivals;
    std::optional<UsersConfig> users;
    Named<JourneyConfig> journeys;
};
template <class Visitor>
void describe(Visitor& visit, ClientConfig& config) {
    visit(Knob{.name = "arrivals", .doc = "Open load; exactly one of arrivals and users is given."},
          config.arrivals);
    visit(Knob{.name = "users", .doc = "Closed load; exactly one of arrivals and users is given."},
          config.users);
    visit(Knob{.name = "journeys", .doc = "What the users do, by name; at least one.", .required = true},
          config.journeys);
}

} // namespace shaketable::models
