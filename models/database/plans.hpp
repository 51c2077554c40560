// What a compiled scenario says of databases: their part of Scenario's tables.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/database/move_state.hpp"
#include "models/scenario_config.hpp"

#include <optional>
#include <vector>

namespace shaketable::models {

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// What a statement locks.
struct LockPlan {
    std::uint32_t table = 0; // among its database's
    std::uint8_t table_mode = 0;
    std::uint8_t row_mode = 0;
    std::uint32_t rows = 0; // that it locks; 0: none
    std::uint64_t table_rows = 1;
    std::uint64_t hot_rows = 1;
    double hot_share = 0.0;
    bool of_indexes = false; // the table's, instead of the table
    bool changes = false;    // the rows that it locks
    bool inserts = false;
    std::uint32_t reads = 0; // rows that it reads without locking them
};

/// A step that is a transaction.
struct TransactionPlan {
    std::uint32_t edge = 0;
    std::uint32_t route = kNone; // as of a call site
    std::uint32_t first_op = 0;  // of its statements, and of what else happens between them
    std::uint32_t rollback = 0;  // first operation of the program that rolls it back
    std::uint32_t attempts = 1;
    Isolation isolation = Isolation::kReadCommitted;
    bool two_phase = false;         // it is prepared before it is committed
    engine::Duration recovery = {}; // then: of its coordinator
};

/// A step that is several transactions, committed in two phases.
/// Several transactions of a two-phase commit, a bit each, as the one that they are in the same database.
struct JoinedTransactions {
    std::uint32_t which = 0;
    std::uint32_t program = 0;
};
struct TwoPhasePlan {
    std::vector<std::uint32_t> programs = {};    // of the transactions
    std::vector<JoinedTransactions> joined = {}; // each set of those whose keys may meet in a shard
    engine::Duration decision = {};
};

/// A database cut into shards.
struct ShardPlan {
    std::vector<std::uint32_t> databases = {}; // components
    bool by_range = false;
    std::vector<std::uint64_t> begins = {}; // of ranges: the first key of each
    std::uint64_t keys = 1;
    std::uint64_t hot_keys = 1;
    double hot_share = 0.0;
};

/// How a step finds its shard: see models/shards.hpp.
struct ShardRoute {
    std::uint32_t shards = 0;
    engine::Label key = {};              // that all steps of a session with it share; else: its own
    bool writes = false;                 // it waits while its key is being cut over
    std::vector<std::uint32_t> ops = {}; // the way, by shard
};

/// A table of which rows are moved: among those of the source, and of the target.
struct MovedTable {
    std::uint32_t source = 0;
    std::uint32_t target = 0;
};

/// An entry of the timeline that moves keys: see models/database/moving.hpp.
struct MovePlan {
    std::uint32_t entry = 0;
    std::uint32_t shards = 0; // in Scenario::shards
    KeyMove keys = {};        // but for the pivot, which depends on what was moved before
    double share = 1.0;       // of the keys and rows that the source has when it begins
    std::vector<MovedTable> tables = {};
    std::uint32_t edge = 0;
    std::uint32_t read_op = 0; // first of what a frame does with a batch, at the source, and at the target
    std::uint32_t write_op = 0;
    std::int64_t batch = 1;
    engine::Duration pause = {};
    engine::Duration cutover = {};
    double scan_ns = 0.0; // a row
    double rewrite_ns = 0.0;
    double index_ns = 0.0; // the same, for each index
};

/// A part of how a query finds its rows: one table.
struct AccessPart {
    std::uint32_t table = 0;
    std::uint32_t index = kNone;
    double matches = 1.0;   // of a join: for each row of the parts before
    double share = 0.0;     // of the table's rows, instead; 0: matches says it
    double estimated = 0.0; // rows that the planner believes in; 0: the truth
    double hot_rows = 1.0;
    double hot_share = 0.0;
};

/// How a query finds its rows: see models/database/access.hpp.
struct AccessPlan {
    std::vector<AccessPart> parts = {};
    std::uint32_t first_metric =
        kNone; // QueryMetric's first among its component's; none: it is counted nowhere
};

struct TablePlan {
    std::int64_t rows = 1; // in the beginning
    double row_bytes = 1.0;
    double page_bytes = 1.0;
    std::uint32_t built = 0; // indexes, a bit each
};

/// A database in a group: a primary and its replicas.
struct GroupMember {
    std::uint32_t component = 0;
    std::uint32_t edge = kNone; // over which the log comes to it; of the primary in the beginning: none
    std::uint32_t program = 0;  // of what applies a transaction
    std::uint32_t apply = 0;    // distribution of the time that a row takes
    std::uint32_t workers = 1;
    Synchronous synchronous = Synchronous::kOff;
};
struct GroupPlan {
    std::vector<GroupMember> members = {}; // the first: the primary in the beginning
    bool fails_over = false;
    engine::Duration detection = {};
    engine::Duration promotion = {};
    engine::Duration rejoin = {};
    engine::Duration longest_pin = {}; // of any route
};

/// How calls find their server in a group: see models/route.hpp.
struct RoutePlan {
    std::uint32_t group = 0;
    ReadFrom reads = ReadFrom::kPrimary;
    engine::Duration pin = {};
    std::vector<std::uint32_t> ops = {}; // the call, or the transaction, by member
};

/// Of a database that keeps dead rows: see models/database/autovacuum.hpp.
struct AutovacuumPlan {
    AutovacuumConfig config = {};
    std::uint32_t program = 0;      // of a worker
    std::uint32_t first_metric = 0; // position of AutovacuumMetric's first among its component's metrics
};

/// A database with tables.
struct DatabasePlan {
    std::uint32_t component = 0;
    std::uint32_t group = kNone; // in Scenario::groups
    std::uint32_t member = 0;    // of it
    std::vector<TablePlan> tables = {};
    std::uint32_t first_table_metric = kNone; // one for each table, among its component's
    std::uint32_t memory_pages = 0;           // 0: everything is in memory
    double page_read_ns = 0.0;                // alone
    double device_page_ns = 0.0;              // of the disk's time, out of sequence
    double scanned_page_ns = 0.0;             // the same in sequence
    double row_cpu_ns = 0.0;
    double match_cpu_ns = 0.0;
    std::optional<AutovacuumPlan> autovacuum = {};
    engine::Duration deadlock_timeout = {};
    engine::Duration lock_timeout = engine::kLongest;
    engine::Duration idle_timeout = engine::kLongest;
    std::uint32_t backends = 0; // of its pooler; 0: there is none
    bool backend_for_session = false;
    engine::Duration backend_timeout = {};
    std::uint32_t serialization_failures = kNone; // among its metrics; kNone: it keeps no changes
    std::uint32_t commit = 0;                     // endpoints that no file names
    std::uint32_t rollback = 0;
    std::uint32_t prepare = 0;

    /// Some transaction of it may be above READ COMMITTED: see models/database/isolation.hpp.
    [[nodiscard]] bool keeps_changes() const { return serialization_failures != kNone; }
};

/// A step of a migration.
struct MigrationStep {
    std::uint32_t first_op = 0;  // of its statement; kNone: a mere wait
    std::uint64_t batch = 0;     // rows of a backfill's; 0: it is none
    std::uint64_t rows = 0;      // of a backfill's table
    engine::Duration pause = {}; // behind it; behind each batch but the last
};

/// An entry of the timeline that is a migration: see models/database/migration.hpp.
struct MigrationPlan {
    std::uint32_t entry = 0;
    std::uint32_t op = 0; // of the frame that goes through the steps
    std::vector<MigrationStep> steps = {};
    bool in_one_transaction = false;
    std::optional<engine::Duration> lock_timeout = {};
    std::uint32_t attempts = 1;
    engine::Duration pause = {};
};

} // namespace shaketable::models
