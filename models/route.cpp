#include "models/route.hpp"

#include "models/transaction_step.hpp"

namespace shaketable::models {

namespace {

bool is_pinned(const Run& run, FrameRef caller, const RoutePlan& route, const GroupState& group) {
    if (route.pin == engine::Duration() || !caller->has_session)
        return false;
    const LastWrite last = group.log.last_write(run.session_of(caller));
    return last.position > 0 && run.now() - last.at < route.pin;
}

/// Whether clients read from the member, one that has applied so much.
bool is_candidate(const GroupState& group, std::uint32_t number, std::uint64_t applied) {
    return number != group.primary && group.members[number].is_read &&
           group.members[number].applied >= applied;
}

std::uint32_t choose_reader(const Run& run, FrameRef caller, const RoutePlan& route,
                            const GroupState& group) {
    const std::uint64_t applied = route.reads == ReadFrom::kReplicasOnceApplied && caller->has_session
                                      ? group.log.last_write(run.session_of(caller)).position
                                      : 0;
    std::uint32_t candidates = 0;
    for (std::uint32_t number = 0; number < group.members.size(); ++number)
        candidates += is_candidate(group, number, applied) ? 1U : 0U;
    if (candidates == 0)
        return group.primary;
    static constexpr engine::Label kRouting = engine::label("route");
    engine::Draws draws(caller->key.child(run.op_of(caller).label, lineage_within(run, caller)), kRouting,
                        caller->attempt);
    auto chosen = static_cast<std::uint32_t>(draws.next() % candidates);
    std::uint32_t number = 0;
    while (!is_candidate(group, number, applied) || chosen-- > 0)
        ++number;
    return number;
}

} // namespace

std::uint32_t choose_route(const Run& run, FrameRef caller, std::uint32_t route) {
    const RoutePlan& plan = run.scenario.routes[route];
    const GroupState& group = run.world.groups[plan.group];
    const bool reads = plan.reads != ReadFrom::kPrimary && !is_pinned(run, caller, plan, group);
    return plan.ops[reads ? choose_reader(run, caller, plan, group) : group.primary];
}

} // namespace shaketable::models
