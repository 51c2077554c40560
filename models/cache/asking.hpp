// What a program does that wants a value of a cache: chooses a key, calls the cache, goes on with what it was
// told, and gets the value elsewhere where the cache has none.
//
// Everything is in the frame's KeyAsk (CacheState::asks), which goes to the cache's frame as that is sent.
// The cache notes its answer with the caller, if that still waits: it does not look there before the answer
// has come. A look-up that fails is a miss; a store or a deletion that fails is forgotten.
//
// A value is as old as the moment at which the program begins to get it; one from a database that answered
// with something stale is older than the truth.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Chooses a key, by CachePlans::choices[choice]: the same for the same label of the same session.
[[nodiscard]] Op choose_key_op(std::uint32_t choice, engine::Label label);
/// Goes on as the cache has told; `fetch`: in CachePlans::fetches.
[[nodiscard]] Op act_on_answer_op(std::uint32_t fetch, engine::Label label);
[[nodiscard]] Op begin_fetch_op();
[[nodiscard]] Op end_fetch_op();
/// A frame that was only to get the value ends here.
[[nodiscard]] Op end_refresh_op();
/// What is behind the key has changed.
[[nodiscard]] Op change_op();
/// A frame of its own goes on with the next operation, and this one at `target`.
[[nodiscard]] Op detach_op(std::uint32_t target, engine::Label label);

} // namespace shaketable::models
