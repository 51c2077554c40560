// What every server (service replica, database) and every caller measures: positions in Component::metrics.
#pragma once

#include "models/metric.hpp"

namespace shaketable::models {

/// The first metrics of a server.
enum ServerMetric : std::uint32_t {
    kArrived,
    kAnsweredOk,
    kAnsweredError,
    kRejected,
    kLost,
    kWasted,
    kQueueDepth,
    kInService,
    kBusyWorkers, // of a database: connections
    kBusyCores,
    kQueueWait,
    kServiceTime,
    kCancelledRequests,
    kServerMetrics,
};

/// The metrics of a database with tables, behind those of every server.
enum DatabaseMetric : std::uint32_t {
    kOpenTransactions = kServerMetrics,
    kLockWaiting,
    kLockWait,
    kDeadlocks,
    kLockTimeouts,
    kIdleTimeouts,
    kInvalidIndexes,
    kRowsExamined,
    kPagesLookedUp,
    kPagesRead,
    kDiskTime,
    kResidentPages,
    kConnectionsOpened,
    kPrepared,
    kStatementTimeouts,
    kBackends,
    kBackendWaiting,
    kBackendWait,
    kStoredPages,
    kDatabaseMetrics,
};

/// The metrics of a database in a group, behind those of one with tables.
enum GroupMetric : std::uint32_t {
    kUnapplied = kDatabaseMetrics,
    kReplicationLag,
    kStaleReads,
    kCommitWait,
    kLostWrites,
    kIsPrimary,
    kPromotions,
    kLostUnconfirmed,
};

/// The metrics of a query that has an access, from AccessPlan::first_metric on.
enum QueryMetric : std::uint32_t {
    kRowsExaminedByQuery,
    kRowsMatched,
    kRowsExpected,
    kQueryScans,
    kQueryMetrics
};

/// The metrics of a database that keeps dead rows, from AutovacuumPlan::first_metric on.
enum AutovacuumMetric : std::uint32_t {
    kDeadRows,
    kVacuumsUnderWay,
    kVacuumsEnded,
    kVacuumsCancelled,
    kRowsRemoved,
    kVacuumPagesRead,
    kAutovacuumMetrics
};
/// The metrics of a database that keys are moved from or to, from Component::first_move_metric on.
enum MoveMetric : std::uint32_t { kRowsMovedOut, kRowsMovedIn, kMovesUnderWay, kCutoverWait };

/// The metrics of a caller, from Component::first_call_metric on.
enum CallMetric : std::uint32_t {
    kCallAttempts,
    kCallRetries,
    kCallFailures,
    kCallRetriesRefused,
    kCallMetrics
};

/// The metrics of a pool, from Edge::first_pool_metric on.
enum PoolMetric : std::uint32_t { kPoolInUse, kPoolWaiting, kPoolWait, kPoolIdleInTransaction, kPoolMetrics };

[[nodiscard]] std::vector<MetricSpec> server_metrics(std::string_view busy_name, std::string_view busy_unit);
[[nodiscard]] std::vector<MetricSpec> database_metrics();
/// Of one with transactions above READ COMMITTED: at DatabasePlan::serialization_failures.
[[nodiscard]] std::vector<MetricSpec> isolation_metrics();
/// One for each table, from DatabasePlan::first_table_metric on.
[[nodiscard]] std::vector<MetricSpec> table_metrics(const std::vector<std::string_view>& tables);
/// Of a query that has an access: from AccessPlan::first_metric on.
[[nodiscard]] std::vector<MetricSpec> query_metrics(std::string_view query);
/// Of a shard that hot keys may lie in: at Component::hot_key_metric.
[[nodiscard]] std::vector<MetricSpec> hot_key_metrics();
[[nodiscard]] std::vector<MetricSpec> group_metrics();
[[nodiscard]] std::vector<MetricSpec> autovacuum_metrics();
[[nodiscard]] std::vector<MetricSpec> move_metrics();
[[nodiscard]] std::vector<MetricSpec> call_metrics();
[[nodiscard]] std::vector<MetricSpec> pool_metrics(std::string_view database);

} // namespace shaketable::models
