#include "gui/view_models/projector.hpp"

#include "analysis/journey_results.hpp"
#include "models/policy_view.hpp"

#include <algorithm>
#include <chrono>
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

/// "breaker open", or "breaker open (2 of 3)" where only some of the replicas hold back.
void add_signs(std::vector<EdgeFlow>& flows, const Simulation& simulation) {
    for (const models::PolicySign& sign : models::policy_signs(simulation)) {
        std::string text(sign.sign);
        const std::uint32_t caller = simulation.scenario().edges[sign.edge].caller;
        const std::uint32_t all = simulation.scenario().components[caller].instances;
        if (sign.replicas < all)
            text += " (" + std::to_string(sign.replicas) + " of " + std::to_string(all) + ")";
        flows[sign.edge].signs.push_back(std::move(text));
    }
}

std::vector<std::string> acting_in(const Simulation& simulation) {
    std::vector<std::string> names;
    for (const models::TimelineEntry& entry : simulation.scenario().timeline)
        if (simulation.world().active[entry.index] != 0)
            names.push_back(entry.name);
    return names;
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

Snapshot Projector::picture(const Simulation& lead, const Simulation& lag) {
    const ToldWindows windows = told_windows(lead);
    if (windows != windows_) {
        windows_ = windows;
        figures_ = figures_of(lead, windows);
    }
    Snapshot snapshot;
    snapshot.at = lead.world().now();
    snapshot.at_s = static_cast<double>(snapshot.at.ns() - lead.scenario().zero.ns()) / 1e9;
    snapshot.hash = lead.fingerprint();
    snapshot.cards = cards_of(lead, figures_);
    snapshot.edges = flows_between(lag, lead);
    add_signs(snapshot.edges, lead);
    snapshot.acting = acting_in(lead);
    snapshot.window = windows.last;
    snapshot.settled_window = windows.settled;
    if (windows.last)
        for (std::size_t card = 0; card < snapshot.cards.size(); ++card)
            snapshot.cards[card].spark = film_->meters_before(*windows.last + 1, card);
    if (!windows.settled)
        return snapshot;
    const analysis::JourneyFigures all = analysis::journey_figures(
        lead, {.first = *windows.settled, .end = *windows.settled + 1}, std::nullopt);
    const double window_s = lead.recording().window().seconds();
    snapshot.goodput_per_s = static_cast<double>(all.good) / window_s;
    snapshot.offered_per_s = static_cast<double>(all.offered) / window_s;
    return snapshot;
}

/// Whether it is best reached from where the simulation stands.
bool Projector::is_ahead(const std::optional<Simulation>& simulation, const Way& way) const {
    return simulation && simulation->world().now() <= way.to &&
           film_->nearest(way.from)->world().now() <= simulation->world().now();
}

engine::Duration Projector::distance(const std::optional<Simulation>& simulation, const Way& way) const {
    const engine::Time begin =
        is_ahead(simulation, way) ? simulation->world().now() : film_->nearest(way.from)->world().now();
    return way.to > begin ? way.to - begin : engine::Duration();
}

/// Brings a simulation on its way. If it is broken off, the simulation is of no more use.
bool Projector::go(std::optional<Simulation>& simulation, const Way& way, models::Observer* observer,
                   const KeepGoing& keep_going) {
    bool arrived = true;
    if (!is_ahead(simulation, way)) {
        if (observer != nullptr)
            flow_.clear();
        const Keyframe keyframe = film_->nearest(way.from);
        simulation.reset();
        simulation.emplace(*keyframe);
        simulation->forget_windows();
        if (simulation->world().now() < way.from)
            arrived = run_on(*simulation, way.from, keep_going);
    }
    simulation->observe(observer);
    arrived = arrived && run_on(*simulation, way.to, keep_going);
    if (!arrived)
        simulation.reset();
    return arrived;
}

std::shared_ptr<const Snapshot> Projector::project(engine::Time at, engine::Duration flow,
                                                   const KeepGoing& keep_going) {
    using Clock = std::chrono::steady_clock;
    if (film_->nearest(at) == nullptr)
        return nullptr;
    at = std::min(at, film_->until());
    const engine::Duration window = film_->nearest(at)->recording().window();
    const Way lead{.from = before(at, flow), .to = at};
    const Way lag{.from = before(at, window), .to = before(at, window)};
    const engine::Duration way = distance(lead_, lead);
    const auto begin = Clock::now();
    if (!go(lag_, lag, nullptr, keep_going))
        return nullptr;
    if (!is_ahead(lead_, lead) && lag.to <= lead.from) { // the one on its way is the other's beginning
        flow_.clear();
        lead_.reset();
        lead_.emplace(*lag_);
    }
    if (!go(lead_, lead, &flow_, keep_going))
        return nullptr;
    const double took_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    if (took_ms > 1.0)
        pace_ = static_cast<double>(way.ns()) / took_ms;
    lead_->close_windows();
    flow_.forget_until(lead.from);
    auto snapshot = std::make_shared<Snapshot>(picture(*lead_, *lag_));
    flow_.show(*snapshot, at, flow);
    return snapshot;
}

/// The keyframe itself; what flowed over its edges in the window before is of the one before it.
std::shared_ptr<const Snapshot> Projector::at_hand(engine::Time at, engine::Duration flow) {
    constexpr double kPatience_ms = 50.0;
    if (film_->nearest(at) == nullptr)
        return nullptr;
    at = std::min(at, film_->until());
    const Keyframe keyframe = film_->nearest(at);
    const engine::Duration window = keyframe->recording().window();
    const Way lead{.from = before(at, flow), .to = at};
    const auto way = static_cast<double>(distance(lead_, lead).ns());
    if (pace_ == 0.0 ? keyframe->world().now() == at : way / pace_ < kPatience_ms)
        return nullptr;
    const Keyframe earlier = film_->nearest(before(keyframe->world().now(), window));
    auto snapshot = std::make_shared<Snapshot>(picture(*keyframe, *earlier));
    snapshot->is_near = true;
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
