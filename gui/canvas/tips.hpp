// What the canvas tells of whatever is pointed at.
#pragma once

#include "gui/view_models/snapshot.hpp"

#include <QString>

namespace shaketable::gui {

/// Requires that the component has this replica.
[[nodiscard]] QString cell_tip(const Card& card, std::uint32_t replica);
/// All that a card has no room for.
[[nodiscard]] QString card_tip(const Card& card);
[[nodiscard]] QString edge_tip(const Snapshot& snapshot, const EdgeFlow& flow);

} // namespace shaketable::gui
