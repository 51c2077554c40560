// Random small scenarios, of all kinds, policies and faults, run to the end with assertions on. A failure, an
// assertion in the simulator too, tells the command that repeats its seed.
#pragma once

#include "tests/support/seeds.hpp"

namespace shaketable::models {

using support::Seeds;

/// Whatever happened, once the load has ended all drains, and every attempt and request is accounted for.
void expect_all_drain(Seeds seeds);
/// The same conservation holds at any instant while messages are lost.
void expect_all_keep_their_invariants(Seeds seeds);
/// Run twice, and from a copy taken at any event, they come to the same world, recording and fingerprint.
void expect_all_resume_from_a_copy(Seeds seeds);

} // namespace shaketable::models
