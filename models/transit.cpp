#include "models/transit.hpp"

#include "models/faults/faults.hpp"
#include "models/frames.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr engine::Label kLeg = engine::label("leg");

/// Whether the entry concerns this message.
bool concerns(const Run& run, const TimelineEntry& entry, const CallSite& site, const Ends& ends, Leg leg) {
    if (std::find(entry.edges.begin(), entry.edges.end(), site.edge) == entry.edges.end())
        return false;
    if (entry.replica != kNone) {
        const Instance& callee = run.instance_of(ends.callee);
        const Instance& caller = run.instance_of(ends.caller);
        const Instance& named = entry.component == caller.component ? caller : callee;
        if (named.replica != entry.replica)
            return false;
    }
    if (entry.share >= 1.0)
        return true;
    const engine::Key who = ends.callee->key.child(engine::label(entry.name), ends.callee->lineage);
    return engine::Draws(who, kLeg, static_cast<std::uint64_t>(leg)).unit() < entry.share;
}

/// What the active entries do to a message.
struct Disturbance {
    engine::Duration delay;
    bool lost = false;
    const TimelineEntry* held_by = nullptr; // the first of them
};

Disturbance disturbance(const Run& run, const CallSite& site, const Ends& ends, Leg leg) {
    Disturbance found;
    for (const TimelineEntry& entry : run.scenario.timeline) {
        if (run.world.active[entry.index] == 0 || !concerns(run, entry, site, ends, leg))
            continue;
        found.delay = found.delay + entry.delay;
        if (entry.cuts == Cut::kDrops)
            found.lost = true;
        else if (entry.cuts == Cut::kHolds && found.held_by == nullptr)
            found.held_by = &entry;
    }
    return found;
}

/// Nobody hears of it. A frame that was on its way to its callee is no more.
void lose(Run& run, const Ends& ends, Leg leg) {
    run.fact(run.instance_of(ends.callee), ends.callee, What::kMessageLost);
    if (leg == Leg::kAnswer || leg == Leg::kCancel)
        return;
    forget_unserved(ends.caller, ends.callee);
    free_frame(run.world, ends.callee);
}

} // namespace

engine::Duration drawn_latency(Run& run, FrameRef frame, const CallSite& site, Leg leg) {
    if (is_no_leg(site, leg))
        return {};
    engine::Draws draws(frame->key.child(kLeg, frame->lineage), {}, static_cast<std::uint64_t>(leg));
    return run.scenario.networks[run.world.network].latencies[site.edge].sample_duration(draws,
                                                                                         run.world.clamped);
}

bool is_cut_off(const Run& run, std::uint32_t edge, const Instance& callee) {
    if (run.world.disturbed[edge] == 0)
        return false;
    return std::any_of(
        run.scenario.timeline.begin(), run.scenario.timeline.end(), [&](const TimelineEntry& entry) {
            const bool is_of_caller = entry.component == run.scenario.edges[edge].caller;
            return run.world.active[entry.index] != 0 && entry.cuts != Cut::kNot && entry.share >= 1.0 &&
                   std::find(entry.edges.begin(), entry.edges.end(), edge) != entry.edges.end() &&
                   (entry.replica == kNone || is_of_caller || entry.replica == callee.replica);
        });
}

Way way_over(const Run& run, std::uint32_t edge) {
    Way found;
    if (run.world.disturbed[edge] == 0)
        return found;
    for (const TimelineEntry& entry : run.scenario.timeline) {
        if (run.world.active[entry.index] == 0 ||
            std::find(entry.edges.begin(), entry.edges.end(), edge) == entry.edges.end())
            continue;
        found.delay = found.delay + entry.delay;
        found.is_open = found.is_open && entry.cuts == Cut::kNot;
    }
    return found;
}

void send_disturbed(Run& run, const CallSite& site, const Ends& ends, Leg leg,
                    const engine::Payload& payload) {
    const Disturbance met = is_no_leg(site, leg) ? Disturbance{} : disturbance(run, site, ends, leg);
    const engine::Duration latency = leg_latency(run, ends.callee, site, leg) + met.delay;
    if (met.lost)
        lose(run, ends, leg);
    else if (met.held_by != nullptr)
        run.world.held.push_back({.entry = met.held_by->index, .latency = latency, .payload = payload});
    else
        run.queue().push_after(latency, payload);
}

} // namespace shaketable::models
