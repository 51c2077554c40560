#include "models/request_view.hpp"

#include "models/transaction_step.hpp"

namespace shaketable::models {

namespace {

bool is_calling(const Frame& frame) {
    return frame.state == FrameState::kCalling || frame.state == FrameState::kWaitingForConnection ||
           frame.state == FrameState::kBackingOff;
}

/// The endpoint in whose program the operation stands: programs follow each other in the table.
std::string endpoint_with(const Scenario& scenario, std::uint32_t component, std::uint32_t op) {
    const Component& of = scenario.components[component];
    std::string found;
    std::uint32_t nearest = 0;
    for (const Version& version : of.versions)
        for (std::uint32_t n = 0; n < of.endpoints; ++n) {
            const std::uint32_t first = scenario.programs[version.first_program + n];
            if (first > op || (!found.empty() && first < nearest))
                continue;
            nearest = first;
            found = scenario.endpoints[of.first_endpoint + n].name;
        }
    return found;
}

std::uint64_t who_is(const Frame& frame) { return frame.key.bits + frame.lineage; }

std::string calling(const Scenario& scenario, const Frame& frame) {
    if (!is_calling(frame))
        return "";
    const Op& op = scenario.ops[frame.op];
    if (is_transaction(op))
        return scenario.components[scenario.edges[scenario.transactions[op.a].edge].callee].name;
    const CallSite& site = scenario.call_sites[op.a];
    const Endpoint& callee = scenario.endpoints[site.endpoint];
    return scenario.components[callee.component].name + "." + callee.name;
}

std::optional<RequestView::Caller> caller_of(const World& world, const Frame& frame) {
    if (frame.is_journey)
        return std::nullopt;
    const Frame& caller = world.frames[frame.parent];
    if (caller.epoch != frame.parent_epoch)
        return std::nullopt;
    return RequestView::Caller{.component = world.instances[caller.instance].component,
                               .who = who_is(caller)};
}

RequestView view_of(const World& world, const Frame& frame) {
    const Scenario& scenario = *world.scenario;
    const Journey& journey = scenario.journeys[frame.journey];
    return {.client = scenario.components[journey.component].name,
            .journey = journey.name,
            .endpoint = endpoint_with(scenario, world.instances[frame.instance].component, frame.op),
            .calling = calling(scenario, frame),
            .doing = name_of(frame.state),
            .caller = caller_of(world, frame)};
}

} // namespace

std::string_view name_of(FrameState state) {
    switch (state) {
    case FrameState::kFree:
        return "gone";
    case FrameState::kInTransit:
        return "in_transit";
    case FrameState::kConnecting:
    case FrameState::kAccepted:
        return "connecting";
    case FrameState::kQueued:
        return "queued";
    case FrameState::kRunning:
        return "running";
    case FrameState::kComputing:
        return "computing";
    case FrameState::kWaiting:
        return "waiting";
    case FrameState::kWaitingForConnection:
        return "waiting_for_a_connection";
    case FrameState::kCalling:
        return "waiting_for_an_answer";
    case FrameState::kBackingOff:
        return "backing_off";
    case FrameState::kTurnedAway:
        return "turned_away";
    case FrameState::kJoining:
        return "waiting_for_its_branches";
    case FrameState::kWaitingForLock:
        return "waiting_for_a_lock";
    }
    SHAKETABLE_ASSERT(false);
}

std::optional<RequestView> request_view(const Simulation& simulation, std::uint32_t component,
                                        std::uint64_t who) {
    const World& world = simulation.world();
    for (const Frame& frame : world.frames)
        if (frame.state != FrameState::kFree && who_is(frame) == who &&
            world.instances[frame.instance].component == component)
            return view_of(world, frame);
    return std::nullopt;
}

} // namespace shaketable::models
