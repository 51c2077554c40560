#include "gui/view_models/health.hpp"

#include <algorithm>
#include <string>

namespace shaketable::gui {

namespace {

constexpr double kStrainedUse = 0.7;
constexpr double kBadUse = 0.9;
constexpr double kAllHeld = 0.95;     // of the workers
constexpr double kLongQueue_s = 1.0;  // what people notice
constexpr double kSomeQueue_s = 0.1;  // what they feel is not at once
constexpr double kSomeQueue = 5.0;    // requests: what a moment's arrivals don't explain
constexpr std::uint32_t kHoldsUp = 3; // a moment's chance holds up fewer

/// All workers wait for somebody else, or nearly: cores have nothing to do with it.
bool holds_all_workers(const StateFigures& figures) {
    return figures.workers_held >= kAllHeld && figures.queue.value_or(0.0) >= 1.0;
}

bool queues_for(const StateFigures& figures, double at_least_s) {
    return figures.queue.value_or(0.0) >= kSomeQueue && figures.queued_s.value_or(0.0) >= at_least_s;
}

std::optional<State> bad_state(const StateFigures& figures) {
    if (figures.bad_share >= kBadFailures)
        return State{Health::kBad, "refusing"};
    if (figures.meter.value_or(0.0) >= kBadUse)
        return State{Health::kBad, "saturated"};
    if (figures.error_share >= kBadFailures)
        return State{Health::kBad, "failing"};
    if (figures.is_stuck) // all that it serves wait: for a lock, or for somebody else
        return State{Health::kBad, "stuck"};
    if (figures.failed_calls_share >= kBadFailures)
        return State{Health::kBad, "calls fail"};
    if (holds_all_workers(figures) && queues_for(figures, kLongQueue_s))
        return State{Health::kBad, "all workers wait"};
    if (queues_for(figures, kLongQueue_s))
        return State{Health::kBad, "long queue"};
    if (figures.timed_out_share >= kBadFailures)
        return State{Health::kBad, "callers time out"};
    if (figures.holds_up >= kHoldsUp)
        return State{Health::kBad, "blocks others"};
    return std::nullopt;
}

std::string_view word_of(const analysis::Sign& sign) {
    if (!sign.words.state.empty())
        return sign.words.state;
    return sign.kind == models::MetricKind::kTiming ? "late" : "many wait";
}

std::size_t count(const Card& card, std::string_view word) {
    return static_cast<std::size_t>(std::count_if(card.cells.begin(), card.cells.end(),
                                                  [word](const Cell& cell) { return cell.word == word; }));
}

} // namespace

StateFigures state_figures(const analysis::ServerFigures& figures) {
    return {.meter = figures.utilisation,
            .bad_share = figures.rejected_share,
            .error_share = figures.error_share,
            .is_stuck = figures.is_stuck,
            .workers_held = figures.workers_held,
            .queue = figures.queue_depth,
            .queued_s = figures.queued_s};
}

State state_of(const StateFigures& figures) {
    if (const auto bad = bad_state(figures))
        return *bad;
    if (figures.bad_share >= kStrainedFailures)
        return {Health::kStrained, "refuses some"};
    if (figures.error_share >= kStrainedFailures)
        return {Health::kStrained, "some fail"};
    if (figures.failed_calls_share >= kStrainedFailures)
        return {Health::kStrained, "some calls fail"};
    if (figures.timed_out_share >= kStrainedFailures)
        return {Health::kStrained, "some time out"};
    if (figures.sign && analysis::is_worrying(*figures.sign))
        return {Health::kStrained, word_of(*figures.sign)};
    if (holds_all_workers(figures))
        return {Health::kStrained, "all workers wait"};
    if (queues_for(figures, kSomeQueue_s))
        return {Health::kStrained, "queues up"};
    if (figures.meter.value_or(0.0) >= kStrainedUse)
        return {Health::kStrained, "busy"};
    return {};
}

Cell cell_of(models::InstanceView view, const StateFigures& figures) {
    State state = state_of(figures);
    if (view.crashed)
        state = {Health::kDown, "down"};
    else if (view.stage == models::LifeStage::kAbsent)
        state = {Health::kWell, "absent"};
    else if (view.stage == models::LifeStage::kStarting)
        state = {Health::kWell, "starting"};
    else if (view.stage == models::LifeStage::kLeaving && state.health == Health::kWell)
        state = {Health::kWell, "leaving"};
    else if (view.stage == models::LifeStage::kWarmingUp) // its own slowness, not one that was injected
        state = {state.health, state.health == Health::kWell ? "warming up" : state.word};
    else if (view.speed < 1.0 && state.word != "refusing")
        state = {Health::kBad, "slowed"};
    return {.view = std::move(view), .health = state.health, .word = state.word, .meter = figures.meter};
}

void call_server(Card& card, const StateFigures& figures) {
    const auto present = static_cast<std::size_t>( // as in the metric: those that leave are not among them
        std::count_if(card.cells.begin(), card.cells.end(), [](const Cell& cell) {
            return cell.view.stage != models::LifeStage::kAbsent &&
                   cell.view.stage != models::LifeStage::kLeaving;
        }));
    const std::size_t down = count(card, "down");
    State state = state_of(figures);
    if (count(card, "slowed") > 0 && state.word != "refusing")
        state = {Health::kBad, "slowed"};
    card.health = state.health;
    card.word = state.word;
    card.present = static_cast<std::uint32_t>(present);
    if (down > 0) {
        card.health = down == present ? Health::kDown : Health::kBad;
        card.word =
            down == present ? "down" : std::to_string(down) + " of " + std::to_string(present) + " down";
        return;
    }
    if (state.health == Health::kWell)
        for (const std::string_view word : {"starting", "warming up"})
            if (const std::size_t some = count(card, word); some > 0) {
                card.word = std::to_string(some) + " " + std::string(word);
                return;
            }
}

void call_client(Card& card, const StateFigures& figures) {
    const bool is_bad = figures.bad_share >= kBadFailures;
    const bool is_strained = figures.bad_share >= kStrainedFailures;
    card.health = is_bad ? Health::kBad : is_strained ? Health::kStrained : Health::kWell;
    card.word = is_bad ? "failing" : is_strained ? "some fail" : "served";
    if (!figures.meter) // nobody has asked anything
        card.word = card.queue.value_or(0.0) > 0.0 ? "waiting" : "idle";
}

} // namespace shaketable::gui
