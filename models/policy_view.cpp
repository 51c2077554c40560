#include "models/policy_view.hpp"

#include "models/policies/policy_model.hpp"

#include <algorithm>
#include <tuple>

namespace shaketable::models {

std::vector<PolicySign> policy_signs(const Simulation& simulation) {
    const Scenario& scenario = simulation.scenario();
    std::vector<PolicySign> signs;
    for (const PolicyStates& states : scenario.policy_states)
        for (std::uint32_t replica = 0; replica < scenario.components[states.caller].instances; ++replica) {
            const PartPlace place{.config = states.config, .state = states.first_state + replica};
            const std::string_view sign = states.model->sign(simulation.world(), scenario, place);
            if (sign.empty())
                continue;
            const auto same = std::find_if(signs.begin(), signs.end(), [&](const PolicySign& one) {
                return one.edge == states.edge && one.policy == states.policy && one.sign == sign;
            });
            if (same == signs.end())
                signs.push_back({.edge = states.edge, .policy = states.policy, .sign = sign, .replicas = 1});
            else
                ++same->replicas;
        }
    std::stable_sort(signs.begin(), signs.end(), [](const PolicySign& a, const PolicySign& b) {
        return std::tie(a.edge, a.policy) < std::tie(b.edge, b.policy);
    });
    return signs;
}

} // namespace shaketable::models
