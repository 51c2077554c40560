// What a part of a policy is told and asked in the life of a call: a table of hooks, chosen once at load, as
// a component's is.
//
// A part is a class of a few words, its state: one for each caller instance, edge and policy of that name. It
// has a type Config, what a file states of it, and whichever of these members it cares for:
//
//     void call_began(const Config&, const CallMoment&);
//     Outcome admits(const Config&, const CallMoment&);     kOk, or the attempt fails so without being sent
//     void attempt_ended(const Config&, const CallMoment&, Outcome);
//     bool may_retry(const Config&, const CallMoment&, Outcome failure);
//     void retry_dropped(const Config&, const CallMoment&);
//     void call_ended(const Config&, const CallMoment&, Outcome);
//     std::string_view sign(const Config&, engine::Time now) const;
//
// The sign is for those who look at it: what it would now keep from happening, empty if nothing. Without one,
// a part that may refuse a retry shows whether it would.
//
// Of one call: call_began, then for each attempt admits, attempt_ended and, if the call may be tried again,
// may_retry; call_ended. The parts of a policy are asked in the order in which its knobs are described, until
// one refuses. attempt_ended is told to those that let the attempt through, retry_dropped to those that
// allowed a retry of which nothing came: another part refused it, or the call ended during its back-off.
//
// A process that crashes begins anew with fresh states, and is told of nothing that it had begun. A fresh
// state is a default-constructed one, whatever the Config, which may change during a run. States hold whole
// numbers without padding: worlds are compared byte by byte.
#pragma once

#include "models/policies/call_moment.hpp"
#include "models/run.hpp"

#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace shaketable::models {

/// A part's configuration and state: positions in the tables of its kind.
struct PartPlace {
    std::uint32_t config = 0;
    std::uint32_t state = 0;
};

struct PolicyModel {
    void (*call_began)(Run&, PartPlace, const CallMoment&) = nullptr;
    Outcome (*admits)(Run&, PartPlace, const CallMoment&) = nullptr;
    void (*attempt_ended)(Run&, PartPlace, const CallMoment&, Outcome) = nullptr;
    bool (*may_retry)(Run&, PartPlace, const CallMoment&, Outcome failure) = nullptr;
    void (*retry_dropped)(Run&, PartPlace, const CallMoment&) = nullptr;
    void (*call_ended)(Run&, PartPlace, const CallMoment&, Outcome) = nullptr;
    void (*restarted)(World&, std::uint32_t state) = nullptr;
    std::string_view (*sign)(const World&, const Scenario&, PartPlace) = nullptr;
};

template <class Policy>
[[nodiscard]] Policy& policy_state(World& world, std::uint32_t state) {
    return std::get<std::vector<Policy>>(world.policy_states)[state];
}
template <class Policy>
[[nodiscard]] const typename Policy::Config& policy_config(const Run& run, PartPlace place) {
    return std::get<std::vector<typename Policy::Config>>(run.scenario.policy_configs)[place.config];
}

template <class Policy>
[[nodiscard]] std::string_view sign_of(const Policy& state, const typename Policy::Config& config,
                                       engine::Time now) {
    const CallMoment moment{.now = now};
    if constexpr (requires { state.sign(config, now); })
        return state.sign(config, now);
    else if constexpr (requires(Policy p) { p.may_retry(config, moment, Outcome::kError); })
        return Policy(state).may_retry(config, moment, Outcome::kError) ? "" : "retry budget spent";
    else
        return {};
}

template <class Policy>
[[nodiscard]] constexpr PolicyModel make_policy_model() {
    static_assert(std::has_unique_object_representations_v<Policy>);
    using Config = typename Policy::Config;
    PolicyModel model;
    if constexpr (requires(Policy p, const Config& c, const CallMoment& at) { p.call_began(c, at); })
        model.call_began = [](Run& run, PartPlace place, const CallMoment& at) {
            policy_state<Policy>(run.world, place.state).call_began(policy_config<Policy>(run, place), at);
        };
    if constexpr (requires(Policy p, const Config& c, const CallMoment& at) { p.admits(c, at); })
        model.admits = [](Run& run, PartPlace place, const CallMoment& at) {
            return policy_state<Policy>(run.world, place.state).admits(policy_config<Policy>(run, place), at);
        };
    if constexpr (requires(Policy p, const Config& c, const CallMoment& at) {
                      p.attempt_ended(c, at, Outcome::kOk);
                  })
        model.attempt_ended = [](Run& run, PartPlace place, const CallMoment& at, Outcome outcome) {
            policy_state<Policy>(run.world, place.state)
                .attempt_ended(policy_config<Policy>(run, place), at, outcome);
        };
    if constexpr (requires(Policy p, const Config& c, const CallMoment& at) {
                      p.may_retry(c, at, Outcome::kError);
                  })
        model.may_retry = [](Run& run, PartPlace place, const CallMoment& at, Outcome failure) {
            return policy_state<Policy>(run.world, place.state)
                .may_retry(policy_config<Policy>(run, place), at, failure);
        };
    if constexpr (requires(Policy p, const Config& c, const CallMoment& at) { p.retry_dropped(c, at); })
        model.retry_dropped = [](Run& run, PartPlace place, const CallMoment& at) {
            policy_state<Policy>(run.world, place.state).retry_dropped(policy_config<Policy>(run, place), at);
        };
    if constexpr (requires(Policy p, const Config& c, const CallMoment& at) {
                      p.call_ended(c, at, Outcome::kOk);
                  })
        model.call_ended = [](Run& run, PartPlace place, const CallMoment& at, Outcome outcome) {
            policy_state<Policy>(run.world, place.state)
                .call_ended(policy_config<Policy>(run, place), at, outcome);
        };
    model.restarted = [](World& world, std::uint32_t state) {
        policy_state<Policy>(world, state) = Policy{};
    };
    model.sign = [](const World& world, const Scenario& scenario, PartPlace place) {
        const Policy& state = std::get<std::vector<Policy>>(world.policy_states)[place.state];
        const Config& config = std::get<std::vector<Config>>(scenario.policy_configs)[place.config];
        return sign_of(state, config, world.now());
    };
    return model;
}

template <class Policy>
inline constexpr PolicyModel kPolicyModel = make_policy_model<Policy>();

} // namespace shaketable::models
