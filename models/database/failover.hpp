// Failover: a primary that stays down is replaced by the replica that has received most of its log.
//
// Whoever is down for `detection` counts as gone: nobody reads from a replica that is, until it is back; and
// in the place of the primary, the replica that is up and knows most is promoted, which takes `promotion`,
// and at least until it has applied what it has received. Then clients write to it: over connections that
// have still to be opened. What the old primary had committed and the new one never received is lost. A
// server that comes back and has more than that is rewound or copied anew, which takes `rejoin`, before it
// follows the new primary. A primary that is back before another is promoted stays the primary; one that
// hangs, or that nobody reaches, is not replaced.
//
// Sources: Patroni's manual (ttl, pg_rewind); Amazon RDS, Multi-AZ failover.
#pragma once

#include "models/database/replication.hpp"

namespace shaketable::models {

/// The server's process died, or is started again.
void member_went_down(Run& run, Instance& here);
void member_came_up(Run& run, Instance& here);

/// It has been down for long enough, unless it was up since.
void member_is_gone(Run& run, Member whom, std::uint32_t epoch);
/// Its promotion has taken its time.
void promotion_is_due(Run& run, Member whom, std::uint32_t epoch);
/// It has applied something: perhaps all that its promotion waited for.
void finish_promotion(Run& run, Member whom);
void member_rejoins(Run& run, Member whom, std::uint32_t epoch);

} // namespace shaketable::models
