#include "gui/view_models/take.hpp"

#include "analysis/evidence.hpp"
#include "analysis/result_json.hpp"

namespace shaketable::gui {

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
    models::Simulation simulation(plan_.scenario, plan_.seed);
    static_cast<void>(film_->shoot(std::move(simulation), [this] { return goes_on(); }));
    shot_ = true;
    end();
}

void Take::judge() {
    analysis::ResultAndTwin both = analysis::run_variant_and_twin(
        plan_.scenario,
        {.seed = plan_.seed, .keep_going = [this](const models::Simulation&) { return !cancelled_.load(); }});
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
    --running_;
    tell_();
}

double Take::progress() const {
    return static_cast<double>(film_->until().ns()) / static_cast<double>(plan_.scenario->end.ns());
}

std::shared_ptr<const Outcome> Take::outcome() const {
    const std::scoped_lock lock(mutex_);
    return outcome_;
}

} // namespace shaketable::gui
