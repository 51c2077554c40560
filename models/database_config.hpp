// A database, first form: connections, query classes, cores and contention. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

#include <optional>
#include <variant>

namespace shaketable::models {

struct UslParametersConfig {
    double contention = 0.0;
    double coherency = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, UslParametersConfig& config) {
    visit(Knob{.name = "contention",
               .doc = "sigma: the serial share of the work.",
               .bounds = {0, 1},
               .required = true},
          config.contention);
    visit(Knob{.name = "coherency",
               .doc = "kappa: the cost of each pair of queries that must agree.",
               .bounds = {0, 1},
               .required = true},
          config.coherency);
}
struct UslConfig {
    static constexpr std::string_view kTag = "usl";
    static constexpr std::string_view kDoc = "Universal Scalability Law (Gunther): with n queries running, "
                                             "each runs at 1/(1 + sigma (n-1) + kappa n (n-1)).";
    UslParametersConfig parameters;
};
template <class Visitor>
void describe(Visitor& visit, UslConfig& config) {
    visit(Knob{.name = "usl", .doc = "The law's two parameters.", .required = true}, config.parameters);
}

struct SpeedPointConfig {
    std::int64_t queries = 1;
    double speed = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, SpeedPointConfig& config) {
    visit(Knob{.name = "queries",
               .doc = "Queries running.",
               .unit = "queries",
               .bounds = {1, 1e6},
               .required = true},
          config.queries);
    visit(Knob{.name = "speed",
               .doc = "Speed of each of them, relative to one alone.",
               .bounds = {1e-9, 1},
               .required = true},
          config.speed);
}
struct SpeedPointsConfig {
    static constexpr std::string_view kTag = "points";
    static constexpr std::string_view kDoc =
        "A measured curve: linear between its points, constant before the first and after the last.";
    std::vector<SpeedPointConfig> points;
};
template <class Visitor>
void describe(Visitor& visit, SpeedPointsConfig& config) {
    visit(Knob{.name = "points", .doc = "The points, in increasing order of queries.", .required = true},
          config.points);
}

struct ContentionConfig {
    std::variant<UslConfig, SpeedPointsConfig> curve;
};
template <class Visitor>
void describe(Visitor& visit, ContentionConfig& config) {
    visit.verb(config.curve);
}

struct QueryConfig {
    DistributionConfig time;
    double error_probability = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, QueryConfig& config) {
    visit(Knob{.name = "time",
               .doc = "Service time of a query that runs alone.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.time);
    visit(Knob{.name = "error_probability",
               .doc = "Probability that it answers with an error, after its service time.",
               .origin = "correct",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.error_probability);
}

struct DatabaseConfig {
    static constexpr std::string_view kTag = "database";
    static constexpr std::string_view kDoc = "A database server: a limit on connections, query classes, "
                                             "cores, and a contention curve. Callers reach it "
                                             "through their connection pools.";
    std::int64_t max_connections = 100;
    double cores = 4.0;
    std::optional<ContentionConfig> contention;
    Named<QueryConfig> queries;
};
template <class Visitor>
void describe(Visitor& visit, DatabaseConfig& config) {
    visit(Knob{.name = "max_connections",
               .doc = "Connections it accepts; one more is refused.",
               .unit = "connections",
               .origin = "PostgreSQL max_connections",
               .bounds = {1, 1'000'000},
               .acts = Acts::kAtRestart},
          config.max_connections);
    visit(Knob{.name = "cores",
               .doc = "Cores, shared equally by all queries that run (processor sharing).",
               .unit = "cores",
               .origin = "a common size of virtual machine",
               .bounds = {0.001, 100'000},
               .acts = Acts::kAtRestart},
          config.cores);
    visit(Knob{.name = "contention",
               .doc = "How much slower each query gets as more of them run, on top of the sharing of cores; "
                      "absent: not "
                      "at all."},
          config.contention);
    visit(Knob{.name = "queries", .doc = "Query classes, by name; at least one.", .required = true},
          config.queries);
}

} // namespace shaketable::models
