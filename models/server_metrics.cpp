#include "models/server_metrics.hpp"

#include "engine/assert.hpp"

namespace shaketable::models {

std::vector<MetricSpec> server_metrics(std::string_view busy_name, std::string_view busy_unit) {
    std::vector<MetricSpec> metrics = {
        {"arrived", MetricKind::kCounter, "requests", "Requests that reached it."},
        {"answered_ok", MetricKind::kCounter, "requests", "Requests that it answered without error."},
        {"answered_error", MetricKind::kCounter, "requests", "Requests that it answered with an error."},
        {"rejected", MetricKind::kCounter, "requests",
         "Requests that it turned away: queue full, or refused."},
        {"lost", MetricKind::kCounter, "requests", "Requests that a crash took with it."},
        {"wasted", MetricKind::kCounter, "requests",
         "Requests answered when the caller had given up (zombie work)."},
        {"queue_depth", MetricKind::kGauge, "requests", "Requests that wait to be served."},
        {"in_service", MetricKind::kGauge, "requests", "Requests being served."},
        {std::string(busy_name), MetricKind::kGauge, std::string(busy_unit), "How many are held."},
        {"busy_cores", MetricKind::kGauge, "cores", "Cores that compute.", 0.001},
        {"queue_wait", MetricKind::kTiming, "", "From arrival to being served."},
        {"service_time", MetricKind::kTiming, "", "From being served to the answer, its own calls included."},
        {"cancelled", MetricKind::kCounter, "requests",
         "Requests that it stopped, or did not begin: cancelled, or past their deadline."},
    };
    SHAKETABLE_ASSERT(metrics.size() == kServerMetrics);
    return metrics;
}

std::vector<MetricSpec> database_metrics() {
    std::vector<MetricSpec> metrics = {
        {"open_transactions", MetricKind::kGauge, "transactions",
         "Transactions under way, those of single statements and those that wait for their client among "
         "them."},
        sign({"lock_waiting", MetricKind::kGauge, "statements", "Statements that wait for a lock."},
             {.brief = "wait for locks"}),
        {"lock_wait", MetricKind::kTiming, "",
         "How long statements waited for a lock, of those that had to."},
        {"deadlocks", MetricKind::kCounter, "statements", "Statements that failed as victims of a deadlock."},
        {"lock_timeouts", MetricKind::kCounter, "statements",
         "Statements that waited longer than lock_timeout."},
        {"idle_timeouts", MetricKind::kCounter, "transactions",
         "Transactions ended by idle_in_transaction_session_timeout."},
        {"invalid_indexes", MetricKind::kGauge, "indexes",
         "Indexes that are being built concurrently, or were left behind by a build that failed: no "
         "query uses them."},
        {"rows_examined", MetricKind::kCounter, "rows", "Rows that queries with an access looked at."},
        {"pages_looked_up", MetricKind::kCounter, "pages",
         "Pages that they needed, where the memory is limited."},
        {"pages_read", MetricKind::kCounter, "pages", "Those of them that were read from the disk."},
        sign({"disk_time", MetricKind::kTiming, "",
              "How long queries waited for the disk, up to 32 pages at a time."},
             {.brief = "for the disk", .state = "waits for disk"}),
        {"resident_pages", MetricKind::kGauge, "pages", "Pages that the memory holds."},
        {"connections_opened", MetricKind::kCounter, "connections",
         "Connections that clients asked for and it accepted."},
        {"prepared", MetricKind::kGauge, "transactions",
         "Transactions that are prepared, and keep their locks until their coordinator has decided."},
        {"statement_timeouts", MetricKind::kCounter, "statements",
         "Statements that took longer than statement_timeout."},
        {"backends", MetricKind::kGauge, "connections",
         "Connections to the server that its pooler has given to clients."},
        sign({"backend_waiting", MetricKind::kGauge, "clients", "Clients of the pooler that wait for one."},
             {.brief = "wait for a backend"}),
        {"backend_wait", MetricKind::kTiming, "", "How long those waited which were given one."},
        {"stored_pages", MetricKind::kGauge, "pages",
         "Pages of its tables and built indexes, where the memory is limited."},
    };
    SHAKETABLE_ASSERT(kServerMetrics + metrics.size() == kDatabaseMetrics);
    return metrics;
}

std::vector<MetricSpec> isolation_metrics() {
    return {
        {"serialization_failures", MetricKind::kCounter, "statements",
         "Statements and commits that failed because their transaction's isolation level did not allow "
         "them."},
    };
}

std::vector<MetricSpec> table_metrics(const std::vector<std::string_view>& tables) {
    std::vector<MetricSpec> metrics;
    for (const std::string_view table : tables)
        metrics.push_back(
            {"lock_waiting_" + std::string(table), MetricKind::kGauge, "statements",
             "Statements that wait for a lock of the table, of its indexes, or of a row of it."});
    return metrics;
}

std::vector<MetricSpec> query_metrics(std::string_view query) {
    const std::string end = "_" + std::string(query);
    std::vector<MetricSpec> metrics = {
        {"rows_examined" + end, MetricKind::kCounter, "rows", "Rows that the query looked at."},
        {"rows_matched" + end, MetricKind::kCounter, "rows",
         "Rows of its table, joins apart, that it looked for and found."},
        {"rows_expected" + end, MetricKind::kCounter, "rows", "How many of these the planner expected."},
        {"scans" + end, MetricKind::kCounter, "times",
         "How often it read its table, joins apart, from end to end."},
    };
    SHAKETABLE_ASSERT(metrics.size() == kQueryMetrics);
    return metrics;
}

std::vector<MetricSpec> hot_key_metrics() {
    return {
        {"hot_key_calls", MetricKind::kCounter, "calls",
         "Calls of shards that came here because they were for a hot key; retries are not counted again."},
    };
}

std::vector<MetricSpec> group_metrics() {
    return {
        {"unapplied", MetricKind::kGauge, "transactions",
         "Transactions that the primary has committed and this replica has not applied."},
        sign({"replication_lag", MetricKind::kTiming, "",
              "From a transaction's commit to its being applied here, of those that have been."},
             {.brief = "behind"}),
        {"stale_reads", MetricKind::kCounter, "requests",
         "Reads served before the last write of their own session to the table had been applied."},
        {"commit_wait", MetricKind::kTiming, "", "How long commits waited for synchronous replicas."},
        {"lost_writes", MetricKind::kCounter, "transactions",
         "Transactions that the primary before had committed and this one never received."},
        {"is_primary", MetricKind::kGauge, "servers", "1 while it is the primary, else 0."},
        {"promotions", MetricKind::kCounter, "times", "How often it became the primary."},
        {"lost_unconfirmed", MetricKind::kCounter, "transactions",
         "Those of lost_writes whose commit waited for a synchronous replica: nobody had been told of it."},
    };
}

std::vector<MetricSpec> autovacuum_metrics() {
    std::vector<MetricSpec> metrics = {
        {"dead_rows", MetricKind::kGauge, "rows",
         "Rows that were changed or deleted and not yet removed, of all tables."},
        {"vacuums_under_way", MetricKind::kGauge, "vacuums", "Tables that autovacuum is vacuuming."},
        {"vacuums_ended", MetricKind::kCounter, "vacuums", "Tables that autovacuum has vacuumed."},
        {"vacuums_cancelled", MetricKind::kCounter, "vacuums",
         "Autovacuums cancelled by a statement that waited for their lock."},
        {"rows_removed", MetricKind::kCounter, "rows", "Dead rows that were removed."},
        {"vacuum_pages_read", MetricKind::kCounter, "pages", "Pages that autovacuum read from the disk."},
    };
    SHAKETABLE_ASSERT(metrics.size() == kAutovacuumMetrics);
    return metrics;
}

std::vector<MetricSpec> move_metrics() {
    return {
        {"rows_moved_out", MetricKind::kCounter, "rows", "Rows that moves of keys have read here."},
        {"rows_moved_in", MetricKind::kCounter, "rows",
         "Rows that moves of keys have written here, those that failed later among them."},
        {"moves", MetricKind::kGauge, "moves", "Moves of keys under way, from here or to here."},
        {"cutover_wait", MetricKind::kTiming, "",
         "How long writes waited for a cut-over, before they were sent, of those that had to."},
    };
}

std::vector<MetricSpec> call_metrics() {
    return {
        {"call_attempts", MetricKind::kCounter, "calls", "Calls begun, each attempt counted."},
        {"call_retries", MetricKind::kCounter, "calls", "Attempts after the first."},
        {"call_failures", MetricKind::kCounter, "calls", "Attempts that ended without a good answer."},
        {"call_retries_refused", MetricKind::kCounter, "calls", "Retries that a budget did not allow."},
    };
}

std::vector<MetricSpec> pool_metrics(std::string_view database) {
    const std::string prefix = "pool_" + std::string(database) + "_";
    return {
        {prefix + "in_use", MetricKind::kGauge, "connections",
         "Connections of the pool that are checked out."},
        sign({prefix + "waiting", MetricKind::kGauge, "requests", "Requests that wait for a connection."},
             {.brief = "wait for " + std::string(database)}),
        {prefix + "wait", MetricKind::kTiming, "", "From asking for a connection to having one."},
        {prefix + "idle_in_transaction", MetricKind::kGauge, "connections",
         "Connections whose transaction is open, and has not failed, while no statement of it is under way."},
    };
}

} // namespace shaketable::models
