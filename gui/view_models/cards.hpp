// The components of a run at an instant, with a word for how each is.
#pragma once

#include "gui/view_models/snapshot.hpp"
#include "models/simulation.hpp"

namespace shaketable::gui {

/// What a card shows of a whole window.
struct CardFigures {
    std::optional<double> meter = {};
    std::optional<double> rate = {};
    std::optional<double> queue = {}; // none of a client: it is of the instant
    double bad_share = 0.0;           // rejected of those that arrived; of a client: not good of those asked
    double error_share = 0.0;         // of a server's answers
};

/// The windows that cards tell of at the instant at which a simulation stands.
struct ToldWindows {
    std::optional<std::size_t> last = {};    // the last whole one
    std::optional<std::size_t> settled = {}; // the last whose journeys have all been good, or too late by now

    bool operator==(const ToldWindows&) const = default;
};
[[nodiscard]] ToldWindows told_windows(const models::Simulation& simulation);
/// By component: servers' of the last window, clients' of the last that is settled. None before there is one.
[[nodiscard]] std::vector<CardFigures> figures_of(const models::Simulation& simulation,
                                                  const ToldWindows& windows);
/// Only the meters: below 0 where there was nothing to measure.
[[nodiscard]] std::vector<float> meters_of(const models::Simulation& simulation, std::size_t window);
/// `figures`: empty: there are none yet.
[[nodiscard]] std::vector<Card> cards_of(const models::Simulation& simulation,
                                         const std::vector<CardFigures>& figures);

} // namespace shaketable::gui
