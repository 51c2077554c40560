// The process of an instance: it dies, is started again, stands still and goes on. Why, others decide:
// entries of the timeline (models/faults/), or who runs the replicas (models/lifecycle/).
//
// What is queued and in flight dies with it; callers see a reset after one leg, or nothing where the host is
// gone, too. What a lost request had asked of others goes on there, for nobody. The next process is cold:
// empty queue, empty pools, and it does not stand still, whatever the one before did.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Whether it runs; it may stand still.
[[nodiscard]] inline bool is_up(const Instance& here) { return here.crashes == 0 && here.host_crashes == 0; }

/// What callers learn of requests that are lost.
enum class LossNotice : std::uint8_t { kReset, kSilence };
/// The process of the instance loses all that it has, and its connections.
void kill_process(Run& run, std::uint32_t instance, LossNotice told);
/// The process of the instance, which had died, is there again.
void come_up(Run& run, Instance& here);
/// The same, with all that acts at a restart.
void restart_process(Run& run, Instance& here);
/// A frame has arrived where the host is dead: it is gone, and nobody is told.
void vanish(Run& run, Instance& here, FrameRef frame);

/// Nothing computes, what it waited for finds it deaf, what arrives queues; until each has gone on that stood
/// still. It first learns what it has missed, in the order in which it happened.
void stand_still(Run& run, std::uint32_t instance);
void go_on_again(Run& run, std::uint32_t instance);

} // namespace shaketable::models
