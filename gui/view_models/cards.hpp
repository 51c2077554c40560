// The components of a run at an instant, with a word for how each is.
#pragma once

#include "gui/view_models/snapshot.hpp"
#include "models/simulation.hpp"

namespace shaketable::gui {

/// The number of the last whole window before the instant at which the simulation stands.
[[nodiscard]] std::optional<std::size_t> last_window(const models::Simulation& simulation);
[[nodiscard]] std::vector<Card> cards_of(const models::Simulation& simulation);

} // namespace shaketable::gui
