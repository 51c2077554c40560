#include "models/database/ddl.hpp"

#include "engine/assert.hpp"

namespace shaketable::models {

namespace {

constexpr DdlForm kInstant = {};
constexpr DdlForm kScans = {.work = DdlWork::kScan};
constexpr DdlForm kRewrites = {.work = DdlWork::kRewrite};
constexpr DdlForm kRewritesAlone = {.work = DdlWork::kRewrite, .in_transaction = false};
constexpr DdlForm kValidatesCheck = {.lock = TableLock::kShareUpdateExclusive, .work = DdlWork::kScan};
constexpr DdlForm kAddsForeignKey = {.lock = TableLock::kShareRowExclusive,
                                     .other = TableLock::kShareRowExclusive,
                                     .work = DdlWork::kForeignKey};
constexpr DdlForm kAddsForeignKeyNotValid = {.lock = TableLock::kShareRowExclusive,
                                             .other = TableLock::kShareRowExclusive};
constexpr DdlForm kValidatesForeignKey = {
    .lock = TableLock::kShareUpdateExclusive, .other = TableLock::kRowShare, .work = DdlWork::kForeignKey};
constexpr DdlForm kCreatesIndex = {.lock = TableLock::kShare, .work = DdlWork::kIndex};
constexpr DdlForm kBuildsConcurrently = {.lock = TableLock::kShareUpdateExclusive,
                                         .work = DdlWork::kIndex,
                                         .concurrently = Concurrently::kBuilds,
                                         .in_transaction = false};
constexpr DdlForm kRebuildsConcurrently = {.lock = TableLock::kShareUpdateExclusive,
                                           .work = DdlWork::kIndex,
                                           .concurrently = Concurrently::kRebuilds,
                                           .in_transaction = false};
constexpr DdlForm kDropsConcurrently = {
    .lock = TableLock::kShareUpdateExclusive, .concurrently = Concurrently::kDrops, .in_transaction = false};
constexpr DdlForm kReindexes = {.lock = TableLock::kShare, .work = DdlWork::kIndex, .locks_indexes = true};
constexpr DdlForm kCreatesTrigger = {.lock = TableLock::kShareRowExclusive};
constexpr DdlForm kVacuums = {
    .lock = TableLock::kShareUpdateExclusive, .work = DdlWork::kScan, .in_transaction = false};
constexpr DdlForm kAnalyzes = {.lock = TableLock::kShareUpdateExclusive, .work = DdlWork::kSample};
constexpr DdlForm kAttaches = {
    .lock = TableLock::kShareUpdateExclusive, .other = TableLock::kAccessExclusive, .work = DdlWork::kScan};

} // namespace

const DdlForm& form_of(DdlKind kind) {
    switch (kind) {
    case DdlKind::kAddColumn:
    case DdlKind::kDropColumn:
    case DdlKind::kSetNotNullChecked:
    case DdlKind::kSetDefault:
    case DdlKind::kAddCheckNotValid:
    case DdlKind::kAddUniqueUsingIndex:
    case DdlKind::kDropIndex:
    case DdlKind::kRenameColumn:
    case DdlKind::kTruncate:
    case DdlKind::kDropTable:
        return kInstant;
    case DdlKind::kSetNotNull:
    case DdlKind::kAddCheck:
        return kScans;
    case DdlKind::kAddColumnVolatileDefault:
    case DdlKind::kAlterColumnType:
    case DdlKind::kCluster:
        return kRewrites;
    case DdlKind::kVacuumFull:
        return kRewritesAlone;
    case DdlKind::kValidateCheck:
        return kValidatesCheck;
    case DdlKind::kAddForeignKey:
        return kAddsForeignKey;
    case DdlKind::kAddForeignKeyNotValid:
        return kAddsForeignKeyNotValid;
    case DdlKind::kValidateForeignKey:
        return kValidatesForeignKey;
    case DdlKind::kCreateIndex:
        return kCreatesIndex;
    case DdlKind::kCreateIndexConcurrently:
        return kBuildsConcurrently;
    case DdlKind::kReindexConcurrently:
        return kRebuildsConcurrently;
    case DdlKind::kDropIndexConcurrently:
        return kDropsConcurrently;
    case DdlKind::kReindex:
        return kReindexes;
    case DdlKind::kCreateTrigger:
        return kCreatesTrigger;
    case DdlKind::kVacuum:
        return kVacuums;
    case DdlKind::kAnalyze:
        return kAnalyzes;
    case DdlKind::kAttachPartition:
        return kAttaches;
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace shaketable::models
