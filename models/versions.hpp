// Configuration is immutable versions. While entries of the timeline set knobs, each instance is configured
// by one version of its component, and the network by one of its own; a request finishes on the version with
// which it began.
//
// Which versions a run and its twin need is known when it is compiled: it follows from when entries begin and
// end. A conditional one may be active at any time, so there is one for each combination with the others. The
// text of a scenario is what they change, so whoever reads it makes the configuration of each (see
// scenarios/versions.hpp).
#pragma once

#include "models/run.hpp"

#include <set>
#include <vector>

namespace shaketable::models {

/// What is configured by the same active entries, at some time of the run or of its twin.
struct Change {
    std::vector<std::uint32_t> entries = {}; // of the timeline, as active_setters orders them; at least one
    std::set<std::uint32_t> components = {}; // some instances of these
    bool network = false;
};
/// In no particular order, each list of entries once.
[[nodiscard]] std::vector<Change> changes_of(const Scenario& scenario);

/// Configures the instance, or the network, as the entries that are active now say.
void configure(Run& run, Instance& here);
void configure_network(Run& run);
/// The process of the instance is started again: all that acts at restart acts.
void configure_at_restart(Run& run, Instance& here);

} // namespace shaketable::models
