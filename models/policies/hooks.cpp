#include "models/policies/hooks.hpp"

#include "models/policies/policy_model.hpp"

#include <span>

namespace shaketable::models {

namespace {

/// The parts of the call's policy, and what they see of it.
struct Occasion {
    std::span<const PolicyPart> parts;
    std::uint32_t replica = 0;
    CallMoment moment;

    [[nodiscard]] PartPlace place(const PolicyPart& part) const {
        return {.config = part.config, .state = part.first_state + replica};
    }
};

Occasion occasion_of(const Run& run, FrameRef caller, const Op& call) {
    const CallSite& site = run.call_site(call);
    const PolicyPart* first = run.scenario.policy_parts.data() + site.first_part;
    return {.parts = {first, site.parts},
            .replica = run.instance_of(caller).replica,
            .moment = {.now = run.now(),
                       .took = run.now() - caller->tried_at,
                       .call = caller->key.child(call.label, caller->lineage),
                       .attempt = caller->attempt,
                       .last_failure = caller->attempt > 1 ? caller->branch_outcome : Outcome::kOk}};
}

void tell_ended(Run& run, const Occasion& occasion, Outcome outcome) {
    for (const PolicyPart& part : occasion.parts)
        if (part.model->attempt_ended != nullptr)
            part.model->attempt_ended(run, occasion.place(part), occasion.moment, outcome);
}

void tell_dropped(Run& run, const Occasion& occasion) {
    for (const PolicyPart& part : occasion.parts)
        if (part.model->retry_dropped != nullptr)
            part.model->retry_dropped(run, occasion.place(part), occasion.moment);
}

} // namespace

void tell_call_began(Run& run, FrameRef caller, const Op& call) {
    const Occasion occasion = occasion_of(run, caller, call);
    for (const PolicyPart& part : occasion.parts)
        if (part.model->call_began != nullptr)
            part.model->call_began(run, occasion.place(part), occasion.moment);
}

Outcome ask_to_send(Run& run, FrameRef caller, const Op& call) {
    Occasion occasion = occasion_of(run, caller, call);
    for (std::size_t asked = 0; asked < occasion.parts.size(); ++asked) {
        const PolicyPart& part = occasion.parts[asked];
        if (part.model->admits == nullptr)
            continue;
        const Outcome outcome = part.model->admits(run, occasion.place(part), occasion.moment);
        if (outcome == Outcome::kOk)
            continue;
        occasion.parts = occasion.parts.first(asked);
        tell_ended(run, occasion, outcome);
        return outcome;
    }
    return Outcome::kOk;
}

void tell_attempt_ended(Run& run, FrameRef caller, const Op& call, Outcome outcome) {
    tell_ended(run, occasion_of(run, caller, call), outcome);
}

bool ask_to_retry(Run& run, FrameRef caller, const Op& call, Outcome failure) {
    Occasion occasion = occasion_of(run, caller, call);
    for (std::size_t asked = 0; asked < occasion.parts.size(); ++asked) {
        const PolicyPart& part = occasion.parts[asked];
        if (part.model->may_retry == nullptr ||
            part.model->may_retry(run, occasion.place(part), occasion.moment, failure))
            continue;
        occasion.parts = occasion.parts.first(asked);
        tell_dropped(run, occasion);
        return false;
    }
    return true;
}

void tell_retry_dropped(Run& run, FrameRef caller, const Op& call) {
    tell_dropped(run, occasion_of(run, caller, call));
}

void tell_call_ended(Run& run, FrameRef caller, const Op& call, Outcome outcome) {
    const Occasion occasion = occasion_of(run, caller, call);
    for (const PolicyPart& part : occasion.parts)
        if (part.model->call_ended != nullptr)
            part.model->call_ended(run, occasion.place(part), occasion.moment, outcome);
}

void restart_policies(Run& run, const Instance& here) {
    for (const PolicyStates& states : run.scenario.policy_states)
        if (states.caller == here.component)
            states.model->restarted(run.world, states.first_state + here.replica);
}

} // namespace shaketable::models
