#include "gui/view_models/seeker.hpp"

#include "analysis/observed_fact.hpp"

#include <algorithm>
#include <cstdlib>

namespace shaketable::gui {

Seeker::Seeker(Show show)
    : show_(std::move(show)), thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Seeker::~Seeker() {
    overtaken_ = true;
    thread_.request_stop();
    wished_.notify_all();
}

void Seeker::load(std::shared_ptr<const Film> film) {
    const std::scoped_lock lock(mutex_);
    film_ = std::move(film);
    wish_.reset();
    overtaken_ = true;
}

void Seeker::wish(const Wish& wish) {
    {
        const std::scoped_lock lock(mutex_);
        wish_ = wish;
        wish_->film = film_;
        overtaken_ = true;
    }
    wished_.notify_one();
}

void Seeker::seek(engine::Time at, engine::Duration flow) { wish({.film = {}, .at = at, .flow = flow}); }

void Seeker::step(int events, engine::Duration flow) {
    Wish next{.film = {}, .at = {}, .flow = flow, .steps = events};
    {
        const std::scoped_lock lock(mutex_);
        if (wish_) {
            next.at = wish_->at;
            next.steps += wish_->steps;
        }
    }
    wish(next);
}

namespace {

/// "orders/2: call ended, refused".
std::string told_fact(const Snapshot& snapshot, const models::Fact& fact) {
    const Card& card = snapshot.cards[fact.component];
    std::string text = card.name;
    if (card.cells.size() > 1)
        text += "/" + std::to_string(fact.replica);
    text += ": " + std::string(analysis::name_of(fact.what));
    if (fact.outcome != models::Outcome::kOk)
        text += ", " + std::string(models::name_of(fact.outcome));
    if (fact.attempt > 1)
        text += ", attempt " + std::to_string(fact.attempt);
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(card.name.size()), text.end(), '_', ' ');
    return text;
}

} // namespace

void Seeker::serve(const std::stop_token& stop) {
    while (true) {
        std::optional<Wish> wish;
        {
            std::unique_lock lock(mutex_);
            wished_.wait(lock, stop, [this] { return wish_.has_value(); });
            if (stop.stop_requested())
                return;
            wish = std::exchange(wish_, std::nullopt);
            overtaken_ = false;
        }
        if (wish->film != nullptr)
            fulfil(*wish);
    }
}

/// As far as there are events to step to; nothing: there is none. The last one's facts, too.
std::optional<FactStep> Seeker::stepped(engine::Time at, int steps) const {
    std::optional<FactStep> last;
    for (int step = 0; step < std::abs(steps); ++step) {
        const auto next = steps > 0 ? projector_->next_fact(at) : projector_->previous_fact(at);
        if (!next)
            break;
        at = next->at;
        last = next;
    }
    return last;
}

void Seeker::fulfil(const Wish& wish) {
    if (loaded_ != wish.film) {
        loaded_ = wish.film;
        projector_.emplace(loaded_);
    }
    at_ = wish.at.value_or(at_);
    if (wish.steps != 0) {
        const std::optional<FactStep> step = stepped(at_, wish.steps);
        at_ = step ? step->at : at_;
        if (auto there = projector_->project(at_, wish.flow)) {
            std::string event = step ? told_fact(*there, step->fact) : std::string();
            show_({std::move(there), loaded_, Answer::kStep, std::move(event)});
        }
        return;
    }
    if (auto near = projector_->at_hand(at_, wish.flow))
        show_({std::move(near), loaded_, Answer::kNear});
    if (auto exact = projector_->project(at_, wish.flow, [this] { return !overtaken_.load(); }))
        show_({std::move(exact), loaded_, Answer::kExact});
}

} // namespace shaketable::gui
