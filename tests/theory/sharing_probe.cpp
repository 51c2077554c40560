#include "tests/theory/sharing_probe.hpp"

#include "tests/theory/settings.hpp"

#include <algorithm>

namespace shaketable::theory {

void SharingBatch::merge(const SharingBatch& other) {
    length_ns += other.length_ns;
    time_with_ns.resize(std::max(time_with_ns.size(), other.time_with_ns.size()));
    for (std::size_t number = 0; number < other.time_with_ns.size(); ++number)
        time_with_ns[number] += other.time_with_ns[number];
    for (std::size_t size = 0; size < by_size.size(); ++size) {
        by_size[size].alone_ns += other.by_size[size].alone_ns;
        by_size[size].sojourns_ns += other.by_size[size].sojourns_ns;
    }
    sojourns_ns.merge(other.sojourns_ns);
}

void TimesAlone::on_fact(const models::Fact& fact) {
    if (fact.component != component_)
        return;
    if (fact.what == models::What::kArrived)
        ns_[fact.who] = -fact.time.ns();
    if (fact.what == models::What::kLeft)
        ns_[fact.who] += fact.time.ns();
}

std::int64_t TimesAlone::take_ns(std::uint64_t who) {
    const auto found = ns_.find(who);
    SHAKETABLE_ASSERT(found != ns_.end() && found->second >= 0);
    const std::int64_t ns = found->second;
    ns_.erase(found);
    return ns;
}

void SharingProbe::accumulate(engine::Time now) {
    std::vector<double>& time_with = batches_.open().time_with_ns;
    if (present_.size() >= time_with.size())
        time_with.resize(present_.size() + 1);
    time_with[present_.size()] += static_cast<double>((now - since_).ns());
    since_ = now;
}

void SharingProbe::leave(const models::Fact& fact) {
    const auto found = present_.find(fact.who);
    const auto sojourn = static_cast<double>((fact.time - found->second).ns());
    present_.erase(found);
    const auto alone = static_cast<double>(alone_.take_ns(fact.who));
    SharingBatch& open = batches_.open();
    open.sojourns_ns.add(sojourn);
    SharingBatch::Class& size = open.by_size[alone <= 0.5 * kUnitNs ? 0 : alone <= 2.0 * kUnitNs ? 1 : 2];
    size.alone_ns += alone;
    size.sojourns_ns += sojourn;
}

void SharingProbe::on_fact(const models::Fact& fact) {
    if (fact.component != component_)
        return;
    batches_.roll(fact.time, [this](engine::Time end) { accumulate(end); });
    accumulate(fact.time);
    if (fact.what == models::What::kArrived)
        present_.emplace(fact.who, fact.time);
    if (fact.what == models::What::kLeft)
        leave(fact);
}

std::vector<SharingBatch> SharingProbe::batches(engine::Time end) {
    batches_.roll(end, [this](engine::Time now) { accumulate(now); });
    return batches_.closed();
}

template <>
std::vector<SharingBatch> run<SharingProbe>(const Experiment& experiment, const Effort& effort) {
    const models::ScenarioPtr scenario = scenario_of(experiment, effort.broken);
    std::vector<std::string> undisturbed = effort.broken;
    undisturbed.insert(undisturbed.end(), {with_workers(kEnough), with_cores(kEnough)});
    const models::ScenarioPtr twin = scenario_of(experiment, undisturbed);
    const ProbePlan plan = plan_of(*scenario, experiment.watched, effort.batches);
    return over_seeds<SharingBatch>(effort, [&](std::uint64_t seed) {
        TimesAlone alone(plan.component);
        models::Simulation undisturbed_run(twin, seed);
        undisturbed_run.observe(&alone);
        SharingProbe probe(plan, alone);
        models::Simulation simulation(scenario, seed);
        simulation.observe(&probe);
        // The twin goes ahead: nobody leaves it later than the station.
        const engine::Duration step = engine::Duration::from_seconds(1);
        for (engine::Time now; now < scenario->end; now = now + step) {
            const engine::StopReason ahead =
                undisturbed_run.run_until(std::min(now + step + step, scenario->end));
            const engine::StopReason reason = simulation.run_until(std::min(now + step, scenario->end));
            SHAKETABLE_ASSERT(ahead == reason && reason == engine::StopReason::kReachedEnd);
        }
        return probe.batches(scenario->end);
    });
}

double shared_sojourn(const SharingBatch& batch) { return batch.sojourns_ns.mean() / kUnitNs; }

double number_sharing(const SharingBatch& batch) {
    double area_ns = 0.0;
    for (std::size_t number = 0; number < batch.time_with_ns.size(); ++number)
        area_ns += static_cast<double>(number) * batch.time_with_ns[number];
    return area_ns / batch.length_ns;
}

double share_of_time_with(const SharingBatch& batch, std::size_t at_least) {
    double ns = 0.0;
    for (std::size_t number = at_least; number < batch.time_with_ns.size(); ++number)
        ns += batch.time_with_ns[number];
    return ns / batch.length_ns;
}

double slowdown(const SharingBatch& batch, std::size_t size_class) {
    return batch.by_size[size_class].sojourns_ns / batch.by_size[size_class].alone_ns;
}

} // namespace shaketable::theory
