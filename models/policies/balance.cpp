#include "models/policies/balance.hpp"

#include "models/cache/nodes.hpp"

#include <algorithm>
#include <span>

namespace shaketable::models {

namespace {

/// The caller's attempts under way, by replica of the callee; empty: nobody counts them.
std::span<std::uint32_t> outstanding(Run& run, const Instance& caller, const CallSite& site) {
    if (site.first_outstanding == kNone)
        return {};
    return {run.world.outstanding.data() + site.first_outstanding + caller.replica * site.replicas,
            site.replicas};
}

std::uint32_t least_of_all(std::span<const std::uint32_t> counts) {
    return static_cast<std::uint32_t>(std::min_element(counts.begin(), counts.end()) - counts.begin());
}

std::uint32_t least_of_some(std::span<const std::uint32_t> counts, std::uint32_t choices,
                            engine::Draws draws) {
    auto least = static_cast<std::uint32_t>(draws.next() % counts.size());
    for (std::uint32_t drawn = 1; drawn < choices; ++drawn) {
        const auto other = static_cast<std::uint32_t>(draws.next() % counts.size());
        if (counts[other] < counts[least])
            least = other;
    }
    return least;
}

std::uint32_t choose_by_policy(Run& run, const Instance& caller, const CallSite& site, engine::Draws draws) {
    const std::span<std::uint32_t> counts = outstanding(run, caller, site);
    switch (site.balance) {
    case Balance::kRoundRobin:
        return next_in_turn(run.world.edge_states[caller.first_edge_state + site.edge_slot], site);
    case Balance::kRandom:
        return static_cast<std::uint32_t>(draws.next() % site.replicas);
    case Balance::kLeastRequest:
        return site.choices == 0 ? least_of_all(counts) : least_of_some(counts, site.choices, draws);
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

std::uint32_t choose_replica(Run& run, FrameRef caller, const Op& call) {
    static constexpr engine::Label kPurpose = engine::label("balance");
    const CallSite& site = run.call_site(call);
    const Instance& here = run.instance_of(caller);
    const std::span<std::uint32_t> counts = outstanding(run, here, site);
    const engine::Draws draws(caller->key.child(call.label, caller->lineage), kPurpose, caller->attempt);
    const std::uint32_t replica =
        site.by_key ? choose_node(run, caller) : choose_by_policy(run, here, site, draws);
    if (!counts.empty())
        ++counts[replica];
    caller->replica = replica;
    return replica;
}

void leave_replica(Run& run, FrameRef caller, const CallSite& site) {
    const std::span<std::uint32_t> counts = outstanding(run, run.instance_of(caller), site);
    if (counts.empty())
        return;
    SHAKETABLE_ASSERT(counts[caller->replica] > 0);
    --counts[caller->replica];
}

void forget_outstanding(Run& run, const Instance& here) {
    for (const std::uint32_t index : run.component_of(here).edges) {
        const Edge& edge = run.scenario.edges[index];
        if (edge.first_outstanding == kNone)
            continue;
        const std::uint32_t callees = run.scenario.components[edge.callee].instances;
        const auto first = run.world.outstanding.begin() + edge.first_outstanding + here.replica * callees;
        std::fill(first, first + callees, 0);
    }
}

} // namespace shaketable::models
