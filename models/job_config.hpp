// A job: a program that runs by itself at fixed times, like an entry of cron's table or a Kubernetes CronJob.
// Configuration only; the names are those of the CronJob's specification where it has them.
#pragma once

#include "models/service_config.hpp"

namespace shaketable::models {

/// What becomes of a run that is due while one before it, on the same host, is not over.
enum class Concurrency : std::uint8_t { kAllow, kForbid, kReplace };
constexpr auto enum_names(Concurrency) {
    return std::array<std::string_view, 3>{"allow", "forbid", "replace"};
}

/// A year: what is due, and where within what is due, is far from the ends of time.
inline constexpr Bounds kSchedule = {0.0, 31'557'600.0};
/// What is tried again for ever does not do so at once.
inline constexpr Bounds kPause = {0.001, 31'557'600.0};

struct JobConfig {
    static constexpr std::string_view kTag = "job";
    static constexpr std::string_view kDoc =
        "A program that begins by itself at fixed times on each of its hosts, like a crontab's entry. Nobody "
        "waits for it, but it loads what it calls.";
    std::int64_t replicas = 1;
    double cores = 4.0;
    engine::Duration every;
    engine::Duration offset;
    std::optional<engine::Duration> first;
    engine::Duration spread;
    bool suspend = false;
    Concurrency concurrency_policy = Concurrency::kAllow;
    std::int64_t backoff_limit = 6;
    engine::Duration backoff = engine::Duration::from_seconds(10);
    engine::Duration backoff_cap = engine::Duration::from_seconds(360);
    std::optional<engine::Duration> active_deadline;
    std::int64_t items = 1;
    double growth = 0.0;
    Named<PoolConfig> pools;
    StepsConfig steps;
};
template <class Visitor>
void describe_schedule(Visitor& visit, JobConfig& config) {
    visit(Knob{.name = "every",
               .doc = "From when a run is due to when the next one is, on each host.",
               .bounds = {0.001, kSchedule.max},
               .required = true,
               .acts = Acts::kAtNextCall},
          config.every);
    visit(Knob{.name = "offset",
               .doc = "How long after the full `every`, counted from the end of warm-up, a run is due.",
               .origin = "at the full minute, hour or day, as most are written",
               .bounds = kSchedule,
               .acts = Acts::kAtNextCall},
          config.offset);
    visit(Knob{.name = "first",
               .doc = "No run is due earlier, counted from the end of warm-up; absent: from the very "
                      "beginning, warm-up included.",
               .bounds = kSchedule},
          config.first);
    visit(Knob{.name = "spread",
               .doc =
                   "Each host is later than the schedule by a time of its own within this, always the same "
                   "(systemd's RandomizedDelaySec with FixedRandomDelay).",
               .origin = "cron, Kubernetes: all at the same time",
               .bounds = kSchedule,
               .acts = Acts::kAtNextCall},
          config.spread);
    visit(Knob{.name = "suspend",
               .doc = "Whether no run begins; those that have begun go on.",
               .origin = "Kubernetes CronJob suspend",
               .acts = Acts::kAtNextCall},
          config.suspend);
}
template <class Visitor>
void describe_failures(Visitor& visit, JobConfig& config) {
    visit(Knob{.name = "concurrency_policy",
               .doc = "What becomes of a run that is due while one before it, on the same host, is not over: "
                      "allow: it begins beside it; forbid: it is left out; replace: the others are stopped, "
                      "each at its next step, and it begins.",
               .origin = "Kubernetes CronJob concurrencyPolicy: Allow",
               .acts = Acts::kAtNextCall},
          config.concurrency_policy);
    visit(Knob{.name = "backoff_limit",
               .doc = "How often a run that failed is tried again, from its beginning; a billion: for ever.",
               .unit = "times",
               .origin = "Kubernetes Job backoffLimit",
               .bounds = {0, 1e9},
               .acts = Acts::kAtOnce},
          config.backoff_limit);
    visit(Knob{.name = "backoff",
               .doc = "The pause before it is tried again the first time; each next one is twice as long.",
               .origin = "Kubernetes Job",
               .bounds = kPause,
               .acts = Acts::kAtOnce},
          config.backoff);
    visit(Knob{.name = "backoff_cap",
               .doc = "The longest of these pauses.",
               .origin = "Kubernetes Job",
               .bounds = kPause,
               .acts = Acts::kAtOnce},
          config.backoff_cap);
    visit(Knob{.name = "active_deadline",
               .doc = "How long after its beginning, with all its tries, a run is stopped, at its next step, "
                      "and has failed for good (Kubernetes Job activeDeadlineSeconds); absent: never.",
               .bounds = kPositiveLength,
               .acts = Acts::kAtNextCall},
          config.active_deadline);
}
template <class Visitor>
void describe(Visitor& visit, JobConfig& config) {
    visit(Knob{.name = "replicas",
               .doc = "On how many hosts it runs, on each by itself.",
               .unit = "hosts",
               .origin = "one",
               .bounds = {1, 100'000}},
          config.replicas);
    visit(Knob{.name = "cores",
               .doc = "Cores of a host, shared equally by its runs.",
               .unit = "cores",
               .origin = "as of a service",
               .bounds = {0.001, 100'000},
               .acts = Acts::kAtRestart},
          config.cores);
    describe_schedule(visit, config);
    describe_failures(visit, config);
    visit(Knob{.name = "items",
               .doc = "How many items a run goes through, one after the other; it fails with the first that "
                      "fails.",
               .unit = "items",
               .origin = "one",
               .bounds = {1, 1e9},
               .acts = Acts::kAtNextCall},
          config.items);
    visit(Knob{.name = "growth",
               .doc = "By what share there are more items from when a run is due to when the next one is: "
                      "data that grow.",
               .origin = "none",
               .bounds = {0, 100},
               .acts = Acts::kAtNextCall},
          config.growth);
    visit(Knob{.name = "pools",
               .doc = "Connection pools of each host, by the name of the database; as of a service."},
          config.pools);
    visit(Knob{.name = "steps",
               .doc = "What it does for each item.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.steps);
}

} // namespace shaketable::models
