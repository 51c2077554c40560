// A database, first form: connections, query classes, cores and contention. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

#include <array>
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

/// The SQL statements that differ in the locks that they take.
enum class StatementKind : std::uint8_t {
    kSelect,
    kSelectForShare,
    kSelectForUpdate,
    kInsert,
    kUpdate,
    kDelete
};
constexpr auto enum_names(StatementKind) {
    return std::array<std::string_view, 6>{"select", "select-for-share", "select-for-update",
                                           "insert", "update",           "delete"};
}

struct TableConfig {
    std::int64_t rows = 1'000'000;
};
template <class Visitor>
void describe(Visitor& visit, TableConfig& config) {
    visit(Knob{.name = "rows",
               .doc = "How many rows it has.",
               .unit = "rows",
               .origin = "a table of ordinary size",
               .bounds = {1, 1e12}},
          config.rows);
}

struct QueryConfig {
    DistributionConfig time;
    double error_probability = 0.0;
    std::optional<std::string> table;
    StatementKind statement = StatementKind::kSelect;
    std::int64_t rows = 1;
    std::int64_t hot_rows = 1;
    double hot_share = 0.0;
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
    visit(Knob{.name = "table",
               .doc = "The table that it is about; absent: it takes no locks.",
               .acts = Acts::kAtNextCall},
          config.table);
    visit(
        Knob{.name = "statement",
             .doc =
                 "What it does there, which decides the locks that it takes: of the table before its service "
                 "time, of rows after it.",
             .origin = "most statements read",
             .acts = Acts::kAtNextCall},
        config.statement);
    visit(Knob{.name = "rows",
               .doc = "Rows that it locks, one after the other; without meaning where it locks none.",
               .unit = "rows",
               .origin = "a statement with a key",
               .bounds = {1, 10'000},
               .acts = Acts::kAtNextCall},
          config.rows);
    visit(Knob{.name = "hot_rows",
               .doc = "Of the table's rows, the first so many are the hot ones.",
               .unit = "rows",
               .origin = "one",
               .bounds = {1, 1e12},
               .acts = Acts::kAtNextCall},
          config.hot_rows);
    visit(Knob{.name = "hot_share",
               .doc = "Share of the rows that it locks which are hot ones; the others are any, all alike.",
               .origin = "no row is hot",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.hot_share);
}

struct MaintenanceRatesConfig {
    Rate scan{10e6};
    Rate foreign_key{1.5e6};
    Rate index{900e3};
    Rate rewrite{350e3};
    Rate update{36e3};
};
template <class Visitor>
void describe(Visitor& visit, MaintenanceRatesConfig& config) {
    constexpr Bounds kRows = {1, 1e12};
    constexpr std::string_view kMeasured = "measured: PostgreSQL 15, 96 bytes a row, all in memory";
    const auto rate = [&](std::string_view name, std::string_view doc, Rate& value) {
        visit(Knob{.name = name, .doc = doc, .origin = kMeasured, .bounds = kRows}, value);
    };
    rate("scan", "Rows read, by a scan of the whole table.", config.scan);
    rate("foreign_key", "Rows whose key is looked up in another table.", config.foreign_key);
    rate("index", "Rows read, sorted and written to an index.", config.index);
    rate("rewrite", "Rows written anew, with the primary key.", config.rewrite);
    rate("update", "Rows changed by an UPDATE of many.", config.update);
}

struct DatabaseConfig {
    static constexpr std::string_view kTag = "database";
    static constexpr std::string_view kDoc = "A database server: a limit on connections, query classes, "
                                             "cores, and a contention curve. Callers reach it "
                                             "through their connection pools.";
    std::int64_t max_connections = 100;
    double cores = 4.0;
    std::optional<ContentionConfig> contention;
    Named<TableConfig> tables;
    Named<QueryConfig> queries;
    engine::Duration deadlock_timeout = engine::Duration::from_seconds(1);
    std::optional<engine::Duration> lock_timeout;
    std::optional<engine::Duration> idle_in_transaction_session_timeout;
    engine::Duration commit = engine::Duration::from_ns(200'000);
    MaintenanceRatesConfig maintenance_rates;
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
    visit(Knob{.name = "tables",
               .doc = "Its tables, by name; a statement about one locks it, and perhaps rows of it."},
          config.tables);
    visit(Knob{.name = "queries", .doc = "Query classes, by name; at least one.", .required = true},
          config.queries);
    visit(Knob{.name = "deadlock_timeout",
               .doc = "How long a statement waits for a lock before it looks whether it is in a deadlock; if "
                      "it is, it "
                      "fails, and its transaction with it.",
               .origin = "PostgreSQL deadlock_timeout",
               .bounds = kPositiveLength},
          config.deadlock_timeout);
    visit(Knob{.name = "lock_timeout",
               .doc = "How long a statement waits for a lock before it fails; absent: for ever.",
               .origin = "PostgreSQL lock_timeout, 0: off",
               .bounds = kPositiveLength},
          config.lock_timeout);
    visit(Knob{.name = "idle_in_transaction_session_timeout",
               .doc = "How long a transaction may wait for its client's next statement before its connection "
                      "is closed "
                      "and it is rolled back; absent: for ever.",
               .origin = "PostgreSQL idle_in_transaction_session_timeout, 0: off",
               .bounds = kPositiveLength},
          config.idle_in_transaction_session_timeout);
    visit(Knob{.name = "commit",
               .doc = "Service time of a commit: its log record is written and flushed.",
               .origin = "a flush of a data-centre SSD",
               .bounds = kAnyLength},
          config.commit);
    visit(Knob{.name = "maintenance_rates",
               .doc =
                   "What one backend does in a second that has a core for itself, of statements about whole "
                   "tables."},
          config.maintenance_rates);
}

} // namespace shaketable::models
