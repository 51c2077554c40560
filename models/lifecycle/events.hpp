// What happens to a replica of itself.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// A probe's are followed by those of the other kinds, in the order of ProbeKind.
enum class LifeEvent : std::uint8_t {
    kRestart, // its back-off is over
    kStarted,
    kWarmer,
    kOutOfMemory,
    kCollect,   // the collector stops the process
    kCollected, // and lets it go on
    kSweep,     // of all replicas: sessions that have expired go
    kSync,      // of all replicas: the autoscaler looks
    kGone,      // the grace of one that leaves is over
    kProbe,
    kProbeTimeout = kProbe + kProbeKinds,
};

inline constexpr std::uint32_t kReplicaBits = 24;

/// Unless the replica dies or is started before.
inline void push_life_event(Run& run, engine::Time at, const Instance& here, std::uint32_t event,
                            std::uint32_t epoch) {
    run.queue().push(at, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                         .detail = static_cast<std::uint16_t>(here.component),
                                         .index = here.replica | event << kReplicaBits,
                                         .epoch = epoch});
}
inline void push_life_event(Run& run, engine::Time at, const Instance& here, LifeEvent event) {
    const LifecycleState& state = run.world.lifecycles[run.component_of(here).model_index];
    push_life_event(run, at, here, static_cast<std::uint32_t>(event), state.lives[here.replica].epoch);
}

} // namespace shaketable::models
