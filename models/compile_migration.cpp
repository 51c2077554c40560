// Migrations: their statements become programs of the database, like query classes, but called by nobody.
#include "models/compiler.hpp"
#include "models/database/access.hpp"
#include "models/database/dead_rows.hpp"
#include "models/database/migration.hpp"
#include "models/database/statements.hpp"
#include "models/database/table_work.hpp"
#include "models/database/whole_table.hpp"
#include "models/frames.hpp"
#include "models/steps.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

/// Calls `visit` for each statement of each migration.
template <class Visit>
void for_each_statement(const ScenarioConfig& config, const Visit& visit) {
    for (const auto& [name, entry] : config.timeline)
        if (const auto* migration = std::get_if<MigrateConfig>(&entry.action); migration != nullptr)
            for (const MigrationStepConfig& step : migration->steps)
                if (const auto* ddl = std::get_if<DdlStepConfig>(&step.verb); ddl != nullptr)
                    visit(*migration, *ddl);
}

/// Whether some statement of the file drops the index that this one makes.
bool is_dropped(const ScenarioConfig& config, const DdlStepConfig& made) {
    bool found = false;
    for_each_statement(config, [&](const MigrateConfig&, const DdlStepConfig& other) {
        found = found || (is_about_an_index(other.kind) && !makes_index(other.kind) &&
                          other.table == made.table && other.index == made.index);
    });
    return found;
}

class MigrationCompiler {
  public:
    MigrationCompiler(Compiler& compiler, const DatabaseConfig& database)
        : compiler_(compiler), database_(database) {}

    MigrationPlan compile(const MigrateConfig& config, const std::string& at) {
        MigrationPlan plan{.in_one_transaction = config.in_one_transaction,
                           .lock_timeout = config.lock_timeout,
                           .attempts = static_cast<std::uint32_t>(config.attempts),
                           .pause = config.pause};
        for (std::size_t index = 0; index < config.steps.size(); ++index) {
            at_ = at + "/steps/" + std::to_string(index);
            commits_ = !config.in_one_transaction || index + 1 == config.steps.size();
            in_one_transaction_ = config.in_one_transaction;
            plan.steps.push_back(
                std::visit([&](const auto& verb) { return step(verb); }, config.steps[index].verb));
        }
        if (config.in_one_transaction && !plan.steps.empty() && plan.steps.back().first_op == kNone) {
            plan.steps.push_back({.first_op = here()}); // nothing but the commit
            emit_end();
        }
        return plan;
    }

  private:
    [[nodiscard]] std::uint32_t here() const {
        return static_cast<std::uint32_t>(compiler_.scenario.ops.size());
    }
    void emit(const Op& op) { compiler_.scenario.ops.push_back(op); }

    [[nodiscard]] std::uint32_t table(const std::string& name, const std::string& member) {
        return find_table(compiler_, database_, name, at_ + "/" + member);
    }
    [[nodiscard]] double rows_of(std::uint32_t table) const {
        return static_cast<double>(database_.tables.entries[table].second.rows);
    }

    std::uint32_t lock_of(std::uint32_t table, TableLock mode) {
        compiler_.scenario.locks.push_back({.table = table, .table_mode = static_cast<std::uint8_t>(mode)});
        return static_cast<std::uint32_t>(compiler_.scenario.locks.size() - 1);
    }
    void emit_lock(std::uint32_t table, TableLock mode) { emit(lock_table_op(lock_of(table, mode))); }
    void emit_work(std::uint32_t table, Rate rate, std::uint32_t rows_most = kNone) {
        emit(read_table_op(table, rows_most));
        emit(table_work_op(table, 1e9 / rate.per_second, rows_most));
    }
    std::uint32_t constant(double ns) {
        compiler_.scenario.distributions.push_back(engine::Distribution::constant(ns));
        return static_cast<std::uint32_t>(compiler_.scenario.distributions.size() - 1);
    }
    void emit_end() {
        if (commits_)
            emit(wait_op(constant(static_cast<double>(database_.commit.ns())), engine::label("commit")));
        emit(answer_and_end_op());
    }

    void emit_work_of(const DdlForm& form, std::uint32_t table) {
        const MaintenanceRatesConfig& rates = database_.maintenance_rates;
        switch (form.work) {
        case DdlWork::kCatalogue:
            return;
        case DdlWork::kSample: // 300 x default_statistics_target, as PostgreSQL does
            emit_work(table, rates.scan, 30'000);
            return;
        case DdlWork::kScan:
            emit_work(table, rates.scan);
            return;
        case DdlWork::kForeignKey:
            emit_work(table, rates.foreign_key);
            return;
        case DdlWork::kIndex:
            emit_work(table, rates.index);
            return;
        case DdlWork::kRewrite:
            emit_work(table, rates.rewrite);
            return;
        }
    }

    void emit_phases(const DdlForm& form, std::uint32_t table) {
        switch (form.concurrently) {
        case Concurrently::kNo:
            emit_work_of(form, table);
            return;
        case Concurrently::kBuilds:
            emit_concurrent_build(form, table);
            return;
        case Concurrently::kRebuilds:
            emit_concurrent_build(form, table);
            emit_concurrent_drop(table);
            return;
        case Concurrently::kDrops:
            emit_concurrent_drop(table);
            return;
        }
    }

    void emit_concurrent_build(const DdlForm& form, std::uint32_t table) {
        emit(begin_index_op());
        emit(wait_for_holders_op(table, TableLock::kShare));
        emit_work_of(form, table);
        emit(wait_for_holders_op(table, TableLock::kShare));
        emit_work(table, database_.maintenance_rates.scan);
        emit(wait_for_statements_op());
        emit(finish_index_op());
    }

    /// First nobody uses it any more, then nobody writes it.
    void emit_concurrent_drop(std::uint32_t table) {
        emit(wait_for_holders_op(table, TableLock::kAccessExclusive));
        emit(wait_for_holders_op(table, TableLock::kAccessExclusive));
    }

    void check_references(const DdlStepConfig& config, const DdlForm& form) {
        if (config.index && !is_about_an_index(config.kind))
            compiler_.problem(at_ + "/index", "stands beside " + std::string(name_of(config.kind)),
                              "nothing, or a statement that makes or drops an index");
        if (form.other && !config.references)
            compiler_.problem(at_, "is " + std::string(name_of(config.kind)) + " without references",
                              "references: the other table");
        if (!form.other && config.references)
            compiler_.problem(at_ + "/references",
                              "stands beside " + std::string(name_of(config.kind)) +
                                  ", which is about one table",
                              "nothing");
        if (!form.in_transaction && in_one_transaction_)
            compiler_.problem(at_ + "/ddl",
                              "is " + std::string(name_of(config.kind)) +
                                  ", which can't stand in a transaction with others",
                              "in_one_transaction false, or another statement");
    }

    /// PostgreSQL fails at once: the relation exists. Unless some migration of the file drops it.
    void check_is_not_built(const DdlStepConfig& config, std::uint32_t table, std::uint32_t index) {
        const bool is_built = database_.tables.entries[table].second.indexes.entries[index].second.built;
        if (is_built && !is_dropped(compiler_.scenario.config, config))
            compiler_.problem(at_ + "/index", "names \"" + *config.index + "\", which is built already",
                              "an index that is not (built: false), or one that a migration drops first");
    }

    MigrationStep step(const DdlStepConfig& config) {
        const DdlForm& form = form_of(config.kind);
        check_references(config, form);
        const std::uint32_t about = table(config.table, "table");
        const std::uint32_t other = config.references ? table(*config.references, "references") : about;
        const std::uint32_t first = here();
        if (about == kNone || other == kNone)
            return {};
        emit_lock(about, form.lock);
        if (form.other)
            emit_lock(other, *form.other);
        if (form.locks_indexes) {
            const std::uint32_t lock = lock_of(about, TableLock::kAccessExclusive);
            compiler_.scenario.locks[lock].of_indexes = true;
            emit(lock_table_op(lock));
        }
        const std::uint32_t index =
            find_index(compiler_, database_.tables.entries[about].second, config.index, at_ + "/index");
        if (index != kNone && !makes_index(config.kind))
            emit(set_index_op(about, index, false));
        if (index != kNone && makes_index(config.kind))
            check_is_not_built(config, about, index);
        const bool removes_dead =
            database_.autovacuum && (form.work == DdlWork::kRewrite || config.kind == DdlKind::kVacuum);
        if (removes_dead)
            emit(begin_vacuum_op(about));
        emit_phases(form, config.kind == DdlKind::kAttachPartition ? other : about);
        if (removes_dead)
            emit(end_vacuum_op(about, form.work == DdlWork::kRewrite));
        if (config.kind == DdlKind::kAnalyze)
            emit(analyze_op(about));
        if (config.kind == DdlKind::kTruncate)
            emit(truncate_op(about));
        if (index != kNone && makes_index(config.kind))
            emit(set_index_op(about, index, true));
        emit_end();
        return {.first_op = first};
    }

    MigrationStep step(const BackfillStepConfig& config) {
        const std::uint32_t about = table(config.table, "backfill");
        const std::uint32_t first = here();
        if (about == kNone)
            return {};
        const std::uint32_t lock = lock_of(about, TableLock::kRowExclusive);
        LockPlan& plan = compiler_.scenario.locks[lock];
        plan.row_mode = static_cast<std::uint8_t>(RowLock::kForNoKeyUpdate);
        plan.rows = static_cast<std::uint32_t>(config.batch);
        plan.table_rows = static_cast<std::uint64_t>(rows_of(about));
        emit(lock_table_op(lock));
        emit(lock_batch_op(lock));
        emit(read_backfill_op(lock));
        emit(table_work_op(about, 1e9 / database_.maintenance_rates.update.per_second, plan.rows));
        if (database_.autovacuum)
            emit(leave_dead_op(about, plan.rows, false));
        emit_end();
        return {.first_op = first,
                .batch = static_cast<std::uint64_t>(config.batch),
                .rows = plan.table_rows,
                .pause = config.pause};
    }

    MigrationStep step(const PauseStepConfig& config) { return {.first_op = kNone, .pause = config.wait}; }

    Compiler& compiler_;
    const DatabaseConfig& database_;
    std::string at_;
    bool commits_ = true;
    bool in_one_transaction_ = false;
};

void begin(Run& run, const TimelineEntry& entry) { begin_migration(run, entry); }

} // namespace

bool are_indexes_locked(const ScenarioConfig& config, std::string_view database, std::string_view table) {
    bool locked = false;
    for_each_statement(config, [&](const MigrateConfig& migration, const DdlStepConfig& statement) {
        locked = locked || (migration.target.name == database && statement.table == table &&
                            form_of(statement.kind).locks_indexes);
    });
    return locked;
}

void compile_migration(Compiler& compiler, const MigrateConfig& config, TimelineEntry& entry,
                       const std::string& at) {
    const auto component = find_component(compiler, config.target.name, at + "/migrate");
    if (!component)
        return;
    const Component& target = compiler.scenario.components[*component];
    const auto* database =
        std::get_if<DatabaseConfig>(&compiler.scenario.config.components.entries[*component].second.kind);
    if (database != nullptr && database->replica) {
        compiler.problem(at + "/migrate", "names \"" + target.name + "\", which is a replica",
                         "its primary: what is done there comes to its replicas");
        return;
    }
    if (database == nullptr || target.model_index == kNone) {
        compiler.problem(at + "/migrate", "names \"" + target.name + "\", which has no tables",
                         "a database with tables");
        return;
    }
    if (entry.ends)
        compiler.problem(at + "/for", "stands beside migrate, which ends when it is done", "nothing");
    if (config.steps.empty())
        compiler.problem(at + "/steps", "has no steps", "at least one step");
    entry.component = *component;
    entry.migration = static_cast<std::uint32_t>(compiler.scenario.migrations.size());
    entry.action = TimelineAction{.begin = begin};
    std::erase_if(entry.stated, [&](const StatedKnob& knob) { // what says nothing here
        return (knob.name == "in_one_transaction" && !config.in_one_transaction) ||
               ((knob.name == "attempts" || knob.name == "pause_s") && config.attempts == 1);
    });
    MigrationPlan plan = MigrationCompiler(compiler, *database).compile(config, at);
    plan.entry = entry.index;
    plan.op = static_cast<std::uint32_t>(compiler.scenario.ops.size());
    compiler.scenario.ops.push_back(migration_op(entry.migration));
    compiler.scenario.migrations.push_back(std::move(plan));
}

} // namespace shaketable::models
