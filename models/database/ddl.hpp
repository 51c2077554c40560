// Statements that change a schema or tend a table: which locks PostgreSQL takes for them, and what they do
// while they hold them.
//
// Sources: PostgreSQL's manual, 13.3.1 "Table-Level Locks", and the pages of the statements (ALTER TABLE,
// CREATE INDEX, DROP INDEX, REINDEX, VACUUM, CLUSTER, TRUNCATE, CREATE TRIGGER), version 15. `./dev validate
// --postgres` asks PostgreSQL itself which statements wait while each of these holds its lock or waits for
// it, and compares.
#pragma once

#include "models/database/lock_modes.hpp"

#include <optional>

namespace shaketable::models {

enum class DdlKind : std::uint8_t {
    kAddColumn,
    kAddColumnVolatileDefault,
    kDropColumn,
    kAlterColumnType,
    kSetNotNull,
    kSetNotNullChecked,
    kSetDefault,
    kAddCheck,
    kAddCheckNotValid,
    kValidateCheck,
    kAddForeignKey,
    kAddForeignKeyNotValid,
    kValidateForeignKey,
    kAddUniqueUsingIndex,
    kCreateIndex,
    kCreateIndexConcurrently,
    kDropIndex,
    kDropIndexConcurrently,
    kReindex,
    kReindexConcurrently,
    kCreateTrigger,
    kRenameColumn,
    kTruncate,
    kDropTable,
    kVacuum,
    kVacuumFull,
    kAnalyze,
    kCluster,
    kAttachPartition,
};
inline constexpr std::size_t kDdlKinds = 29;
constexpr auto enum_names(DdlKind) {
    return std::array<std::string_view, kDdlKinds>{"add-column",
                                                   "add-column-volatile-default",
                                                   "drop-column",
                                                   "alter-column-type",
                                                   "set-not-null",
                                                   "set-not-null-checked",
                                                   "set-default",
                                                   "add-check",
                                                   "add-check-not-valid",
                                                   "validate-check",
                                                   "add-foreign-key",
                                                   "add-foreign-key-not-valid",
                                                   "validate-foreign-key",
                                                   "add-unique-using-index",
                                                   "create-index",
                                                   "create-index-concurrently",
                                                   "drop-index",
                                                   "drop-index-concurrently",
                                                   "reindex",
                                                   "reindex-concurrently",
                                                   "create-trigger",
                                                   "rename-column",
                                                   "truncate",
                                                   "drop-table",
                                                   "vacuum",
                                                   "vacuum-full",
                                                   "analyze",
                                                   "cluster",
                                                   "attach-partition"};
}
[[nodiscard]] constexpr std::string_view name_of(DdlKind kind) {
    return enum_names(kind)[static_cast<std::size_t>(kind)];
}

[[nodiscard]] constexpr bool makes_index(DdlKind kind) {
    return kind == DdlKind::kCreateIndex || kind == DdlKind::kCreateIndexConcurrently;
}
/// It may name one.
[[nodiscard]] constexpr bool is_about_an_index(DdlKind kind) {
    return makes_index(kind) || kind == DdlKind::kDropIndex || kind == DdlKind::kDropIndexConcurrently;
}

/// What it does with its locks in hand. A catalogue entry takes no time that matters.
enum class DdlWork : std::uint8_t {
    kCatalogue,
    kSample,     // reads some of the rows
    kScan,       // reads every row
    kForeignKey, // looks up every row's key in the other table
    kIndex,      // reads every row, sorts, and writes an index
    kRewrite,    // writes every row anew, and every index
};

/// How an index is made or dropped without stopping anybody: by waiting for transactions instead.
enum class Concurrently : std::uint8_t { kNo, kBuilds, kRebuilds, kDrops };

struct DdlForm {
    TableLock lock = TableLock::kAccessExclusive;
    std::optional<TableLock> other = {}; // of the table that it refers to
    DdlWork work = DdlWork::kCatalogue;  // on the table; of attach-partition, on the other one
    Concurrently concurrently = Concurrently::kNo;
    bool in_transaction = true; // it may stand in a transaction with others
    bool locks_indexes = false; // for itself alone, too; every statement about the table opens them
};
[[nodiscard]] const DdlForm& form_of(DdlKind kind);

} // namespace shaketable::models
