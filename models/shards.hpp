// Shards: each call goes to the database where its key lies.
//
// A step that names its key has the same one as all steps of its session that name it (a customer's number);
// one that does not has a key of its own. The key decides the shard, by its hash or by ranges of keys, and by
// what has been moved since (see models/database/moving.hpp).
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Goes on with the way to the key's shard, among those of Scenario::shard_routes[route].
[[nodiscard]] Op shard_op(std::uint32_t route, engine::Label label);
[[nodiscard]] bool is_shard_op(const Op& op);

/// Where a frame with this key will go at such an operation; until when it would have to wait, while its key
/// is being moved.
struct ShardAhead {
    std::uint32_t database = 0;   // component
    engine::Time held_until = {}; // zero: it would not
};
[[nodiscard]] ShardAhead look_ahead(const Run& run, FrameRef of_session, engine::Key frame_key, const Op& op);

/// Where a key lies in the beginning, among the shards of the plan.
[[nodiscard]] std::uint32_t shard_of(const ShardPlan& plan, std::uint64_t key);
/// Where it lies after these moves.
[[nodiscard]] std::uint32_t shard_of(const ShardPlan& plan, const std::vector<KeyMove>& moved,
                                     std::uint64_t key);
/// The planned move with its pivot, after these moves: by range the last keys go of those that `from` has, by
/// hash any.
[[nodiscard]] KeyMove move_of(const ShardPlan& plan, const std::vector<KeyMove>& moved, const MovePlan& move);
/// One key, hot with the plan's share.
[[nodiscard]] std::uint64_t draw_key(const ShardPlan& plan, engine::Draws& draws);

} // namespace shaketable::models
