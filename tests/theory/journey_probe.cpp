#include "tests/theory/journey_probe.hpp"

namespace shaketable::theory {

void JourneyBatch::merge(const JourneyBatch& other) {
    length_ns += other.length_ns;
    calls += other.calls;
    ended += other.ended;
    for (std::size_t outcome = 0; outcome < outcomes.size(); ++outcome)
        outcomes[outcome] += other.outcomes[outcome];
}

void JourneyProbe::on_fact(const models::Fact& fact) {
    batches_.roll(fact.time);
    JourneyBatch& open = batches_.open();
    if (fact.what == models::What::kArrived && fact.component == component_)
        ++open.calls;
    if (fact.what != models::What::kJourneyEnded)
        return;
    ++open.ended;
    ++open.outcomes[static_cast<std::size_t>(fact.outcome)];
}

std::vector<JourneyBatch> JourneyProbe::batches(engine::Time end) {
    batches_.roll(end);
    return batches_.closed();
}

} // namespace shaketable::theory
