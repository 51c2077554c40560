#include "gui/view_models/take.hpp"

#include "analysis/build_result.hpp"
#include "analysis/result_json.hpp"
#include "gui/view_models/cards.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace shaketable::gui {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenPreviews = std::chrono::milliseconds(500);
constexpr auto kDearestPreview =
    std::chrono::milliseconds(150); // a dearer one is the last: nothing cancels it
constexpr int kCostOfPreviews = 10; // at most one part in so many of the time

/// People come first: the window must answer while all cores simulate.
void give_way() {
    constexpr int kNicer = 5;
    static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNicer));
}

} // namespace

Take::Take(Plan plan, std::function<void()> tell)
    : plan_(std::move(plan)),
      tell_(std::move(tell)),
      film_(std::make_shared<Film>(plan_.budget)),
      shooter_([this] { shoot(); }),
      judge_([this] { judge(); }) {}

Take::~Take() { cancel(); }

bool Take::goes_on() {
    tell_();
    return !cancelled_;
}

void Take::shoot() {
    give_way();
    if (plan_.is_filmed)
        static_cast<void>(film_->shoot(
            models::Simulation(plan_.scenario, plan_.seed), [this] { return goes_on(); },
            [this](const models::Simulation& simulation) { preview_of(simulation); }));
    shot_ = true;
    end();
}

void Take::preview_of(const models::Simulation& simulation) {
    const auto begin = Clock::now();
    const ToldWindows windows = told_windows(simulation, simulation.world().now());
    if (begin < next_preview_ || outcome() != nullptr || !windows.settled)
        return;
    models::Simulation so_far = simulation;
    so_far.finish_recording();
    auto preview = std::make_shared<analysis::Result>(analysis::build_result(so_far));
    preview->series.total.judged = std::min(preview->series.total.judged, *windows.settled + 1);
    {
        const std::scoped_lock lock(mutex_);
        preview_ = std::move(preview);
    }
    const auto end = Clock::now();
    next_preview_ = end - begin > kDearestPreview
                        ? Clock::time_point::max()
                        : end + std::max<Clock::duration>(kBetweenPreviews, (end - begin) * kCostOfPreviews);
    tell_();
}

void Take::judge() {
    give_way();
    analysis::ResultAndTwin both = analysis::run_variant_and_twin(
        plan_.scenario, {.seed = plan_.seed,
                         .keep_going = [this](const models::Simulation&) { return !cancelled_.load(); },
                         .partial_if_cancelled = false});
    if (cancelled_)
        return end();
    auto outcome = std::make_shared<Outcome>();
    outcome->result = std::move(both.result);
    outcome->twin = std::move(both.twin);
    outcome->result.variant = plan_.variant;
    outcome->json = analysis::json_of(analysis::Entry{.result = outcome->result});
    outcome->evidence = analysis::evidence_of(outcome->json);
    {
        const std::scoped_lock lock(mutex_);
        outcome_ = std::move(outcome);
    }
    end();
}

void Take::end() {
    tell_();
    --running_; // whoever was told may be gone from now on
}

double Take::progress() const {
    return static_cast<double>(film_->until().ns()) / static_cast<double>(plan_.scenario->end.ns());
}

std::shared_ptr<const Outcome> Take::outcome() const {
    const std::scoped_lock lock(mutex_);
    return outcome_;
}

std::shared_ptr<const analysis::Result> Take::preview() const {
    const std::scoped_lock lock(mutex_);
    return preview_;
}

} // namespace shaketable::gui
