#include "models/compile.hpp"

#include "models/budgets.hpp"
#include "models/call_cycles.hpp"
#include "models/compiler.hpp"
#include "models/faults/faults.hpp"

namespace shaketable::models {

namespace {

void compile_policies(Compiler& compiler, const Named<PolicyConfig>& policies) {
    std::map<engine::Duration, std::uint32_t> lanes;
    Scenario& scenario = compiler.scenario;
    scenario.policies.push_back(Policy{}); // of a call that names none
    for (const auto& [name, config] : policies) {
        Policy policy{.name = name};
        if (config.timeout) {
            policy.timeout = *config.timeout;
            const auto lane = static_cast<std::uint32_t>(lanes.size());
            const auto [place, fresh] = lanes.emplace(*config.timeout, lane);
            policy.timeout_lane = place->second;
            if (fresh)
                scenario.timer_lanes.push_back(*config.timeout);
        }
        policy.overall_timeout = config.overall_timeout.value_or(engine::kLongest);
        if (config.retry)
            policy.retry = *config.retry;
        compiler.policies.emplace(name, static_cast<std::uint32_t>(scenario.policies.size()));
        scenario.policies.push_back(std::move(policy));
    }
}

void declare_components(Compiler& compiler, const Named<ComponentConfig>& components) {
    if (components.empty())
        compiler.problem("/components", "has no components", "at least one component");
    for (const auto& [name, config] : components) {
        Component component;
        component.name = name;
        component.label = engine::label(name);
        const std::string pointer = child_pointer("/components", name);
        const auto declare = [&](const auto& kind) {
            component.kind = kind.kTag;
            declare_component(compiler, component, kind, pointer);
        };
        if (!compiler.unread.covers(pointer))
            std::visit(declare, config.kind);
        compiler.components.emplace(name, static_cast<std::uint32_t>(compiler.scenario.components.size()));
        compiler.scenario.components.push_back(std::move(component));
    }
}

void fill_components(Compiler& compiler, const Named<ComponentConfig>& components) {
    std::uint32_t index = 0;
    for (const auto& [name, config] : components) {
        const std::string pointer = child_pointer("/components", name);
        if (!compiler.unread.covers(pointer))
            std::visit([&](const auto& kind) { fill_component(compiler, index, kind, pointer); },
                       config.kind);
        ++index;
    }
}

/// Gives each component its range of the flat tables, and each client its users. The sums are within the
/// budgets, far below 32 bits.
void lay_out(Scenario& scenario) {
    for (Component& component : scenario.components) {
        Capacity& capacity = component.capacity;
        capacity.undisturbed =
            component.speed_by_concurrency.empty() ? static_cast<std::uint32_t>(capacity.cores) : 0;
        capacity.cores_thousandths = static_cast<std::uint32_t>(capacity.cores * 1000.0 + 0.5);
        component.first_instance = scenario.instances;
        component.first_edge_state = scenario.edge_states;
        component.first_meter = scenario.meters;
        scenario.instances += component.instances;
        scenario.edge_states += component.instances * static_cast<std::uint32_t>(component.edges.size());
        scenario.meters += component.instances * static_cast<std::uint32_t>(component.metrics.size());
    }
    for (ClientPlan& plan : scenario.clients) {
        plan.first_user = scenario.users;
        scenario.users += plan.users;
    }
}

/// Copies into each call site what a call over it looks up.
void fill_call_sites(Scenario& scenario) {
    for (CallSite& site : scenario.call_sites) {
        const Edge& edge = scenario.edges[site.edge];
        const Component& callee = scenario.components[edge.callee];
        const Policy& policy = scenario.policies[site.policy];
        site.first_op = scenario.endpoints[site.endpoint].first_op;
        site.edge_slot = edge.slot;
        site.first_replica = callee.first_instance;
        site.replicas = callee.instances;
        site.timeout_lane = policy.timeout_lane;
        site.pooled = edge.pooled;
        site.constant_latency = edge.latency.is_constant();
        site.has_overall_timeout = policy.overall_timeout < engine::kLongest;
        if (site.constant_latency)
            site.latency = engine::round_to_duration(edge.latency.mean());
    }
}

void compile_network(Compiler& compiler, const NetworkConfig& network) {
    const engine::Distribution latency = compile_distribution(compiler, network.latency, "/network/latency");
    for (Edge& edge : compiler.scenario.edges)
        edge.latency = latency;
    for (const auto& [name, config] : network.edges) {
        const std::string at = child_pointer("/network/edges", name);
        engine::Distribution own = latency;
        if (config.latency)
            own = compile_distribution(compiler, *config.latency, at + "/latency");
        if (const auto edge = find_edge(compiler, name, at))
            compiler.scenario.edges[*edge].latency = own;
    }
}

/// All that can be said of the configuration before its tables are laid out.
void compile_parts(Compiler& compiler, const ScenarioConfig& config) {
    Scenario& scenario = compiler.scenario;
    scenario.config = config;
    scenario.zero = engine::Time() + config.warm_up;
    scenario.end = scenario.zero + config.duration;
    compile_policies(compiler, config.policies);
    declare_components(compiler, config.components);
    fill_components(compiler, config.components);
    find_call_cycles(compiler);
    compile_network(compiler, config.network);
    compile_timeline(compiler, config.timeline);
    check_budgets(compiler, config);
}

} // namespace

engine::Result<ScenarioPtr, Problems> compile_scenario(const ScenarioConfig& config) {
    Compiler compiler;
    compile_parts(compiler, config);
    if (!compiler.problems.empty())
        return std::move(compiler.problems);
    Scenario& scenario = compiler.scenario;
    fill_contention_curves(scenario);
    lay_out(scenario);
    fill_call_sites(scenario);
    return ScenarioPtr(std::make_shared<const Scenario>(std::move(scenario)));
}

Problems problems_of(const ScenarioConfig& config, const Unread& unread) {
    Compiler compiler;
    compiler.unread = unread;
    compile_parts(compiler, config);
    return std::move(compiler.problems);
}

} // namespace shaketable::models
