// A service: replicas that take requests into worker slots and compute on shared cores. Configuration only.
#pragma once

#include "models/autoscaler_config.hpp"
#include "models/lifecycle_config.hpp"
#include "models/queue/consumer_config.hpp"
#include "models/steps_config.hpp"

namespace shaketable::models {

enum class WorkerStyle : std::uint8_t { kBlocking, kEventLoop };
constexpr auto enum_names(WorkerStyle) { return std::array<std::string_view, 2>{"blocking", "event-loop"}; }

struct EndpointConfig {
    StepsConfig steps;
    double error_probability = 0.0;
    double poison_probability = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, EndpointConfig& config) {
    visit(Knob{.name = "steps",
               .doc = "What it does to answer a request.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.steps);
    visit(Knob{.name = "error_probability",
               .doc = "Probability that it answers with an error, after doing its steps.",
               .origin = "correct",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.error_probability);
    visit(Knob{.name = "poison_probability",
               .doc = "Probability that a request is poison: each attempt at it ends with an error after its "
                      "steps, however often it is tried or delivered.",
               .origin = "correct",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.poison_probability);
}

struct PoolConfig {
    static constexpr bool kImplied = true;
    std::int64_t size = 10;
    engine::Duration acquire_timeout = engine::Duration::from_seconds(30);
    std::optional<std::int64_t> minimum_idle;
    engine::Duration idle_timeout = engine::Duration::from_seconds(600);
    std::optional<engine::Duration> max_lifetime;
};
template <class Visitor>
void describe(Visitor& visit, PoolConfig& config) {
    visit(Knob{.name = "size",
               .doc = "Connections that one replica holds at most.",
               .unit = "connections",
               .origin = "HikariCP maximumPoolSize",
               .bounds = {1, 1'000'000},
               .acts = Acts::kAtRestart},
          config.size);
    visit(Knob{.name = "acquire_timeout",
               .doc = "How long a request waits for a connection of the pool before it fails.",
               .origin = "HikariCP connectionTimeout",
               .bounds = kPositiveLength,
               .acts = Acts::kAtNextCall},
          config.acquire_timeout);
    visit(Knob{.name = "minimum_idle",
               .doc = "Of the connections that nobody uses, so many stay open however long they are idle; "
                      "absent: all of them.",
               .unit = "connections",
               .origin = "HikariCP minimumIdle: maximumPoolSize",
               .bounds = {0, 1'000'000}},
          config.minimum_idle);
    visit(Knob{.name = "idle_timeout",
               .doc = "How long a connection beyond `minimum_idle` may be idle before it is closed; looked "
                      "at every 30 s.",
               .origin = "HikariCP idleTimeout",
               .bounds = kPositiveLength},
          config.idle_timeout);
    visit(Knob{.name = "max_lifetime",
               .doc = "How old a connection may become, less up to 2.5 %, before it is closed: when it is "
                      "given back, or within 30 s if it is idle; absent: as old as it likes.",
               .origin = "HikariCP maxLifetime: 30 min",
               .bounds = kPositiveLength},
          config.max_lifetime);
}

struct ServiceConfig {
    static constexpr std::string_view kTag = "service";
    static constexpr std::string_view kDoc =
        "Replicas behind round-robin load balancing, each with workers, cores and an accept queue.";
    std::int64_t replicas = 1;
    std::int64_t workers = 200;
    double cores = 4.0;
    WorkerStyle style = WorkerStyle::kBlocking;
    std::optional<std::int64_t> queue_limit;
    Named<PoolConfig> pools;
    Named<ConsumerConfig> consumes;
    Named<EndpointConfig> endpoints;
    std::optional<LifecycleConfig> lifecycle;
    std::optional<MemoryConfig> memory;
    std::optional<ProbesConfig> probes;
    std::optional<SessionsConfig> sessions;
    std::optional<AutoscalerConfig> autoscaler;
};
template <class Visitor>
void describe(Visitor& visit, ServiceConfig& config) {
    visit(Knob{.name = "replicas",
               .doc = "How many processes serve.",
               .unit = "replicas",
               .origin = "the smallest service",
               .bounds = {1, 100'000}},
          config.replicas);
    visit(Knob{.name = "workers",
               .doc = "Requests that one replica serves at a time; for an event loop, the number of loops.",
               .unit = "workers",
               .origin = "Apache Tomcat maxThreads",
               .bounds = {1, 1'000'000},
               .acts = Acts::kAtRestart},
          config.workers);
    visit(Knob{.name = "cores",
               .doc = "Cores of one replica, shared equally by all that compute (processor sharing).",
               .unit = "cores",
               .origin = "a common size of virtual machine",
               .bounds = {0.001, 100'000},
               .acts = Acts::kAtRestart},
          config.cores);
    visit(Knob{.name = "style",
               .doc =
                   "blocking: a worker is held from taking a request to its end; event-loop: only while it "
                   "computes.",
               .origin = "one thread a request"},
          config.style);
    visit(Knob{.name = "queue_limit",
               .doc =
                   "Requests that wait for a worker at most; one more is rejected (queue full). 0: no queue; "
                   "absent: no limit.",
               .unit = "requests",
               .bounds = {0, 1e9},
               .acts = Acts::kAtOnce},
          config.queue_limit);
    visit(Knob{.name = "pools",
               .doc = "Connection pools of each replica, by the name of the database. A database that is "
                      "called and "
                      "not named here has a pool of default size."},
          config.pools);
    visit(Knob{.name = "consumes",
               .doc = "The queues and topics from which it takes messages, by their names; of a topic it is "
                      "a group."},
          config.consumes);
    visit(Knob{.name = "endpoints", .doc = "What can be called, by name; at least one.", .required = true},
          config.endpoints);
    visit(Knob{.name = "lifecycle",
               .doc = "How its processes start, warm up and are started again; absent: at once, warm, and "
                      "nobody starts again what dies of itself. Any of this and the next four says that "
                      "somebody runs its replicas (Kubernetes)."},
          config.lifecycle);
    visit(Knob{.name = "memory", .doc = "The memory of each replica; absent: more than it needs."},
          config.memory);
    visit(Knob{.name = "probes", .doc = "How it is found out whether a replica is well; absent: not."},
          config.probes);
    visit(Knob{.name = "sessions",
               .doc = "It keeps sessions in its own memory: see the step `session`; absent: none."},
          config.sessions);
    visit(Knob{.name = "autoscaler",
               .doc =
                   "How many replicas there are follows the load; `replicas` is how many there are at first; "
                   "absent: always as many."},
          config.autoscaler);
}

} // namespace shaketable::models
