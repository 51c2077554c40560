#include "models/client.hpp"
#include "models/compiler.hpp"
#include "models/database.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"
#include "models/service.hpp"
#include "models/steps.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

template <class Config>
void declare_endpoints(Compiler& compiler, Component& component, const Named<Config>& endpoints) {
    Scenario& scenario = compiler.scenario;
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    component.endpoints = static_cast<std::uint32_t>(endpoints.entries.size());
    for (const auto& [name, config] : endpoints) {
        compiler.endpoints.emplace(component.name + "." + name,
                                   static_cast<std::uint32_t>(scenario.endpoints.size()));
        scenario.endpoints.push_back(
            Endpoint{.name = name,
                     .label = engine::label(name),
                     .component = static_cast<std::uint32_t>(scenario.components.size())});
    }
}

/// Its programs will stand in the table from here on.
Version begin_version(Compiler& compiler, std::size_t programs) {
    std::vector<std::uint32_t>& table = compiler.scenario.programs;
    const Version version{.first_program = static_cast<std::uint32_t>(table.size())};
    table.resize(table.size() + programs);
    return version;
}

void add_metrics(Component& component, std::vector<MetricSpec> metrics) {
    component.metrics.insert(component.metrics.end(), std::make_move_iterator(metrics.begin()),
                             std::make_move_iterator(metrics.end()));
}

void add_call_metrics(Component& component) {
    component.first_call_metric = static_cast<std::uint32_t>(component.metrics.size());
    add_metrics(component, call_metrics());
}

void plan_load(Compiler& compiler, Component& component, const ClientConfig& config) {
    Scenario& scenario = compiler.scenario;
    ClientPlan plan{.component = static_cast<std::uint32_t>(scenario.components.size())};
    if (config.users) {
        plan.closed = true;
        plan.users = static_cast<std::uint32_t>(config.users->count);
        plan.users_most = plan.users;
    } else if (config.arrivals) {
        plan.even = config.arrivals->pattern == ArrivalPattern::kEven;
        plan.rates.push_back({.from = engine::Time(), .per_second = config.arrivals->rate.per_second});
        for (const auto& [name, step] : config.arrivals->steps)
            plan.rates.push_back({.from = scenario.zero + step.at, .per_second = step.rate.per_second});
        std::stable_sort(plan.rates.begin() + 1, plan.rates.end(),
                         [](const auto& a, const auto& b) { return a.from < b.from; });
    }
    component.model_index = static_cast<std::uint32_t>(scenario.clients.size());
    scenario.clients.push_back(std::move(plan));
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const ClientConfig& config,
                       const std::string& at) {
    component.model = &client_model();
    component.instances = 1;
    component.metrics = client_metrics();
    add_call_metrics(component);
    const bool load_is_unread =
        compiler.unread.may_hide(at + "/arrivals") || compiler.unread.may_hide(at + "/users");
    if (config.arrivals.has_value() == config.users.has_value() && (config.arrivals || !load_is_unread))
        compiler.problem(at,
                         config.arrivals ? "has both arrivals and users" : "has neither arrivals nor users",
                         "arrivals (open load) or users (closed load)");
    if (config.journeys.empty())
        compiler.problem(at + "/journeys", "has no journeys", "at least one journey");
    for (const auto& [name, journey] : config.journeys) {
        component.journeys.push_back(static_cast<std::uint32_t>(compiler.scenario.journeys.size()));
        compiler.scenario.journeys.push_back(
            Journey{.name = name,
                    .label = engine::label(name),
                    .component = static_cast<std::uint32_t>(compiler.scenario.components.size()),
                    .has_good_within = journey.good_within.has_value(),
                    .good_within = journey.good_within.value_or(engine::kLongest)});
    }
    plan_load(compiler, component, config);
}

void declare_component(Compiler& compiler, Component& component, const ServiceConfig& config,
                       const std::string& at) {
    component.model = &service_model();
    component.instances = static_cast<std::uint32_t>(config.replicas);
    component.event_loop = config.style == WorkerStyle::kEventLoop;
    component.metrics = server_metrics("busy_workers", "workers");
    add_call_metrics(component);
    if (config.endpoints.empty())
        compiler.problem(at + "/endpoints", "has no endpoints", "at least one endpoint");
    declare_endpoints(compiler, component, config.endpoints);
}

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

void declare_component(Compiler& compiler, Component& component, const DatabaseConfig& config,
                       const std::string& at) {
    component.model = &database_model();
    component.instances = 1;
    component.metrics = server_metrics("connections", "connections");
    if (config.contention)
        check_points(compiler, *config.contention, at + "/contention");
    if (config.queries.empty())
        compiler.problem(at + "/queries", "has no query classes", "at least one query class");
    declare_endpoints(compiler, component, config.queries);
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

Version compile_version(Compiler& compiler, std::uint32_t component, const ClientConfig& config,
                        const std::string& at) {
    Version version = begin_version(compiler, config.journeys.entries.size());
    std::vector<engine::Weighted> choices;
    for (const auto& [name, journey_config] : config.journeys) {
        const auto position = choices.size();
        choices.push_back({.value = static_cast<double>(position), .weight = journey_config.weight});
        const std::string steps_at = child_pointer(at + "/journeys", name) + "/steps";
        if (journey_config.steps.empty())
            compiler.problem(steps_at, "has no steps", "at least one step");
        const std::uint32_t program =
            compile_program(compiler, journey_config.steps, StepOwner{.component = component}, steps_at);
        compiler.scenario.programs[version.first_program + position] = program;
    }
    if (!choices.empty())
        version.journey_choice = engine::Distribution::discrete(choices);
    if (config.users)
        version.think = compile_distribution(compiler, config.users->think, at + "/users/think");
    return version;
}

void check_pool(Compiler& compiler, std::uint32_t service, const std::string& name,
                const std::string& pool_at) {
    const std::string database_at = child_pointer("/components", name);
    const std::string at = child_pointer("/components", compiler.scenario.components[service].name);
    const auto database = compiler.components.find(name);
    if (database == compiler.components.end()) {
        if (!compiler.unread.may_hide(database_at))
            compiler.unknown_name(pool_at, "component", name, compiler.components);
        return;
    }
    if (compiler.unread.covers(database_at))
        return;
    const bool pooled = compiler.scenario.components[database->second].model->pooled;
    const bool called = compiler.edges.contains({service, database->second});
    if (!pooled || (!called && !compiler.may_call_more(at)))
        compiler.problem(pool_at,
                         "is the pool of \"" + name + "\", which is no database that this service calls",
                         "the name of a database that it calls");
}

namespace {

std::vector<Pool> compile_pools(Compiler& compiler, std::uint32_t component, const ServiceConfig& config) {
    std::vector<Pool> pools;
    for (const std::uint32_t edge_index : compiler.scenario.components[component].edges) {
        Pool& pool = pools.emplace_back();
        Edge& edge = compiler.scenario.edges[edge_index];
        if (!edge.pooled)
            continue;
        Component& caller = compiler.scenario.components[component];
        const std::string& database = compiler.scenario.components[edge.callee].name;
        const PoolConfig* given = config.pools.find(database);
        const PoolConfig stated = given != nullptr ? *given : PoolConfig{};
        pool = {.size = static_cast<std::uint32_t>(stated.size), .acquire_timeout = stated.acquire_timeout};
        if (edge.first_pool_metric != kNone)
            continue;
        edge.first_pool_metric = static_cast<std::uint32_t>(caller.metrics.size());
        add_metrics(caller, pool_metrics(database));
    }
    return pools;
}

} // namespace

Version compile_version(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                        const std::string& at) {
    Version version = begin_version(compiler, config.endpoints.entries.size());
    version.capacity.workers = static_cast<std::uint32_t>(config.workers);
    version.capacity.cores = config.cores;
    if (config.queue_limit)
        version.capacity.queue_limit = static_cast<std::uint32_t>(*config.queue_limit);
    const std::uint32_t first_endpoint = compiler.scenario.components[component].first_endpoint;
    std::uint32_t position = 0;
    for (const auto& [name, endpoint] : config.endpoints) {
        const std::uint32_t program =
            compile_program(compiler, endpoint.steps,
                            StepOwner{.component = component,
                                      .endpoint = first_endpoint + position,
                                      .error_probability = endpoint.error_probability},
                            child_pointer(at + "/endpoints", name) + "/steps");
        compiler.scenario.programs[version.first_program + position++] = program;
    }
    version.pools = compile_pools(compiler, component, config);
    for (const auto& [name, pool] : config.pools)
        check_pool(compiler, component, name, child_pointer(at + "/pools", name));
    return version;
}

Version compile_version(Compiler& compiler, std::uint32_t, const DatabaseConfig& config,
                        const std::string& at) {
    Version version = begin_version(compiler, config.queries.entries.size());
    version.capacity.workers = static_cast<std::uint32_t>(config.max_connections);
    version.capacity.cores = config.cores;
    std::uint32_t position = 0;
    for (const auto& [name, query] : config.queries) {
        std::vector<Op>& ops = compiler.scenario.ops;
        compiler.scenario.programs[version.first_program + position++] =
            static_cast<std::uint32_t>(ops.size());
        const std::uint32_t time =
            add_distribution(compiler, query.time, child_pointer(at + "/queries", name) + "/time");
        ops.push_back(work_op(time, DrawBy::kAttempt, engine::label("work")));
        ops.push_back(answer_and_end_op());
        ops.back().probability = query.error_probability;
    }
    return version;
}

} // namespace shaketable::models
