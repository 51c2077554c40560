// What one looks at first of a server in one window, of each replica and of all together: cheap enough for
// those who look at thousands of replicas many times a second. The same numbers as in the series of a result.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"
#include "analysis/sign.hpp"

#include <vector>

namespace shaketable::analysis {

struct ServerFigures {
    Figure utilisation = {};     // absent where it has no cores
    Figure arrived_per_s = {};   // requests
    Figure queue_depth = {};     // its mean
    double rejected_share = 0.0; // of those that arrived
    double error_share = 0.0;    // of the answers
    bool is_stuck = false;       // has served two requests and more all the time, and answered none
    double workers_held = 0.0;   // of all workers; 0 where it has none
    Figure queued_s = {};        // how long who arrives waits to be served (Little's law)
};

struct ServerWindow {
    ServerFigures all;
    std::optional<Sign> sign = {};
    double failed_calls_share = 0.0; // of the attempts that it made
    std::vector<ServerFigures> replicas;
};

/// Requires that the component is a server, and that the window has not been forgotten.
[[nodiscard]] ServerWindow server_window(const models::Simulation& simulation, std::size_t window,
                                         std::uint32_t component);

} // namespace shaketable::analysis
