// Coalescing ("single flight"): of several requests at one process that miss the same key at the same time
// one gets the value, and the others wait for it and share it, or its failure, as in Go's
// golang.org/x/sync/singleflight. Who joins after the data has changed shares a value from before: it is
// stale.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Gets the value itself if nobody here does, and else waits for it; `fetch`: in CachePlans::fetches.
[[nodiscard]] Op join_flight_op(std::uint32_t fetch);
/// The frame, which has led a flight, has the value.
[[nodiscard]] Op land_op();

/// The frame, which may lead a flight, has failed with this outcome.
void crash_flight(Run& run, FrameRef leader, Outcome outcome);
/// The frame is lost, and all that wait for it with it.
void forget_flight(Run& run, FrameRef leader);

} // namespace shaketable::models
