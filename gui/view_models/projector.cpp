#include "gui/view_models/projector.hpp"

#include "analysis/journey_results.hpp"
#include "models/policy_view.hpp"

#include <algorithm>
#include <chrono>

namespace shaketable::gui {

namespace {

using models::Simulation;

void mark_disturbed(EdgeFlow& flow, const Simulation& simulation, std::uint32_t edge) {
    for (const models::TimelineEntry& entry : simulation.scenario().timeline) {
        const bool acts = simulation.world().active[entry.index] != 0 &&
                          std::find(entry.edges.begin(), entry.edges.end(), edge) != entry.edges.end();
        flow.cut = flow.cut || (acts && entry.cuts != models::Cut::kNot);
        flow.delayed = flow.delayed || (acts && entry.delay > engine::Duration());
    }
}

/// `figures`: by edge; empty: there are none yet.
std::vector<EdgeFlow> flows_of(const Simulation& simulation, const std::vector<EdgeFigures>& figures) {
    std::vector<EdgeFlow> flows;
    for (std::uint32_t index = 0; index < simulation.scenario().edges.size(); ++index) {
        const models::Edge& edge = simulation.scenario().edges[index];
        EdgeFlow flow{.caller = edge.caller, .callee = edge.callee};
        if (!figures.empty()) {
            const EdgeFigures& of_window = figures[index];
            flow.attempts_per_s = of_window.attempts_per_s;
            flow.retry_share = of_window.retry_share;
            flow.failed_share = of_window.failed_share;
            if (of_window.failure != models::Outcome::kOk)
                flow.failure = models::name_of(of_window.failure);
            std::replace(flow.failure.begin(), flow.failure.end(), '_', ' ');
        }
        mark_disturbed(flow, simulation, index);
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
        const FactStep step{.at = fact.time + engine::Duration::from_ns(1), .fact = fact};
        if (fact.time < at_)
            last_before = step;
        else if (!first_from)
            first_from = step;
    }
    std::optional<FactStep> last_before;
    std::optional<FactStep> first_from;

  private:
    engine::Time at_;
};

} // namespace

Snapshot Projector::picture(const Simulation& lead) {
    const Keyframe latest = film_->nearest(film_->until()); // it knows of the windows that are over
    const ToldWindows windows = told_windows(*latest, lead.world().now());
    if (windows != windows_) {
        windows_ = windows;
        figures_ = figures_of(*latest, windows);
        if (windows.last) {
            const std::vector<double> shares =
                timed_out_shares(latest->scenario(), film_->edges_in(*windows.last));
            for (std::size_t index = 0; index < figures_.size(); ++index)
                figures_[index].state.timed_out_share = shares[index];
        }
    }
    Snapshot snapshot;
    snapshot.at = lead.world().now();
    snapshot.at_s = static_cast<double>(snapshot.at.ns() - lead.scenario().zero.ns()) / 1e9;
    snapshot.hash = lead.fingerprint();
    snapshot.cards = cards_of(lead, figures_);
    snapshot.edges =
        flows_of(lead, windows.last ? film_->edges_in(*windows.last) : std::vector<EdgeFigures>());
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
        *latest, {.first = *windows.settled, .end = *windows.settled + 1}, std::nullopt);
    const double window_s = lead.recording().window().seconds();
    snapshot.goodput_per_s = static_cast<double>(all.good) / window_s;
    snapshot.offered_per_s = static_cast<double>(all.offered) / window_s;
    return snapshot;
}

/// Whether it is best reached from where the simulation stands.
bool Projector::is_ahead(const Way& way) const {
    return lead_ && lead_->world().now() <= way.to &&
           film_->nearest(way.from)->world().now() <= lead_->world().now();
}

engine::Duration Projector::distance(const Way& way) const {
    const engine::Time begin = is_ahead(way) ? lead_->world().now() : film_->nearest(way.from)->world().now();
    return way.to > begin ? way.to - begin : engine::Duration();
}

/// Brings the simulation on its way. If it is broken off, the simulation is of no more use.
bool Projector::go(const Way& way, const KeepGoing& keep_going) {
    bool arrived = true;
    if (!is_ahead(way)) {
        flow_.clear();
        const Keyframe keyframe = film_->nearest(way.from);
        lead_.reset();
        lead_.emplace(*keyframe);
        lead_->forget_windows();
        if (lead_->world().now() < way.from)
            arrived = run_on(*lead_, way.from, keep_going);
    }
    lead_->observe(&flow_);
    arrived = arrived && run_on(*lead_, way.to, keep_going);
    if (!arrived)
        lead_.reset();
    return arrived;
}

std::shared_ptr<const Snapshot> Projector::project(engine::Time at, engine::Duration flow,
                                                   const KeepGoing& keep_going) {
    using Clock = std::chrono::steady_clock;
    if (film_->nearest(at) == nullptr)
        return nullptr;
    at = std::min(at, film_->until());
    const Way lead{.from = before(at, flow), .to = at};
    const engine::Duration way = distance(lead);
    const auto begin = Clock::now();
    if (!go(lead, keep_going))
        return nullptr;
    const double took_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    if (took_ms > 1.0)
        pace_ = static_cast<double>(way.ns()) / took_ms;
    flow_.forget_until(lead.from);
    auto snapshot = std::make_shared<Snapshot>(picture(*lead_));
    flow_.show(*snapshot, at, flow);
    return snapshot;
}

std::shared_ptr<const Snapshot> Projector::at_hand(engine::Time at, engine::Duration flow) {
    constexpr double kPatience_ms = 50.0;
    if (film_->nearest(at) == nullptr)
        return nullptr;
    at = std::min(at, film_->until());
    const Keyframe keyframe = film_->nearest(at);
    const Way lead{.from = before(at, flow), .to = at};
    const auto way = static_cast<double>(distance(lead).ns());
    if (pace_ == 0.0 ? keyframe->world().now() == at : way / pace_ < kPatience_ms)
        return nullptr;
    auto snapshot = std::make_shared<Snapshot>(picture(*keyframe));
    snapshot->is_near = true;
    return snapshot;
}

std::optional<FactStep> Projector::next_fact(engine::Time at) const {
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
    return times.first_from;
}

std::optional<FactStep> Projector::previous_fact(engine::Time at) const {
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
            return times.last_before;
        if (begin == engine::Time())
            return std::nullopt;
        end = begin;
    }
}

} // namespace shaketable::gui
