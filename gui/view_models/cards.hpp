// The components of a run at an instant, with a word for how each is.
#pragma once

#include "gui/view_models/film.hpp"
#include "gui/view_models/health.hpp"
#include "gui/view_models/snapshot.hpp"
#include "models/simulation.hpp"

namespace shaketable::gui {

/// What a card shows of a whole window.
struct CardFigures {
    StateFigures state = {};
    std::optional<double> rate = {};
    std::optional<double> queue = {};        // none of a client: it is of the instant
    std::vector<StateFigures> replicas = {}; // of a server
};

/// The windows that everything tells of at an instant: the one that the instant is in, or the last before it
/// that is over as far as the run has come.
struct ToldWindows {
    std::optional<std::size_t> last = {};
    std::optional<std::size_t> settled = {}; // its journeys have all been good, or too late by now

    bool operator==(const ToldWindows&) const = default;
};
/// `run`: as far as it has come.
[[nodiscard]] ToldWindows told_windows(const models::Simulation& run, engine::Time at);
/// By component: servers' of the one window, clients' of the one that is settled. None before there is one.
[[nodiscard]] std::vector<CardFigures> figures_of(const models::Simulation& simulation,
                                                  const ToldWindows& windows);
/// Only the meters: below 0 where there was nothing to measure.
[[nodiscard]] std::vector<float> meters_of(const models::Simulation& simulation, std::size_t window);
/// What those who call each component have seen of it, by component: the share of their calls that timed out.
[[nodiscard]] std::vector<double> timed_out_shares(const models::Scenario& scenario,
                                                   const std::vector<EdgeFigures>& edges);
/// `figures`: empty: there are none yet.
[[nodiscard]] std::vector<Card> cards_of(const models::Simulation& simulation,
                                         const std::vector<CardFigures>& figures);

} // namespace shaketable::gui
