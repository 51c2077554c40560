// How the replicas of a service live, if who runs them (Kubernetes) is modelled: they start, warm up, are
// probed, run out of memory, and are started again. Configuration only; see models/lifecycle/lifecycle.hpp.
#pragma once

#include "models/describe.hpp"
#include "models/distribution_config.hpp"

#include <optional>

namespace shaketable::models {

struct LifecycleConfig {
    engine::Duration start;
    engine::Duration warm_up;
    double cold_factor = 1.0;
    engine::Duration backoff = engine::Duration::from_seconds(10);
    engine::Duration backoff_most = engine::Duration::from_seconds(300);
    engine::Duration backoff_reset = engine::Duration::from_seconds(600);
};
template <class Visitor>
void describe(Visitor& visit, LifecycleConfig& config) {
    visit(Knob{.name = "start",
               .doc = "From the process's beginning until it serves; it refuses meanwhile.",
               .origin = "none",
               .bounds = kAnyLength},
          config.start);
    visit(Knob{.name = "warm_up",
               .doc = "How long, from then on, its work takes longer than it will.",
               .origin = "none",
               .bounds = kAnyLength},
          config.warm_up);
    visit(Knob{.name = "cold_factor",
               .doc =
                   "How many times as long work takes at first; it falls to 1 over the warm-up, in ten equal "
                   "steps.",
               .origin = "none",
               .bounds = {1, 1000}},
          config.cold_factor);
    visit(Knob{.name = "backoff",
               .doc = "How long it waits before it is started once more; the first restart is immediate, and "
                      "each next one waits twice as long as the one before.",
               .origin = "Kubernetes CrashLoopBackOff",
               .bounds = kAnyLength},
          config.backoff);
    visit(Knob{.name = "backoff_most",
               .doc = "The longest that it waits.",
               .origin = "Kubernetes CrashLoopBackOff",
               .bounds = kAnyLength},
          config.backoff_most);
    visit(Knob{.name = "backoff_reset",
               .doc = "A process that has run for so long is started again at once when it dies.",
               .origin = "Kubernetes CrashLoopBackOff",
               .bounds = kPositiveLength},
          config.backoff_reset);
}

/// Garbage that only a collection frees.
struct GarbageConfig {
    double allocate_kib = 64.0;
    std::optional<double> young_mib;
    engine::Duration pause_per_mib = engine::Duration::from_ns(1'000'000);
};
template <class Visitor>
void describe(Visitor& visit, GarbageConfig& config) {
    visit(Knob{.name = "allocate_kib",
               .doc = "What a request allocates and does not need any more.",
               .unit = "KiB",
               .bounds = {0.001, 1e9},
               .required = true},
          config.allocate_kib);
    visit(Knob{.name = "young_mib",
               .doc = "So much garbage at most before it is collected; absent: as long as there is room.",
               .unit = "MiB",
               .bounds = {0.001, 1e9}},
          config.young_mib);
    visit(Knob{.name = "pause_per_mib",
               .doc = "How long a collection stops the process for each MiB that is in use.",
               .origin = "assumed: a collector that moves 1 GiB/s",
               .bounds = kAnyLength},
          config.pause_per_mib);
}

struct MemoryConfig {
    double limit_mib = 1024.0;
    double base_mib = 0.0;
    double per_request_kib = 0.0;
    double per_session_kib = 0.0;
    double leak_kib = 0.0;
    std::optional<GarbageConfig> garbage;
};
template <class Visitor>
void describe(Visitor& visit, MemoryConfig& config) {
    constexpr Bounds kAmount = {0, 1e9};
    visit(Knob{.name = "limit_mib",
               .doc = "What the process may use; it is killed when it needs more.",
               .unit = "MiB",
               .bounds = {0.001, 1e9},
               .required = true,
               .acts = Acts::kAtOnce},
          config.limit_mib);
    visit(Knob{.name = "base_mib",
               .doc = "What it uses without any request.",
               .unit = "MiB",
               .origin = "none",
               .bounds = kAmount},
          config.base_mib);
    visit(Knob{.name = "per_request_kib",
               .doc = "What a request uses while it is served.",
               .unit = "KiB",
               .origin = "none",
               .bounds = kAmount},
          config.per_request_kib);
    visit(Knob{.name = "per_session_kib",
               .doc = "What a session uses that it keeps.",
               .unit = "KiB",
               .origin = "none",
               .bounds = kAmount},
          config.per_session_kib);
    visit(Knob{.name = "leak_kib",
               .doc = "What a request uses and nobody ever frees.",
               .unit = "KiB",
               .origin = "none",
               .bounds = kAmount,
               .acts = Acts::kAtNextCall},
          config.leak_kib);
    visit(Knob{.name = "garbage",
               .doc = "Garbage collection; absent: what is not needed any more is free at once."},
          config.garbage);
}

struct ProbeConfig {
    engine::Duration initial_delay;
    engine::Duration period = engine::Duration::from_seconds(10);
    engine::Duration timeout = engine::Duration::from_seconds(1);
    std::int64_t successes = 1;
    std::int64_t failures = 3;
};
template <class Visitor>
void describe(Visitor& visit, ProbeConfig& config) {
    visit(Knob{.name = "initial_delay",
               .doc = "From the process's beginning to the first probe.",
               .origin = "Kubernetes initialDelaySeconds",
               .bounds = kAnyLength},
          config.initial_delay);
    visit(Knob{.name = "period",
               .doc = "From one probe to the next.",
               .origin = "Kubernetes periodSeconds",
               .bounds = kPositiveLength},
          config.period);
    visit(Knob{.name = "timeout",
               .doc = "A probe without an answer after so long has failed.",
               .origin = "Kubernetes timeoutSeconds",
               .bounds = kPositiveLength},
          config.timeout);
    visit(Knob{.name = "successes",
               .doc = "So many in a row until it is believed to be well.",
               .unit = "probes",
               .origin = "Kubernetes successThreshold",
               .bounds = {1, 1000}},
          config.successes);
    visit(Knob{.name = "failures",
               .doc = "So many in a row until it is believed not to be.",
               .unit = "probes",
               .origin = "Kubernetes failureThreshold",
               .bounds = {1, 1000}},
          config.failures);
}

struct ProbesConfig {
    bool needs_worker = true;
    DistributionConfig work = DistributionConfig::constant(engine::Duration::from_ns(1'000'000));
    std::optional<ProbeConfig> startup;
    std::optional<ProbeConfig> readiness;
    std::optional<ProbeConfig> liveness;
};
template <class Visitor>
void describe(Visitor& visit, ProbesConfig& config) {
    visit(Knob{.name = "needs_worker",
               .doc = "Whether a probe is a request like others, that queues for a worker and computes; else "
                      "whoever does not stand still answers at once.",
               .origin = "an endpoint of the same server"},
          config.needs_worker);
    visit(Knob{.name = "work", .doc = "What a probe computes, where it needs a worker.", .origin = "assumed"},
          config.work);
    visit(
        Knob{.name = "startup",
             .doc = "Until it has succeeded there are no other probes; if it fails, the process is killed."},
        config.startup);
    visit(Knob{.name = "readiness",
               .doc = "Callers choose only among replicas of which it succeeds; if it fails, nothing else "
                      "happens."},
          config.readiness);
    visit(Knob{.name = "liveness", .doc = "If it fails, the process is killed and started again."},
          config.liveness);
}

struct SessionsConfig {
    engine::Duration lasts = engine::Duration::from_seconds(1800);
};
template <class Visitor>
void describe(Visitor& visit, SessionsConfig& config) {
    visit(Knob{.name = "lasts",
               .doc = "How long a session is kept that nobody uses; looked at every minute.",
               .origin = "Apache Tomcat session-timeout",
               .bounds = kPositiveLength},
          config.lasts);
}

} // namespace shaketable::models
