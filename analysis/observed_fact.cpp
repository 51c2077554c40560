#include "analysis/observed_fact.hpp"

#include <limits>

namespace shaketable::analysis {

namespace {

/// A fault's fact is the first replica's, whichever the entry hits.
void name_entry(ObservedFact& observed, const models::Scenario& scenario) {
    for (const models::TimelineEntry& entry : scenario.timeline) {
        if (engine::label(entry.name).bits != observed.fact.who)
            continue;
        observed.timeline_entry = entry.name;
        observed.timeline_verb = entry.verb;
        if (entry.replica != models::kNone)
            observed.replica = entry.replica;
    }
}

} // namespace

ObservedFact observed(const models::Simulation& earlier, const models::Fact& fact) {
    const models::Scenario& scenario = earlier.scenario();
    ObservedFact result{.fact = fact, .at_s = (fact.time - scenario.zero).seconds(), .replica = fact.replica};
    const auto request_at = [&](engine::Time time) {
        return models::request_view(replayed(earlier, time), fact.component, fact.who);
    };
    if (fact.what != models::What::kCallBegan) // else it is not calling yet
        result.request = request_at(fact.time);
    if (!result.request)
        result.request = request_at(fact.time + engine::Duration::from_ns(1));
    if (fact.what == models::What::kFaultBegan || fact.what == models::What::kFaultEnded)
        name_entry(result, scenario);
    return result;
}

models::Simulation replayed(const models::Simulation& earlier, engine::Time to) {
    constexpr engine::RunLimits kNone = {.events = std::numeric_limits<std::uint64_t>::max(),
                                         .events_at_one_instant = std::numeric_limits<std::uint64_t>::max(),
                                         .bytes = std::numeric_limits<std::size_t>::max()};
    models::Simulation simulation = earlier;
    const engine::StopReason reason = simulation.run_until(to, kNone);
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd);
    return simulation;
}

std::string_view name_of(models::What what) {
    switch (what) {
    case models::What::kJourneyBegan:
        return "journey_began";
    case models::What::kJourneyEnded:
        return "journey_ended";
    case models::What::kArrived:
        return "arrived";
    case models::What::kServed:
        return "served";
    case models::What::kRejected:
        return "rejected";
    case models::What::kAnswered:
        return "answered";
    case models::What::kLeft:
        return "left";
    case models::What::kCallBegan:
        return "call_began";
    case models::What::kCallEnded:
        return "call_ended";
    case models::What::kFaultBegan:
        return "fault_began";
    case models::What::kFaultEnded:
        return "fault_ended";
    case models::What::kMessageLost:
        return "message_lost";
    case models::What::kPromoted:
        return "promoted";
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace shaketable::analysis
