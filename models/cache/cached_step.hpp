// The two ends of a `cached` step: the caller chooses a key, calls the cache and goes on with what it was
// told; the cache looks up, stores and deletes.
//
// The key is in World::asks, by frame, and goes to the cache's frame as that is sent. The cache notes its
// answer with the caller, if that still waits: it does not look there before the answer has come. A look-up
// that fails is a miss; a store or a deletion that fails is forgotten.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Chooses a key, by Scenario::key_choices[choice]: the same for the same label of the same frame.
[[nodiscard]] Op choose_key_op(std::uint32_t choice, engine::Label label);
/// Goes there if the cache has answered with a value, and else on.
[[nodiscard]] Op jump_if_hit_op(std::uint32_t target);

/// At the cache; `life`: in Scenario::key_lives.
[[nodiscard]] Op look_up_op(std::uint32_t life);
[[nodiscard]] Op store_op(std::uint32_t life);
[[nodiscard]] Op erase_op();

} // namespace shaketable::models
