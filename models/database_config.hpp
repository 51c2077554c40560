// A database, first form: connections, query classes, cores and contention. Configuration only.
#pragma once

#include "models/database/autovacuum_config.hpp"
#include "models/pooler_config.hpp"
#include "models/replication_config.hpp"
#include "models/table_config.hpp"

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

struct StorageConfig {
    std::optional<double> memory_gib;
    std::int64_t page_bytes = 8192;
    engine::Duration page_read = engine::Duration::from_ns(100'000);
    Rate reads{20'000};
    Rate scanned_pages{60'000};
    engine::Duration row_cpu = engine::Duration::from_ns(100);
    engine::Duration match_cpu = engine::Duration::from_ns(2'000);
};
template <class Visitor>
void describe(Visitor& visit, StorageConfig& config) {
    visit(Knob{.name = "memory_gib",
               .doc =
                   "Memory for pages, the least recently used of which make room; absent: all are in memory.",
               .unit = "GiB",
               .bounds = {1e-5, 1e5}},
          config.memory_gib);
    visit(Knob{.name = "page_bytes",
               .doc = "What is read from the disk at a time.",
               .unit = "bytes",
               .origin = "PostgreSQL block_size",
               .bounds = {512, 16'777'216}},
          config.page_bytes);
    visit(Knob{.name = "page_read",
               .doc = "Time that reading one page takes on an idle disk.",
               .origin = "a data-centre SSD",
               .bounds = kPositiveLength},
          config.page_read);
    visit(Knob{.name = "reads",
               .doc = "Pages that the disk can read in a second, each from somewhere else.",
               .origin = "a data-centre SSD",
               .bounds = {1, 1e9}},
          config.reads);
    visit(Knob{.name = "scanned_pages",
               .doc = "Pages that the disk can read in a second, in sequence.",
               .origin = "500 MB a second",
               .bounds = {1, 1e9}},
          config.scanned_pages);
    visit(Knob{.name = "row_cpu",
               .doc = "Time of a core for each row that a scan looks at.",
               .origin = "measured: PostgreSQL 15, 93 ns",
               .bounds = kAnyLength},
          config.row_cpu);
    visit(Knob{.name = "match_cpu",
               .doc = "Time of a core for each row that an index leads to.",
               .origin = "measured: PostgreSQL 15, 1.9 us",
               .bounds = kAnyLength},
          config.match_cpu);
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
    std::optional<engine::Duration> statement_timeout;
    std::optional<engine::Duration> idle_in_transaction_session_timeout;
    engine::Duration commit = engine::Duration::from_ns(200'000);
    StorageConfig storage;
    MaintenanceRatesConfig maintenance_rates;
    std::optional<AutovacuumConfig> autovacuum;
    engine::Duration connection;
    std::optional<PoolerConfig> pooler;
    std::optional<ReplicaConfig> replica;
    std::optional<FailoverConfig> failover;
};
template <class Visitor>
void describe_time_outs(Visitor& visit, DatabaseConfig& config) {
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
    visit(Knob{.name = "statement_timeout",
               .doc = "How long a statement may take, from its arrival on, before it fails; absent: for "
                      "ever. A commit, a rollback and what a migration does may take longer.",
               .origin = "PostgreSQL statement_timeout, 0: off",
               .bounds = kPositiveLength},
          config.statement_timeout);
    visit(Knob{.name = "idle_in_transaction_session_timeout",
               .doc = "How long a transaction may wait for its client's next statement before its connection "
                      "is closed "
                      "and it is rolled back; absent: for ever.",
               .origin = "PostgreSQL idle_in_transaction_session_timeout, 0: off",
               .bounds = kPositiveLength},
          config.idle_in_transaction_session_timeout);
}
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
    visit(Knob{.name = "queries", .doc = "Query classes, by name; at least one, unless it is a replica."},
          config.queries);
    describe_time_outs(visit, config);
    visit(Knob{.name = "commit",
               .doc = "Service time of a commit: its log record is written and flushed.",
               .origin = "a flush of a data-centre SSD",
               .bounds = kAnyLength},
          config.commit);
    visit(Knob{.name = "storage", .doc = "Memory, disk, and the time that rows take."}, config.storage);
    visit(Knob{.name = "maintenance_rates",
               .doc =
                   "What one backend does in a second that has a core for itself, of statements about whole "
                   "tables."},
          config.maintenance_rates);
    visit(Knob{.name = "autovacuum",
               .doc = "That rows which are changed or deleted leave dead ones behind, and that these are "
                      "vacuumed; absent: neither."},
          config.autovacuum);
    visit(Knob{.name = "connection",
               .doc =
                   "Time of a core that opening a connection takes: a process of its own, TLS, the password.",
               .origin = "nothing",
               .bounds = kAnyLength},
          config.connection);
    visit(Knob{.name = "pooler",
               .doc = "A pooler between its clients and it: what they open and hold are connections to the "
                      "pooler, which cost the server nothing; absent: they reach the server itself."},
          config.pooler);
    visit(Knob{.name = "replica",
               .doc = "That it is a replica of another database, whose tables and queries it has."},
          config.replica);
    visit(Knob{.name = "failover",
               .doc = "That a replica takes its place when it is gone; absent: nobody does."},
          config.failover);
}

} // namespace shaketable::models
