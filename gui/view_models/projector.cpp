#include "gui/view_models/projector.hpp"

#include "analysis/journey_results.hpp"
#include "gui/view_models/cards.hpp"

#include <algorithm>
#include <numeric>

namespace shaketable::gui {

namespace {

using models::EdgeRecord;
using models::Simulation;

std::uint64_t ended(const EdgeRecord& record) {
    return std::accumulate(record.outcomes.begin(), record.outcomes.end(), std::uint64_t{0});
}

/// How most of the failures between the two ended; empty if there were none.
std::string main_failure(const EdgeRecord& now, const EdgeRecord& before) {
    std::uint64_t most = 0;
    std::string name;
    for (std::size_t outcome = 1; outcome < models::kOutcomes; ++outcome) {
        const std::uint64_t count = now.outcomes[outcome] - before.outcomes[outcome];
        if (count > most) {
            most = count;
            name = models::name_of(static_cast<models::Outcome>(outcome));
        }
    }
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

void mark_disturbed(EdgeFlow& flow, const Simulation& simulation, std::uint32_t edge) {
    for (const models::TimelineEntry& entry : simulation.scenario().timeline) {
        const bool acts = simulation.world().active[entry.index] != 0 &&
                          std::find(entry.edges.begin(), entry.edges.end(), edge) != entry.edges.end();
        flow.cut = flow.cut || (acts && entry.cuts != models::Cut::kNot);
        flow.delayed = flow.delayed || (acts && entry.delay > engine::Duration());
    }
}

std::vector<EdgeFlow> flows_between(const Simulation& lag, const Simulation& lead) {
    const double passed_s = (lead.world().now() - lag.world().now()).seconds();
    std::vector<EdgeFlow> flows;
    for (std::uint32_t index = 0; index < lead.scenario().edges.size(); ++index) {
        const models::Edge& edge = lead.scenario().edges[index];
        const EdgeRecord& now = lead.recording().edges()[index];
        const EdgeRecord& before = lag.recording().edges()[index];
        const std::uint64_t attempts = now.attempts - before.attempts;
        const std::uint64_t over = ended(now) - ended(before);
        const std::uint64_t ok = now.outcomes[0] - before.outcomes[0];
        EdgeFlow flow{.caller = edge.caller, .callee = edge.callee};
        flow.attempts_per_s = passed_s > 0.0 ? static_cast<double>(attempts) / passed_s : 0.0;
        flow.retry_share = share(now.retries - before.retries, attempts);
        flow.failed_share = share(over - ok, over);
        flow.failure = main_failure(now, before);
        mark_disturbed(flow, lead, index);
        flows.push_back(std::move(flow));
    }
    return flows;
}

std::vector<std::string> acting_in(const Simulation& simulation) {
    std::vector<std::string> names;
    for (const models::TimelineEntry& entry : simulation.scenario().timeline)
        if (simulation.world().active[entry.index] != 0)
            names.push_back(entry.name);
    return names;
}

Snapshot snapshot_of(const Simulation& lead, const Simulation& lag) {
    Snapshot snapshot;
    snapshot.at = lead.world().now();
    const engine::Time zero = lead.scenario().zero;
    snapshot.at_s = static_cast<double>(snapshot.at.ns() - zero.ns()) / 1e9;
    snapshot.hash = lead.fingerprint();
    snapshot.cards = cards_of(lead);
    snapshot.edges = flows_between(lag, lead);
    snapshot.acting = acting_in(lead);
    if (const auto window = last_window(lead)) {
        const analysis::JourneyFigures all =
            analysis::journey_figures(lead, {.first = *window, .end = *window + 1}, std::nullopt);
        const double window_s = lead.recording().window().seconds();
        snapshot.goodput_per_s = static_cast<double>(all.good) / window_s;
        snapshot.offered_per_s = static_cast<double>(all.offered) / window_s;
    }
    return snapshot;
}

engine::Time before(engine::Time at, engine::Duration by) {
    return at.ns() > by.ns() ? engine::Time::from_ns(at.ns() - by.ns()) : engine::Time();
}

/// Remembers when things happened.
class FactTimes : public models::Observer {
  public:
    explicit FactTimes(engine::Time at) : at_(at) {}

    void on_fact(const models::Fact& fact) override {
        if (fact.time < at_)
            last_before = fact.time;
        else if (!first_from)
            first_from = fact.time;
    }
    std::optional<engine::Time> last_before;
    std::optional<engine::Time> first_from;

  private:
    engine::Time at_;
};

} // namespace

/// Brings a simulation to `to`, observed from `from` on at the latest.
void Projector::go(std::optional<Simulation>& simulation, engine::Time to, engine::Time from,
                   models::Observer* observer) {
    const Keyframe keyframe = film_->nearest(from);
    const bool behind = simulation && simulation->world().now() <= to;
    const bool far = behind && keyframe->world().now() > simulation->world().now();
    if (!behind || far) {
        if (observer != nullptr)
            flow_.clear();
        simulation.reset();
        simulation.emplace(*keyframe);
        if (simulation->world().now() < from)
            run_on(*simulation, from);
    }
    simulation->observe(observer);
    run_on(*simulation, to);
}

std::shared_ptr<const Snapshot> Projector::project(engine::Time at, engine::Duration flow) {
    if (film_->nearest(at) == nullptr)
        return nullptr;
    at = std::min(at, film_->until());
    const engine::Duration window = film_->nearest(at)->recording().window();
    go(lead_, at, before(at, flow), &flow_);
    go(lag_, before(at, window), before(at, window), nullptr);
    lead_->close_windows();
    flow_.forget_until(before(at, flow));
    auto snapshot = std::make_shared<Snapshot>(snapshot_of(*lead_, *lag_));
    flow_.show(*snapshot, at, flow);
    return snapshot;
}

std::optional<engine::Time> Projector::next_fact(engine::Time at) const {
    const Keyframe keyframe = film_->nearest(at);
    if (keyframe == nullptr)
        return std::nullopt;
    Simulation simulation = *keyframe;
    run_on(simulation, std::max(at, simulation.world().now()));
    FactTimes times(at);
    simulation.observe(&times);
    while (!times.first_from) {
        engine::RunLimits one;
        one.events = simulation.world().clockwork.events + 1;
        if (simulation.run_until(film_->until(), one) != engine::StopReason::kTooManyEvents)
            break;
    }
    if (!times.first_from)
        return std::nullopt;
    return *times.first_from + engine::Duration::from_ns(1);
}

std::optional<engine::Time> Projector::previous_fact(engine::Time at) const {
    engine::Time end = at;
    while (true) {
        const Keyframe keyframe = film_->nearest(before(end, engine::Duration::from_ns(1)));
        if (keyframe == nullptr)
            return std::nullopt;
        const engine::Time begin = keyframe->world().now();
        if (begin >= end)
            return std::nullopt;
        Simulation simulation = *keyframe;
        FactTimes times(before(at, engine::Duration::from_ns(1)));
        simulation.observe(&times);
        run_on(simulation, end);
        if (times.last_before)
            return *times.last_before + engine::Duration::from_ns(1);
        if (begin == engine::Time())
            return std::nullopt;
        end = begin;
    }
}

} // namespace shaketable::gui
