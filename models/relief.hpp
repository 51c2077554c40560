// Brief cuts of what may keep a failure alive after its trigger has gone. Whoever asks "what sustains it?"
// copies the simulation, begins one, runs on for a while, ends it, and looks whether the copy comes back.
#pragma once

#include "models/run.hpp"

#include <array>

namespace shaketable::models {

enum class Relief : std::uint8_t {
    kRetriesOff,     // no call is tried again, nor after a back-off that has begun
    kBacklogDropped, // at its beginning: every process loses what waits at it or is served; callers see a
                     // reset
    kLightLoad,      // a tenth of the usual users
    kStaleServed,    // caches serve what has expired, while one caller each ten seconds gets it anew
};
inline constexpr std::array<Relief, 4> kReliefs = {Relief::kRetriesOff, Relief::kBacklogDropped,
                                                   Relief::kStaleServed, Relief::kLightLoad};

/// Whether it could change anything of such a scenario.
[[nodiscard]] bool applies_to(Relief relief, const Scenario& scenario);

void begin_relief(Run& run, Relief relief);
void end_relief(Run& run, Relief relief);

} // namespace shaketable::models
