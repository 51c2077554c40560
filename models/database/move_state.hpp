// Where keys lie by now, and how far their moves have come: a part of the world.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::models {

/// Those keys of `from` whose rank is not below `pivot` lie at `to`. Where shards are by range, the rank of a
/// key is the key; else it is a hash, which is another one for each move.
struct KeyMove {
    std::uint32_t from = 0; // among the shards of the whole
    std::uint32_t to = 0;
    std::uint64_t salt = 0; // of the hash
    std::uint64_t pivot = 0;
};

/// What has become of a whole since the beginning.
struct Placement {
    std::vector<KeyMove> moved = {};      // one after the other
    std::vector<std::uint32_t> held = {}; // moves that are in their cut-over
};

enum class MovePhase : std::uint8_t {
    kNotBegun,
    kInLine,     // until no other move concerns its databases
    kReading,    // a batch, at the source
    kSending,    // it to the target
    kWriting,    // it there
    kConfirming, // that to the source
    kPausing,
    kCuttingOver,
    kOver,
};

/// How far a move has come. It has either a frame that reads or writes, or one event, or waits for its edge.
struct MoveState {
    MovePhase phase = MovePhase::kNotBegun;
    bool is_cut_off = false; // its edge is cut: what is to be sent waits
    bool failed = false;
    std::uint32_t source = 0; // instances
    std::uint32_t target = 0;
    std::uint32_t table = 0; // among MovePlan::tables
    KeyMove keys = {};
    std::int64_t batch = 0;                // rows of the present one
    std::uint64_t batches = 0;             // begun so far
    std::vector<std::int64_t> left = {};   // rows, by table
    std::vector<std::int64_t> copied = {}; // the same
    engine::Time held_until = {};          // of the cut-over
    engine::Time ended_at = engine::Time::latest();
};

} // namespace shaketable::models
