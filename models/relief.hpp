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
};
inline constexpr std::array<Relief, 3> kReliefs = {Relief::kRetriesOff, Relief::kBacklogDropped,
                                                   Relief::kLightLoad};

void begin_relief(Run& run, Relief relief);
void end_relief(Run& run, Relief relief);

} // namespace shaketable::models
