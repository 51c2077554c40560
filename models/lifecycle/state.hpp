// What changes in the lives of replicas.
#pragma once

#include "engine/time.hpp"
#include "models/lifecycle/plans.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace shaketable::models {

enum class LifePhase : std::uint8_t {
    kAbsent,   // there is no such replica at present
    kDown,     // killed; who runs it starts it again, at once or after its back-off
    kStarting, // the process runs, and refuses
    kWarming,  // serves, slower than it will
    kReady,
    kLeaving, // serves what it has, and nobody chooses it
};

/// One probe of a replica.
struct Probe {
    std::uint64_t ordinal = 0; // of the present one, ever
    std::uint64_t who = 0;     // its request
    bool is_pending = false;
    std::uint32_t successes = 0; // in a row
    std::uint32_t failures = 0;
};

struct Life {
    LifePhase phase = LifePhase::kReady;
    bool is_held_down = false;     // one of Instance::crashes is its own
    bool is_ready = true;          // so its probe, if it has one, has found
    bool has_started = true;       // the same of the startup probe
    std::uint32_t epoch = 0;       // of its events: grows with each death and each start
    std::uint32_t deaths = 0;      // of its processes
    std::uint32_t restarts = 0;    // that count for the back-off
    engine::Time ready_since = {}; // or not ready, since
    double used = 0.0;             // Cpu::used at the last sync
    engine::Time started_at = {};  // the process
    std::uint32_t warm_steps = 0;  // that are over
    std::int64_t leaked = 0;       // bytes
    std::int64_t garbage = 0;      // bytes
    std::uint32_t sessions = 0;    // that it holds
    bool is_collecting = false;    // the collector stops it
    bool is_out_of_memory = false; // and will be killed at this instant
    std::array<Probe, kProbeKinds> probes = {};
};

/// Whether there is such a replica, as far as whoever scales them knows.
[[nodiscard]] inline bool is_there(const Life& life) {
    return life.phase != LifePhase::kAbsent && life.phase != LifePhase::kLeaving;
}
[[nodiscard]] inline bool has_process(const Life& life) {
    return life.phase != LifePhase::kAbsent && life.phase != LifePhase::kDown;
}

/// Where the session of a user is held, and which process held it.
struct SessionPlace {
    std::uint32_t replica = 0;
    std::uint32_t process = 0; // Life::deaths before it
    engine::Time expires = {};
};

/// The replicas of one service.
struct LifecycleState {
    std::vector<Life> lives = {};
    std::vector<std::uint32_t> in_rotation = {};         // replicas that callers choose among, in order
    std::map<std::uint64_t, SessionPlace> sessions = {}; // by user, or by journey of an open load
    Autoscaler autoscaler = {};
    std::uint32_t wanted = 0; // replicas, where they are scaled

    [[nodiscard]] std::size_t bytes() const {
        return autoscaler.bytes() + lives.size() * sizeof(Life) + in_rotation.size() * sizeof(std::uint32_t) +
               sessions.size() * (sizeof(*sessions.begin()) + 4 * sizeof(void*));
    }
};

} // namespace shaketable::models
