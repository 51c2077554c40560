// Shows any instant of a film. Going forward it runs on; going back, or far, it begins at the nearest
// keyframe.
#pragma once

#include "gui/view_models/cards.hpp"
#include "gui/view_models/film.hpp"
#include "gui/view_models/flow.hpp"
#include "gui/view_models/snapshot.hpp"

#include <optional>

namespace shaketable::gui {

/// To just after something that can be observed.
struct FactStep {
    engine::Time at = {};
    models::Fact fact = {};
};

class Projector {
  public:
    explicit Projector(std::shared_ptr<const Film> film) : film_(std::move(film)) {}

    using KeepGoing = std::function<bool()>;

    /// The run at an instant, at most as far as it has been shot; nullptr: nothing has been, or it was broken
    /// off. `flow` is how long a particle is on its way.
    [[nodiscard]] std::shared_ptr<const Snapshot> project(engine::Time at, engine::Duration flow,
                                                          const KeepGoing& keep_going = {});

    /// What is at hand near the instant, if to reach it would take longer than one should wait; nullptr: it
    /// will not.
    [[nodiscard]] std::shared_ptr<const Snapshot> at_hand(engine::Time at, engine::Duration flow);

    /// The instant just after the next thing that can be observed from `at` on, or just before the last one
    /// before it. Nothing: there is none.
    [[nodiscard]] std::optional<FactStep> next_fact(engine::Time at) const;
    [[nodiscard]] std::optional<FactStep> previous_fact(engine::Time at) const;

  private:
    /// Where a simulation is to be, and from when on it is observed at the latest.
    struct Way {
        engine::Time from;
        engine::Time to;
    };
    [[nodiscard]] bool go(const Way& way, const KeepGoing& keep_going);
    [[nodiscard]] engine::Duration distance(const Way& way) const;
    [[nodiscard]] bool is_ahead(const Way& way) const;
    [[nodiscard]] Snapshot picture(const models::Simulation& lead);

    std::shared_ptr<const Film> film_;
    double pace_ = 0.0;   // simulated ns a wall-clock ms, of late; 0: not known
    ToldWindows windows_; // of the figures
    std::vector<CardFigures> figures_;
    std::optional<models::Simulation> lead_; // stands at the instant
    Flow flow_;
};

} // namespace shaketable::gui
