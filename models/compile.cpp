#include "models/compile.hpp"

#include "models/budgets.hpp"
#include "models/call_cycles.hpp"
#include "models/compile_expectations.hpp"
#include "models/compile_policies.hpp"
#include "models/compiler.hpp"
#include "models/faults/faults.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

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
            if (component.present == 0)
                component.present = component.instances;
        };
        if (!compiler.unread.covers(pointer))
            std::visit(declare, config.kind);
        compiler.components.emplace(name, static_cast<std::uint32_t>(compiler.scenario.components.size()));
        compiler.scenario.components.push_back(std::move(component));
    }
}

/// One more version of the component, in force while these entries are active.
void add_version(Compiler& compiler, std::uint32_t component, const ScenarioConfig& config,
                 const std::vector<std::uint32_t>& entries) {
    const auto& [name, component_config] = config.components.entries[component];
    const std::string at = child_pointer("/components", name);
    if (compiler.unread.covers(at))
        return;
    Version version =
        std::visit([&](const auto& kind) { return compile_version(compiler, component, kind, at); },
                   component_config.kind);
    version.entries = entries;
    compiler.scenario.components[component].versions.push_back(std::move(version));
}

/// Gives each component its range of the flat tables, and each client its users. The sums are within the
/// budgets, far below 32 bits.
void lay_out(Scenario& scenario) {
    for (Component& component : scenario.components) {
        for (Version& version : component.versions) {
            Capacity& capacity = version.capacity;
            capacity.undisturbed =
                component.speed_by_concurrency.empty() ? static_cast<std::uint32_t>(capacity.cores) : 0;
            capacity.cores_thousandths = static_cast<std::uint32_t>(capacity.cores * 1000.0 + 0.5);
            version.pools.resize(component.edges.size()); // later versions may call more
        }
        component.first_instance = scenario.instances;
        component.first_edge_state = scenario.edge_states;
        component.first_meter = scenario.meters;
        scenario.instances += component.instances;
        scenario.edge_states += component.instances * static_cast<std::uint32_t>(component.edges.size());
        scenario.meters += component.instances * static_cast<std::uint32_t>(component.metrics.size());
    }
    for (ClientPlan& plan : scenario.clients) {
        plan.first_user = scenario.users;
        scenario.users += plan.users_most;
    }
}

/// Whether the edge has the same constant latency whatever the timeline sets.
bool has_constant_latency(const Scenario& scenario, std::uint32_t edge) {
    const engine::Distribution& first = scenario.networks.front().latencies[edge];
    return std::all_of(scenario.networks.begin(), scenario.networks.end(), [&](const Network& network) {
        const engine::Distribution& latency = network.latencies[edge];
        return latency.is_constant() && latency.mean() == first.mean();
    });
}

/// Of a callee whose replicas come and go: its place in Scenario::lifecycles.
std::uint32_t rotation_of(const Scenario& scenario, std::uint32_t callee) {
    const auto found = std::find_if(
        scenario.lifecycles.begin(), scenario.lifecycles.end(),
        [callee](const LifecyclePlan& plan) { return plan.component == callee && plan.has_rotation; });
    return found == scenario.lifecycles.end()
               ? kNone
               : static_cast<std::uint32_t>(found - scenario.lifecycles.begin());
}

/// Copies into each call site what a call over it looks up.
void fill_call_sites(Scenario& scenario) {
    scenario.may_stop_work =
        scenario.may_stop_work ||
        std::any_of(scenario.call_sites.begin(), scenario.call_sites.end(), [&](const CallSite& site) {
            const Policy& policy = scenario.policies[site.policy];
            return policy.propagates_deadline || policy.cancels;
        });
    for (CallSite& site : scenario.call_sites) {
        const Edge& edge = scenario.edges[site.edge];
        const Component& callee = scenario.components[edge.callee];
        const Policy& policy = scenario.policies[site.policy];
        site.program = site.endpoint - callee.first_endpoint;
        site.edge_slot = edge.slot;
        site.first_replica = callee.first_instance;
        site.replicas = callee.instances;
        site.timeout_lane = policy.timeout_lane;
        site.pooled = edge.pooled && !site.in_transaction;
        site.constant_latency =
            !site.request_is_there && !site.answer_stays && has_constant_latency(scenario, site.edge);
        site.propagates_deadline = policy.propagates_deadline;
        site.cancels = policy.cancels;
        site.balance = policy.balance;
        site.choices = policy.choices;
        site.first_outstanding = edge.first_outstanding;
        site.rotation = rotation_of(scenario, edge.callee);
        site.by_key = site.carries_key && callee.instances > 1;
        const bool by_policy = policy.balance != Balance::kRoundRobin || edge.first_outstanding != kNone ||
                               site.rotation != kNone;
        site.balanced = site.by_key || (!edge.pooled && by_policy);
        site.plain = site.parts == 0 && !site.balanced && !site.carries_key && !scenario.may_stop_work &&
                     policy.overall_timeout == engine::kLongest;
        if (site.constant_latency)
            site.latency = engine::round_to_duration(scenario.networks.front().latencies[site.edge].mean());
    }
}

void add_network(Compiler& compiler, const NetworkConfig& config, const std::vector<std::uint32_t>& entries) {
    const engine::Distribution latency = compile_distribution(compiler, config.latency, "/network/latency");
    Network network{.entries = entries};
    network.latencies.resize(compiler.scenario.edges.size(), latency);
    for (const auto& [name, edge_config] : config.edges) {
        const std::string at = child_pointer("/network/edges", name);
        engine::Distribution own = latency;
        if (edge_config.latency)
            own = compile_distribution(compiler, *edge_config.latency, at + "/latency");
        if (const auto edge = find_edge(compiler, name, at))
            network.latencies[*edge] = own;
    }
    compiler.scenario.networks.push_back(std::move(network));
}

void add_versions(Compiler& compiler, const ChangedConfig& changed) {
    compile_policies(compiler, changed.config.policies);
    for (const std::uint32_t component : changed.change.components)
        add_version(compiler, component, changed.config, changed.change.entries);
}

/// All that can be said of the configuration before its tables are laid out.
void compile_parts(Compiler& compiler, const ScenarioConfig& config,
                   const std::vector<ChangedConfig>& changes) {
    Scenario& scenario = compiler.scenario;
    scenario.config = config;
    scenario.zero = engine::Time() + config.warm_up;
    scenario.end = scenario.zero + config.duration;
    scenario.policies.push_back(Policy{}); // of a call that names none
    compile_policies(compiler, config.policies);
    declare_components(compiler, config.components);
    declare_groups(compiler);
    declare_shards(compiler);
    declare_moves(compiler);
    add_hot_key_metrics(scenario);
    for (std::uint32_t component = 0; component < scenario.components.size(); ++component)
        add_version(compiler, component, config, {});
    for (const ChangedConfig& changed : changes)
        add_versions(compiler, changed);
    find_call_cycles(compiler);
    add_network(compiler, config.network, {});
    for (const ChangedConfig& changed : changes)
        if (changed.change.network)
            add_network(compiler, changed.config.network, changed.change.entries);
    place_policy_states(scenario);
    compile_timeline(compiler, config.timeline);
    check_expectations(compiler, config);
    check_budgets(compiler, config);
}

} // namespace

engine::Result<ScenarioPtr, Problems> compile_scenario(const ScenarioConfig& config,
                                                       const std::vector<ChangedConfig>& changes) {
    Compiler compiler;
    compiler.for_a_time = !changes.empty(); // without them the configuration was compiled before
    compile_parts(compiler, config, changes);
    if (!compiler.problems.empty())
        return std::move(compiler.problems);
    Scenario& scenario = compiler.scenario;
    fill_contention_curves(scenario);
    lay_out(scenario);
    fill_call_sites(scenario);
    fill_queues(scenario);
    return ScenarioPtr(std::make_shared<const Scenario>(std::move(scenario)));
}

Problems problems_of(const ScenarioConfig& config, const Unread& unread, bool for_a_time) {
    Compiler compiler;
    compiler.unread = unread;
    compiler.for_a_time = for_a_time;
    compile_parts(compiler, config, {});
    return std::move(compiler.problems);
}

} // namespace shaketable::models
