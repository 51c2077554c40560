#include "tests/theory/station_probe.hpp"

namespace shaketable::theory {

namespace {
double length(engine::Duration duration) { return static_cast<double>(duration.ns()); }
} // namespace

void Batch::merge(const Batch& other) {
    length_ns += other.length_ns;
    arrived += other.arrived;
    rejected += other.rejected;
    had_to_wait += other.had_to_wait;
    area_ns += other.area_ns;
    queue_area_ns += other.queue_area_ns;
    waits_ns.merge(other.waits_ns);
    sojourns_ns.merge(other.sojourns_ns);
    departure_gaps_ns.merge(other.departure_gaps_ns);
    busy_periods_ns.merge(other.busy_periods_ns);
    waits.merge(other.waits);
    sojourns.merge(other.sojourns);
}

void StationProbe::accumulate(engine::Time now) {
    batches_.open().area_ns += static_cast<double>(present_.size()) * length(now - since_);
    batches_.open().queue_area_ns += static_cast<double>(queued_) * length(now - since_);
    since_ = now;
}

void StationProbe::roll(engine::Time now) {
    batches_.roll(now, [this](engine::Time end) { accumulate(end); });
    accumulate(now);
}

void StationProbe::arrive(const models::Fact& fact) {
    if (present_.empty())
        busy_since_ = fact.time;
    present_.emplace(fact.who, Present{.arrived = fact.time});
    ++batches_.open().arrived;
    ++queued_;
}

void StationProbe::serve(const models::Fact& fact) {
    Present& who = present_.at(fact.who);
    who.served = true;
    --queued_;
    const engine::Duration wait = fact.time - who.arrived;
    Batch& open = batches_.open();
    open.waits_ns.add(length(wait));
    open.waits.record(wait.ns());
    if (wait > engine::Duration())
        ++open.had_to_wait;
}

void StationProbe::leave(const models::Fact& fact) {
    const auto found = present_.find(fact.who);
    const engine::Duration sojourn = fact.time - found->second.arrived;
    if (!found->second.served)
        --queued_;
    present_.erase(found);
    Batch& open = batches_.open();
    open.sojourns_ns.add(length(sojourn));
    open.sojourns.record(sojourn.ns());
    open.departure_gaps_ns.add(length(fact.time - last_departure_));
    last_departure_ = fact.time;
    if (present_.empty())
        open.busy_periods_ns.add(length(fact.time - busy_since_));
}

void StationProbe::on_fact(const models::Fact& fact) {
    using models::What;
    if (fact.component != component_)
        return;
    roll(fact.time);
    switch (fact.what) {
    case What::kArrived:
    case What::kJourneyBegan:
        arrive(fact);
        return;
    case What::kServed:
        serve(fact);
        return;
    case What::kRejected:
        ++batches_.open().rejected;
        --queued_;
        present_.erase(fact.who);
        return;
    case What::kLeft:
        leave(fact);
        return;
    case What::kJourneyEnded:
    case What::kAnswered:
    case What::kCallBegan:
    case What::kCallEnded:
    case What::kMessageLost:
    case What::kPromoted:
    case What::kFaultBegan:
    case What::kFaultEnded:
        return;
    }
}

std::vector<Batch> StationProbe::batches(engine::Time end) {
    roll(end);
    return batches_.closed();
}

} // namespace shaketable::theory
