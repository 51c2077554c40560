#include "models/client.hpp"
#include "models/component_tables.hpp"
#include "models/contradictions.hpp"
#include "models/lifecycle/memory.hpp"
#include "models/server_metrics.hpp"
#include "models/service.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

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
    if (has_lifecycle(config))
        declare_lifecycle(compiler, component, config, at);
    add_call_metrics(component);
    if (config.endpoints.empty())
        compiler.problem(at + "/endpoints", "has no endpoints", "at least one endpoint");
    declare_endpoints(compiler, component, config.endpoints);
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
                         "is the pool of \"" + name + "\", which is no database that this " +
                             compiler.scenario.components[service].kind + " calls",
                         "the name of a database that it calls");
}

std::vector<Pool> compile_pools(Compiler& compiler, std::uint32_t component,
                                const Named<PoolConfig>& stated_pools, const std::string& at) {
    std::vector<Pool> pools;
    for (const std::uint32_t edge_index : compiler.scenario.components[component].edges) {
        Pool& pool = pools.emplace_back();
        Edge& edge = compiler.scenario.edges[edge_index];
        if (!edge.pooled)
            continue;
        Component& caller = compiler.scenario.components[component];
        const std::string& database = compiler.scenario.components[edge.callee].name;
        const PoolConfig* given = stated_pools.find(database);
        const PoolConfig stated = given != nullptr ? *given : PoolConfig{};
        pool = {.size = static_cast<std::uint32_t>(stated.size), .acquire_timeout = stated.acquire_timeout};
        if (stated.minimum_idle) {
            pool.minimum_idle = static_cast<std::uint32_t>(*stated.minimum_idle);
            pool.idle_timeout = stated.idle_timeout;
        }
        pool.max_lifetime = stated.max_lifetime.value_or(engine::kLongest);
        if (edge.first_pool_metric != kNone)
            continue;
        if (stated.minimum_idle || stated.max_lifetime) {
            edge.first_ages = compiler.scenario.pool_ages;
            compiler.scenario.pool_ages += caller.instances;
        }
        edge.first_pool_metric = static_cast<std::uint32_t>(caller.metrics.size());
        add_metrics(caller, pool_metrics(database));
    }
    const bool is_first = compiler.scenario.components[component].versions.empty();
    for (const auto& [name, pool] : stated_pools) {
        if (is_first)
            check_pool_ages(compiler, pool, child_pointer(at + "/pools", name));
        check_pool(compiler, component, name, child_pointer(at + "/pools", name));
    }
    return pools;
}

Version compile_version(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                        const std::string& at) {
    Version version = begin_version(compiler, config.endpoints.entries.size() + (config.probes ? 1 : 0));
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
                                      .error_probability = endpoint.error_probability,
                                      .begins_with = config.memory ? take_memory_op() : Op{},
                                      .poison_probability = endpoint.poison_probability},
                            child_pointer(at + "/endpoints", name) + "/steps");
        compiler.scenario.programs[version.first_program + position++] = program;
    }
    if (has_lifecycle(config))
        compile_lifecycle(compiler, component, config, version);
    if (compiler.scenario.components[component].versions.empty())
        compile_consumers(compiler, component, config, at);
    version.pools = compile_pools(compiler, component, config.pools, at);
    return version;
}

} // namespace shaketable::models
