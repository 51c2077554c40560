// Shows any instant of a film. Going forward it runs on; going back, or far, it begins at the nearest
// keyframe.
#pragma once

#include "gui/view_models/film.hpp"
#include "gui/view_models/flow.hpp"
#include "gui/view_models/snapshot.hpp"

#include <optional>

namespace shaketable::gui {

class Projector {
  public:
    explicit Projector(std::shared_ptr<const Film> film) : film_(std::move(film)) {}

    /// The run at an instant, at most as far as it has been shot; nullptr: nothing has been. `flow` is how
    /// long a particle is on its way.
    [[nodiscard]] std::shared_ptr<const Snapshot> project(engine::Time at, engine::Duration flow);

    /// The instant just after the next thing that can be observed from `at` on, or just before the last one
    /// before it. Nothing: there is none.
    [[nodiscard]] std::optional<engine::Time> next_fact(engine::Time at) const;
    [[nodiscard]] std::optional<engine::Time> previous_fact(engine::Time at) const;

  private:
    void go(std::optional<models::Simulation>& simulation, engine::Time to, engine::Time from,
            models::Observer* observer);

    std::shared_ptr<const Film> film_;
    std::optional<models::Simulation> lead_; // stands at the instant
    std::optional<models::Simulation> lag_;  // a window before it
    Flow flow_;
};

} // namespace shaketable::gui
