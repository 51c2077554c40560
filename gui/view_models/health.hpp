// A word for how a component, or one of its replicas, is.
#pragma once

#include "analysis/server_window.hpp"
#include "gui/view_models/snapshot.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace shaketable::gui {

/// From what one calls it well or not.
struct StateFigures {
    std::optional<double> meter = {};
    double bad_share = 0.0;           // rejected of those that arrived; of a client: not good of those asked
    double error_share = 0.0;         // of a server's answers
    bool is_stuck = false;            // a server that answers nobody, though it serves some
    double workers_held = 0.0;        // of all workers
    std::optional<double> queue = {}; // mean depth
    std::optional<double> queued_s = {}; // how long one waits in it
    double failed_calls_share = 0.0;
    double timed_out_share = 0.0; // of the calls of it that ended: nobody waited for the answer any more
    std::uint32_t holds_up = 0;   // statements that wait for its locks, at the instant
    std::optional<analysis::Sign> sign = {};
};

struct State {
    Health health = Health::kWell;
    std::string_view word = "well";
};

/// Of a server in a window.
[[nodiscard]] StateFigures state_figures(const analysis::ServerFigures& figures);
/// Of a server, as far as figures tell.
[[nodiscard]] State state_of(const StateFigures& figures);
/// Of a replica: what it is at the instant comes before what it has done in the window.
[[nodiscard]] Cell cell_of(models::InstanceView view, const StateFigures& figures);
/// What the timeline does to the replicas comes before what follows from it.
void call_server(Card& card, const StateFigures& figures);
void call_client(Card& card, const StateFigures& figures);

} // namespace shaketable::gui
