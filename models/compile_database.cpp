#include "models/compile_policies.hpp"
#include "models/component_tables.hpp"
#include "models/contradictions.hpp"
#include "models/database.hpp"
#include "models/database/access.hpp"
#include "models/database/autovacuum.hpp"
#include "models/database/dead_rows.hpp"
#include "models/database/lock_modes.hpp"
#include "models/database/replication.hpp"
#include "models/database/statements.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"
#include "models/steps.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

std::vector<double> speeds(const UslConfig& config, std::int64_t most) {
    std::vector<double> curve;
    for (std::int64_t n = 1; n <= most; ++n) {
        const auto others = static_cast<double>(n - 1);
        curve.push_back(1.0 / (1.0 + config.parameters.contention * others +
                               config.parameters.coherency * static_cast<double>(n) * others));
    }
    return curve;
}

std::vector<double> speeds(const SpeedPointsConfig& config, std::int64_t most) {
    std::vector<double> curve;
    std::size_t after = 0; // the first point beyond n
    for (std::int64_t n = 1; n <= most; ++n) {
        while (after < config.points.size() && config.points[after].queries <= n)
            ++after;
        if (after == 0 || after == config.points.size()) {
            curve.push_back(config.points[after == 0 ? 0 : after - 1].speed);
            continue;
        }
        const SpeedPointConfig& left = config.points[after - 1];
        const SpeedPointConfig& right = config.points[after];
        const double along =
            static_cast<double>(n - left.queries) / static_cast<double>(right.queries - left.queries);
        curve.push_back(left.speed + (right.speed - left.speed) * along);
    }
    return curve;
}

void check_points(Compiler& compiler, const ContentionConfig& contention, const std::string& at) {
    const auto* points = std::get_if<SpeedPointsConfig>(&contention.curve);
    if (points == nullptr || compiler.unread.touches(at + "/points"))
        return;
    if (points->points.empty())
        compiler.problem(at + "/points", "has no points", "at least one point");
    for (std::size_t index = 1; index < points->points.size(); ++index)
        if (points->points[index].queries <= points->points[index - 1].queries) {
            compiler.problem(at + "/points/" + std::to_string(index) + "/queries",
                             "is not more than in the point before", "points in increasing order of queries");
            return;
        }
}

} // namespace

namespace {

/// And the endpoints that transactions call.
void declare_tables(Compiler& compiler, Component& component, const DatabaseConfig& config,
                    const std::string& at) {
    component.model_index = kNone;
    if (config.tables.empty() && config.autovacuum)
        compiler.problem(at + "/autovacuum", "is that of a database without tables",
                         "a database with tables");
    if (config.tables.empty() && !config.pooler && !config.statement_timeout)
        return; // nobody asks what becomes of its statements
    Scenario& scenario = compiler.scenario;
    component.model_index = static_cast<std::uint32_t>(scenario.databases.size());
    add_metrics(component, database_metrics());
    DatabasePlan plan{.component = static_cast<std::uint32_t>(scenario.components.size()),
                      .deadlock_timeout = config.deadlock_timeout,
                      .lock_timeout = config.lock_timeout.value_or(engine::kLongest),
                      .idle_timeout = config.idle_in_transaction_session_timeout.value_or(engine::kLongest)};
    if (config.pooler) {
        plan.backends = static_cast<std::uint32_t>(config.pooler->pool_size);
        plan.backend_for_session = config.pooler->mode == PoolerMode::kSession;
        plan.backend_timeout = config.pooler->query_wait_timeout;
    }
    if (config.autovacuum)
        plan.autovacuum = AutovacuumPlan{.config = *config.autovacuum};
    scenario.has_autovacuum = scenario.has_autovacuum || config.autovacuum;
    scenario.has_poolers = scenario.has_poolers || config.pooler;
    for (const auto& [name, place] :
         {std::pair{"commit", &plan.commit}, std::pair{"rollback", &plan.rollback},
          std::pair{"prepare", &plan.prepare}}) {
        if (config.queries.find(name) != nullptr)
            compiler.problem(child_pointer(at + "/queries", name),
                             "is a query class that transactions have already", "another name");
        *place = static_cast<std::uint32_t>(scenario.endpoints.size());
        scenario.endpoints.push_back(
            Endpoint{.name = name, .label = engine::label(name), .component = plan.component});
        ++component.endpoints;
    }
    fill_storage(compiler, config, plan, at);
    scenario.databases.push_back(std::move(plan));
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const DatabaseConfig& stated,
                       const std::string& at) {
    const DatabaseConfig config = configured(compiler.scenario.config, stated);
    component.model = &database_model();
    component.instances = 1;
    component.metrics = server_metrics("connections", "connections");
    if (config.contention)
        check_points(compiler, *config.contention, at + "/contention");
    if (config.queries.empty() && !stated.replica)
        compiler.problem(at, "has no query classes", "at least one, in \"queries\"");
    if (stated.replica && (!stated.queries.empty() || !stated.tables.empty()))
        compiler.problem(at + (stated.queries.empty() ? "/tables" : "/queries"), "are a replica's own",
                         "none: a replica has those of its primary");
    if (stated.replica && stated.autovacuum)
        compiler.problem(at + "/autovacuum", "is a replica's own", "none: a replica has its primary's");
    check_pooler(compiler, config, at);
    declare_endpoints(compiler, component, config.queries);
    declare_tables(compiler, component, config, at);
}

void fill_contention_curves(Scenario& scenario) {
    for (std::size_t index = 0; index < scenario.components.size(); ++index) {
        const auto* database =
            std::get_if<DatabaseConfig>(&scenario.config.components.entries[index].second.kind);
        if (database == nullptr || !database->contention)
            continue;
        std::int64_t most = 0;
        for (const Version& version : scenario.components[index].versions)
            most = std::max<std::int64_t>(most, version.capacity.workers);
        scenario.components[index].speed_by_concurrency =
            std::visit([&](const auto& curve) { return speeds(curve, most); }, database->contention->curve);
    }
}

namespace {

bool changes_rows(StatementKind kind) {
    return kind == StatementKind::kInsert || kind == StatementKind::kUpdate || kind == StatementKind::kDelete;
}

bool leaves_dead_rows(StatementKind kind) {
    return kind == StatementKind::kUpdate || kind == StatementKind::kDelete;
}

struct StatementLocks {
    TableLock table = TableLock::kAccessShare;
    std::optional<RowLock> row = {};
};
/// PostgreSQL's manual, 13.3. An UPDATE is taken for one that leaves keys alone.
StatementLocks locks_of(StatementKind kind) {
    switch (kind) {
    case StatementKind::kSelect:
        return {};
    case StatementKind::kSelectForShare:
        return {TableLock::kRowShare, RowLock::kForShare};
    case StatementKind::kSelectForUpdate:
        return {TableLock::kRowShare, RowLock::kForUpdate};
    case StatementKind::kInsert:
        return {TableLock::kRowExclusive, {}};
    case StatementKind::kUpdate:
        return {TableLock::kRowExclusive, RowLock::kForNoKeyUpdate};
    case StatementKind::kDelete:
        return {TableLock::kRowExclusive, RowLock::kForUpdate};
    }
    SHAKETABLE_ASSERT(false);
}

/// What the query locks, in Scenario::locks; nothing if it is about no table.
std::optional<std::uint32_t> add_lock_plan(Compiler& compiler, const DatabaseConfig& config,
                                           const QueryConfig& query, const std::string& at,
                                           const std::string& tables_at) {
    if (!query.table)
        return std::nullopt;
    const std::uint32_t table = find_table(compiler, config, *query.table, at + "/table");
    if (table == kNone)
        return std::nullopt;
    check_rows(compiler, query, *config.tables.find(*query.table), at, tables_at);
    const StatementLocks locks = locks_of(query.statement);
    const auto rows = static_cast<std::uint64_t>(config.tables.find(*query.table)->rows);
    compiler.scenario.locks.push_back(
        {.table = table,
         .table_mode = static_cast<std::uint8_t>(locks.table),
         .row_mode = static_cast<std::uint8_t>(locks.row.value_or(RowLock::kForShare)),
         .rows = locks.row ? static_cast<std::uint32_t>(query.rows) : 0,
         .table_rows = rows,
         .hot_rows = static_cast<std::uint64_t>(query.hot_rows),
         .hot_share = query.hot_share,
         .changes = changes_rows(query.statement),
         .inserts = query.statement == StatementKind::kInsert,
         .reads = query.statement == StatementKind::kSelect ? static_cast<std::uint32_t>(query.rows) : 0});
    return static_cast<std::uint32_t>(compiler.scenario.locks.size() - 1);
}

/// Begins the program of a statement, which may be the first over its connection.
void begin_program(Scenario& scenario, const DatabaseConfig& config, std::uint32_t program) {
    scenario.programs[program] = static_cast<std::uint32_t>(scenario.ops.size());
    if (config.pooler)
        scenario.ops.push_back(pooler_op());
    else if (config.connection > engine::Duration())
        scenario.ops.push_back(connect_op(config.connection));
}

void add_table_metrics(Scenario& scenario, std::uint32_t component, const DatabaseConfig& config) {
    Component& server = scenario.components[component];
    if (!server.versions.empty())
        return;
    std::vector<std::string_view> tables;
    for (const auto& [name, table] : config.tables)
        tables.push_back(name);
    scenario.databases[server.model_index].first_table_metric =
        static_cast<std::uint32_t>(server.metrics.size());
    add_metrics(server, table_metrics(tables));
    for (const auto& [name, query] : config.queries)
        if (query.access)
            add_metrics(server, query_metrics(name));
}

/// Of the query's own, the first; none if it had no access in the beginning.
std::uint32_t first_metric_of(const Component& server, const std::string& query) {
    const std::string first = query_metrics(query).front().name;
    const auto found = std::find_if(server.metrics.begin(), server.metrics.end(),
                                    [&](const MetricSpec& metric) { return metric.name == first; });
    return found == server.metrics.end() ? kNone : static_cast<std::uint32_t>(found - server.metrics.begin());
}

/// The program of autovacuum's workers, and what is measured.
void add_autovacuum(Scenario& scenario, std::uint32_t component) {
    Component& server = scenario.components[component];
    std::optional<AutovacuumPlan>& plan = scenario.databases[server.model_index].autovacuum;
    if (!plan || !server.versions.empty())
        return;
    plan->program = static_cast<std::uint32_t>(scenario.ops.size());
    scenario.ops.push_back(autovacuum_op());
    plan->first_metric = static_cast<std::uint32_t>(server.metrics.size());
    add_metrics(server, autovacuum_metrics());
}

/// The programs of commit, rollback and prepare.
void add_ends_of_transactions(Compiler& compiler, const DatabaseConfig& config, bool in_group,
                              std::uint32_t first_program) {
    Scenario& scenario = compiler.scenario;
    begin_program(scenario, config, first_program);
    scenario.ops.push_back(flush_op(config.commit));
    if (in_group)
        scenario.ops.push_back(publish_op());
    scenario.ops.push_back(commit_op());
    scenario.ops.push_back(answer_and_end_op());
    begin_program(scenario, config, first_program + 1);
    scenario.ops.push_back(rollback_op());
    scenario.ops.push_back(answer_and_end_op());
    begin_program(scenario, config, first_program + 2);
    scenario.ops.push_back(flush_op(config.commit));
    scenario.ops.push_back(prepare_op());
    scenario.ops.push_back(answer_and_end_op());
}

} // namespace

Version compile_version(Compiler& compiler, std::uint32_t component, const DatabaseConfig& stated,
                        const std::string& own_at) {
    const DatabaseConfig config = configured(compiler.scenario.config, stated);
    const std::string at = owner_of_tables(stated, own_at);
    const std::uint32_t model_index = compiler.scenario.components[component].model_index;
    const bool has_tables = model_index != kNone;
    const bool in_group = has_tables && compiler.scenario.databases[model_index].group != kNone;
    const std::size_t queries = config.queries.entries.size();
    Version version = begin_version(compiler, queries + (has_tables ? 3 : 0));
    version.capacity.workers =
        static_cast<std::uint32_t>(config.pooler ? config.pooler->max_clients : config.max_connections);
    version.capacity.cores = config.cores;
    if (has_tables)
        add_table_metrics(compiler.scenario, component, config);
    std::uint32_t position = 0;
    for (const auto& [name, query] : config.queries) {
        std::vector<Op>& ops = compiler.scenario.ops;
        begin_program(compiler.scenario, config, version.first_program + position++);
        if (config.statement_timeout) {
            ops.push_back(statement_timeout_op(timer_lane(compiler, *config.statement_timeout)));
            compiler.scenario.has_statement_timeouts = true;
        }
        const std::string query_at = child_pointer(at + "/queries", name);
        const std::uint32_t time = add_distribution(compiler, query.time, query_at + "/time");
        const auto locks = add_lock_plan(compiler, config, query, query_at, at + "/tables");
        if (locks && in_group)
            ops.push_back(begin_in_group_op(compiler.scenario.locks[*locks].table,
                                            query.statement != StatementKind::kSelect));
        if (locks)
            ops.push_back(lock_table_op(*locks));
        if (locks && are_indexes_locked(compiler.scenario.config,
                                        compiler.scenario.components[component].name, *query.table)) {
            compiler.scenario.locks.push_back(
                {.table = compiler.scenario.locks[*locks].table, .of_indexes = true}); // ACCESS SHARE
            ops.push_back(lock_table_op(static_cast<std::uint32_t>(compiler.scenario.locks.size() - 1)));
        }
        const auto access = add_access(compiler, config, query, query_at);
        if (access)
            compiler.scenario.accesses[*access].first_metric =
                first_metric_of(compiler.scenario.components[component], name);
        if (access && config.storage.memory_gib)
            ops.push_back(read_pages_op(*access, engine::label("pages")));
        ops.push_back(access ? query_work_op(time, *access)
                             : work_op(time, DrawBy::kAttempt, engine::label("work")));
        if (locks) {
            const auto rows_op = compiler.scenario.locks[*locks].rows > 0 ? lock_rows_op : touch_rows_op;
            ops.push_back(rows_op(*locks, access.value_or(kNone), engine::label("rows")));
        }
        if (locks && query.statement == StatementKind::kInsert)
            ops.push_back(grow_op(compiler.scenario.locks[*locks].table, query.rows));
        if (locks && config.autovacuum && leaves_dead_rows(query.statement))
            ops.push_back(leave_dead_op(compiler.scenario.locks[*locks].table,
                                        static_cast<std::uint32_t>(query.rows),
                                        query.statement == StatementKind::kDelete));
        else if (locks && query.statement == StatementKind::kDelete)
            ops.push_back(grow_op(compiler.scenario.locks[*locks].table, -query.rows));
        if (locks && in_group && changes_rows(query.statement))
            ops.push_back(
                write_op(compiler.scenario.locks[*locks].table, static_cast<std::uint32_t>(query.rows)));
        ops.push_back(answer_and_end_op());
        ops.back().probability = query.error_probability;
    }
    compile_replication(compiler, component, stated, own_at);
    if (has_tables) {
        add_autovacuum(compiler.scenario, component);
        add_ends_of_transactions(compiler, config, in_group,
                                 version.first_program + static_cast<std::uint32_t>(queries));
    }
    return version;
}

} // namespace shaketable::models
