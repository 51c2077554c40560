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

void declare_endpoint(Compiler& compiler, const Component& component, const std::string& name,
                      double errors) {
    Scenario& scenario = compiler.scenario;
    const auto index = static_cast<std::uint32_t>(scenario.endpoints.size());
    const auto component_index = static_cast<std::uint32_t>(scenario.components.size());
    scenario.endpoints.push_back(Endpoint{.name = name,
                                          .label = engine::label(name),
                                          .component = component_index,
                                          .first_op = 0,
                                          .error_probability = errors});
    compiler.endpoints.emplace(component.name + "." + name, index);
}

std::uint32_t endpoint_index(const Compiler& compiler, std::uint32_t component, const std::string& name) {
    return compiler.endpoints.find(compiler.scenario.components[component].name + "." + name)->second;
}

void add_metrics(Component& component, std::vector<MetricSpec> metrics) {
    component.metrics.insert(component.metrics.end(), std::make_move_iterator(metrics.begin()),
                             std::make_move_iterator(metrics.end()));
}

void add_call_metrics(Component& component) {
    component.first_call_metric = static_cast<std::uint32_t>(component.metrics.size());
    add_metrics(component, call_metrics());
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
                    .weight = journey.weight,
                    .has_good_within = journey.good_within.has_value(),
                    .good_within = journey.good_within.value_or(engine::kLongest)});
    }
}

void declare_component(Compiler& compiler, Component& component, const ServiceConfig& config,
                       const std::string& at) {
    component.model = &service_model();
    component.instances = static_cast<std::uint32_t>(config.replicas);
    component.capacity.workers = static_cast<std::uint32_t>(config.workers);
    component.capacity.cores = config.cores;
    component.event_loop = config.style == WorkerStyle::kEventLoop;
    if (config.queue_limit)
        component.capacity.queue_limit = static_cast<std::uint32_t>(*config.queue_limit);
    component.metrics = server_metrics("busy_workers", "workers");
    add_call_metrics(component);
    if (config.endpoints.empty())
        compiler.problem(at + "/endpoints", "has no endpoints", "at least one endpoint");
    for (const auto& [name, endpoint] : config.endpoints)
        declare_endpoint(compiler, component, name, endpoint.error_probability);
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
    component.capacity.workers = static_cast<std::uint32_t>(config.max_connections);
    component.capacity.cores = config.cores;
    component.metrics = server_metrics("connections", "connections");
    if (config.contention)
        check_points(compiler, *config.contention, at + "/contention");
    if (config.queries.empty())
        compiler.problem(at + "/queries", "has no query classes", "at least one query class");
    for (const auto& [name, query] : config.queries)
        declare_endpoint(compiler, component, name, query.error_probability);
}

void fill_contention_curves(Scenario& scenario) {
    for (std::size_t index = 0; index < scenario.components.size(); ++index) {
        const auto* database =
            std::get_if<DatabaseConfig>(&scenario.config.components.entries[index].second.kind);
        if (database != nullptr && database->contention)
            scenario.components[index].speed_by_concurrency =
                std::visit([&](const auto& curve) { return speeds(curve, database->max_connections); },
                           database->contention->curve);
    }
}

void fill_component(Compiler& compiler, std::uint32_t component, const ClientConfig& config,
                    const std::string& at) {
    Scenario& scenario = compiler.scenario;
    std::vector<engine::Weighted> choices;
    for (const std::uint32_t journey : scenario.components[component].journeys) {
        const auto position = choices.size();
        const auto& [name, journey_config] = config.journeys.entries[position];
        choices.push_back({.value = static_cast<double>(position), .weight = journey_config.weight});
        const std::string steps_at = child_pointer(at + "/journeys", name) + "/steps";
        if (journey_config.steps.empty())
            compiler.problem(steps_at, "has no steps", "at least one step");
        scenario.journeys[journey].first_op =
            compile_program(compiler, journey_config.steps, StepOwner{.component = component}, steps_at);
    }
    ClientPlan plan{.component = component};
    if (!choices.empty())
        plan.journey_choice = engine::Distribution::discrete(choices);
    if (config.users) {
        plan.closed = true;
        plan.users = static_cast<std::uint32_t>(config.users->count);
        plan.think = compile_distribution(compiler, config.users->think, at + "/users/think");
    } else if (config.arrivals) {
        plan.even = config.arrivals->pattern == ArrivalPattern::kEven;
        plan.rates.push_back({.from = engine::Time(), .per_second = config.arrivals->rate.per_second});
        for (const auto& [name, step] : config.arrivals->steps)
            plan.rates.push_back({.from = scenario.zero + step.at, .per_second = step.rate.per_second});
        std::stable_sort(plan.rates.begin() + 1, plan.rates.end(),
                         [](const auto& a, const auto& b) { return a.from < b.from; });
    }
    scenario.components[component].model_index = static_cast<std::uint32_t>(scenario.clients.size());
    scenario.clients.push_back(std::move(plan));
}

namespace {

/// Whether the pool that a service states is one of its pools. `at`: the service.
void check_pool(Compiler& compiler, std::uint32_t service, const std::string& name, const std::string& at) {
    const std::string database_at = child_pointer("/components", name);
    const std::string pool_at = child_pointer(at + "/pools", name);
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
    if (!pooled || (!called && !compiler.has_unread_calls(at)))
        compiler.problem(pool_at,
                         "is the pool of \"" + name + "\", which is no database that this service calls",
                         "the name of a database that it calls");
}

} // namespace

void fill_component(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                    const std::string& at) {
    for (const auto& [name, endpoint] : config.endpoints) {
        const std::uint32_t index = endpoint_index(compiler, component, name);
        compiler.scenario.endpoints[index].first_op = compile_program(
            compiler, endpoint.steps,
            StepOwner{
                .component = component, .endpoint = index, .error_probability = endpoint.error_probability},
            child_pointer(at + "/endpoints", name) + "/steps");
    }
    for (const std::uint32_t edge_index : compiler.scenario.components[component].edges) {
        Edge& edge = compiler.scenario.edges[edge_index];
        if (!edge.pooled)
            continue;
        const std::string& database = compiler.scenario.components[edge.callee].name;
        const PoolConfig* given = config.pools.find(database);
        const PoolConfig pool = given != nullptr ? *given : PoolConfig{};
        edge.pool_size = static_cast<std::uint32_t>(pool.size);
        edge.acquire_timeout = pool.acquire_timeout;
        edge.first_pool_metric =
            static_cast<std::uint32_t>(compiler.scenario.components[component].metrics.size());
        add_metrics(compiler.scenario.components[component], pool_metrics(database));
    }
    for (const auto& [name, pool] : config.pools)
        check_pool(compiler, component, name, at);
}

void fill_component(Compiler& compiler, std::uint32_t component, const DatabaseConfig& config,
                    const std::string& at) {
    for (const auto& [name, query] : config.queries) {
        const std::uint32_t index = endpoint_index(compiler, component, name);
        std::vector<Op>& ops = compiler.scenario.ops;
        compiler.scenario.endpoints[index].first_op = static_cast<std::uint32_t>(ops.size());
        const std::uint32_t time =
            add_distribution(compiler, query.time, child_pointer(at + "/queries", name) + "/time");
        ops.push_back(work_op(time, DrawBy::kAttempt, engine::label("work")));
        ops.push_back(answer_and_end_op());
        ops.back().probability = query.error_probability;
    }
}

} // namespace shaketable::models
