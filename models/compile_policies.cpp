#include "models/compile_policies.hpp"

#include "models/policies/policy_model.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace shaketable::models {

namespace {

/// The visitor of `describe` that collects the parts which a policy states, in the order of its knobs.
class PartCollector {
  public:
    PartCollector(Scenario& scenario, std::vector<PolicyPart>& parts) : scenario_(scenario), parts_(parts) {}

    template <class Value>
    void operator()(const Knob&, Value& value) {
        if constexpr (Policies::kHasConfig<Value>)
            add(value);
        else if constexpr (requires { describe(*this, value); })
            describe(*this, value);
    }
    template <class Value>
    void operator()(const Knob& knob, std::optional<Value>& value) {
        if (value)
            (*this)(knob, *value);
    }
    template <class... Alternatives>
    void verb(std::variant<Alternatives...>& chosen) {
        std::visit([this](auto& alternative) { describe(*this, alternative); }, chosen);
    }

  private:
    template <class Config>
    void add(const Config& config) {
        Policies::for_each([&]<class Policy>(std::size_t kind) {
            if constexpr (std::is_same_v<typename Policy::Config, Config>) {
                auto& configs = std::get<std::vector<Config>>(scenario_.policy_configs);
                parts_.push_back({.model = &kPolicyModel<Policy>,
                                  .kind = static_cast<std::uint32_t>(kind),
                                  .config = static_cast<std::uint32_t>(configs.size())});
                configs.push_back(config);
            }
        });
    }

    Scenario& scenario_;
    std::vector<PolicyPart>& parts_;
};

Policy compile_policy(Compiler& compiler, const std::string& name, PolicyConfig config) {
    Policy policy{.name = name};
    if (config.timeout) {
        policy.timeout = *config.timeout;
        policy.timeout_lane = timer_lane(compiler, *config.timeout);
    }
    policy.overall_timeout = config.overall_timeout.value_or(engine::kLongest);
    if (config.retry)
        policy.retry = *config.retry;
    policy.propagates_deadline = config.propagate_deadline;
    policy.cancels = config.cancel;
    policy.balance = config.balance;
    policy.choices = static_cast<std::uint32_t>(config.choices.value_or(0));
    PartCollector collector(compiler.scenario, policy.parts);
    describe(collector, config);
    return policy;
}

/// Where a part of a policy of this name keeps its states for an edge.
using StatesOf = std::map<std::tuple<std::uint32_t, std::string, std::uint32_t>, std::uint32_t>;

std::uint32_t states_for(Scenario& scenario, StatesOf& placed, const CallSite& site, const PolicyPart& part) {
    std::uint32_t& count = scenario.policy_state_counts[part.kind];
    const std::string& name = scenario.policies[site.policy].name;
    const auto [place, fresh] = placed.emplace(std::tuple(site.edge, name, part.kind), count);
    if (fresh) {
        const std::uint32_t caller = scenario.edges[site.edge].caller;
        scenario.policy_states.push_back({.model = part.model,
                                          .policy = site.policy,
                                          .edge = site.edge,
                                          .caller = caller,
                                          .config = part.config,
                                          .first_state = place->second});
        count += scenario.components[caller].instances;
    }
    return place->second;
}

/// The callers count what is under way over the edge. There is one replica behind a pool, and no choice.
void count_outstanding(Scenario& scenario, Edge& edge) {
    if (edge.first_outstanding != kNone || edge.pooled)
        return;
    edge.first_outstanding = scenario.outstanding;
    const std::uint64_t pairs = std::uint64_t{scenario.components[edge.caller].instances} *
                                scenario.components[edge.callee].instances;
    scenario.outstanding =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(scenario.outstanding + pairs, kNone));
}

} // namespace

std::uint32_t timer_lane(Compiler& compiler, engine::Duration timeout) {
    const auto lane = static_cast<std::uint32_t>(compiler.timer_lanes.size());
    const auto [place, fresh] = compiler.timer_lanes.emplace(timeout, lane);
    if (fresh)
        compiler.scenario.timer_lanes.push_back(timeout);
    return place->second;
}

void compile_policies(Compiler& compiler, const Named<PolicyConfig>& policies) {
    Scenario& scenario = compiler.scenario;
    compiler.policies.clear();
    for (const auto& [name, config] : policies) {
        const std::string at = child_pointer("/policies", name);
        if (config.choices && config.balance != Balance::kLeastRequest &&
            !compiler.unread.covers(at + "/balance"))
            compiler.problem(at + "/choices", "is stated, but the balance is not least_request",
                             "choices beside \"balance\": \"least_request\"");
        compiler.policies.emplace(name, static_cast<std::uint32_t>(scenario.policies.size()));
        scenario.policies.push_back(compile_policy(compiler, name, config));
    }
}

void place_policy_states(Scenario& scenario) {
    for (const CallSite& site : scenario.call_sites) {
        const Balance balance = scenario.policies[site.policy].balance;
        if (balance == Balance::kLeastRequest)
            count_outstanding(scenario, scenario.edges[site.edge]);
        scenario.has_sessions = scenario.has_sessions || balance == Balance::kSticky;
    }
    StatesOf placed;
    for (CallSite& site : scenario.call_sites) {
        site.first_part = static_cast<std::uint32_t>(scenario.policy_parts.size());
        for (PolicyPart part : scenario.policies[site.policy].parts) {
            part.first_state = states_for(scenario, placed, site, part);
            scenario.policy_parts.push_back(part);
            ++site.parts;
        }
    }
}

} // namespace shaketable::models
