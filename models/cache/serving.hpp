// What a cache's server does for a key: looks it up, stores its value, deletes it.
//
// A look-up that finds a value of the wanted format whose time is not over is a hit. `stale_for`: one whose
// time is over is served for so much longer, and one caller is told to get it anew (RFC 5861,
// stale-while-revalidate). `early`: before its time is over, a caller may find that it is (XFetch: A.
// Vattani, F. Chierichetti, K. Lowenstein, "Optimal probabilistic cache stampede prevention", VLDB 2015:
// where took * beta * -ln(u) is more than what is left of its life; u uniform, and took the time it took the
// last time to get a value of this key space). `lease`: of those who miss a key one is told to get it, and
// the others to wait (R. Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, 3.2.1); a store under a
// lease that a deletion has ended meanwhile is refused, since it may be of a time before the change.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// `life`: in CachePlans::lives.
[[nodiscard]] Op look_up_op(std::uint32_t life);
/// The caller learns what the look-up has come to.
[[nodiscard]] Op tell_caller_op();
[[nodiscard]] Op store_op(std::uint32_t life);
[[nodiscard]] Op erase_op();
/// What was written is the truth from here on; behind: it has still to be saved.
[[nodiscard]] Op accept_op();
/// What was accepted is at the source.
[[nodiscard]] Op saved_op();

} // namespace shaketable::models
