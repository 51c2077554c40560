// A scenario of tests/theory/scenarios/ simulated for as long as a figure needs, and what one component of it
// did.
#pragma once

#include "models/scenario.hpp"
#include "tests/theory/station_probe.hpp"

#include <string>
#include <vector>

namespace shaketable::theory {

/// Every scenario here has a mean service time of 1 ms: the unit of the closed forms.
inline constexpr double kUnitNs = 1e6;

struct Experiment {
    std::string scenario;              // the file's name without .json
    std::vector<std::string> settings; // as --set takes them
    std::string watched;               // the component
    double units = 0.0;                // measured time, in mean service times
    double warm_up_units = 2000.0;     // over ten relaxation times at a load of 0.8
};

/// How much is simulated: one seed cut into batches, or many seeds, each of them a batch.
struct Effort {
    std::size_t seeds = 1;
    std::size_t batches = 40; // a seed
    double tolerance = 1.0;   // times that of the table
    std::size_t threads = 1;
    std::vector<std::string> broken = {}; // settings on top: to see that a check can fail
};

/// ./dev test, and ./dev validate.
[[nodiscard]] inline Effort quick() { return {}; }
[[nodiscard]] inline Effort thorough() { return {.seeds = 20, .batches = 1, .tolerance = 0.4, .threads = 2}; }

[[nodiscard]] models::ScenarioPtr scenario_of(const Experiment& experiment,
                                              const std::vector<std::string>& broken = {});
[[nodiscard]] std::vector<Batch> run(const Experiment& experiment, const Effort& effort);

} // namespace shaketable::theory
