// The parts of random scenarios that are about the tables "t" and "u" of their databases.
#pragma once

#include "tests/support/die.hpp"

namespace shaketable::models {

/// What a `migrate` entry of the timeline states beside when it begins; `kind_die`: for its statements'
/// kinds.
[[nodiscard]] std::string random_migration(Die& die, Die& kind_die, const std::string& database);
/// The tables of a database, as a knob behind others.
[[nodiscard]] std::string random_tables(Die& die);
/// What a query is about, does there, and how it finds its rows, as knobs behind others.
[[nodiscard]] std::string random_statement(Die& die, Die& access_die, Die& table_die);

/// Of services and databases: constant, or of a family.
[[nodiscard]] std::string random_length(Die& die, const std::string& unit);
/// Two databases with the same queries as the shards of a whole, as a member of "shards".
[[nodiscard]] std::string random_shards(Die& die, Die& hot_die, const std::string& whole,
                                        const std::vector<std::string>& databases);
/// Entries of the timeline that move keys from one of its two databases to the other.
[[nodiscard]] std::string random_moves(Die& die, const std::string& whole,
                                       const std::vector<std::string>& databases);
[[nodiscard]] std::string random_shard_call(Die& die, const std::string& whole, const std::string& policy,
                                            bool one_only);
/// Memory and disk of a database, as a knob behind others; or nothing.
[[nodiscard]] std::string random_storage(Die& die, Die& disk_die);
/// How clients get to a database, and for how long its statements may run, as knobs behind others; or
/// nothing.
[[nodiscard]] std::string random_connections(Die& die);
/// The ages of a pool's connections, as knobs behind others; or nothing.
[[nodiscard]] std::string random_ages(Die& die);
/// Transactions on both, one of which does `steps`, too; `knobs`: of each, behind others.
[[nodiscard]] std::string random_two_phase(Die& die, const std::vector<std::string>& databases,
                                           const std::string& steps, const std::string& knobs);
/// A knob of a transaction, behind others; or nothing.
[[nodiscard]] std::string random_isolation(Die& die);
/// Autovacuum of a database, as a knob behind others; or none.
[[nodiscard]] std::string random_autovacuum(Die& die, Die& scale_die);
/// Knobs of a primary, behind others.
[[nodiscard]] std::string random_primary(Die& die);
/// Entries of the timeline: it dies, perhaps when its replica has been cut off for a while; or neither.
[[nodiscard]] std::string random_failover(Die& die, const std::string& primary, const std::string& replica);
/// Beside a database of the name: a replica of it.
[[nodiscard]] std::string random_replica(Die& die, const std::string& primary);
/// A read that replicas may answer; queries named "s" are such.
[[nodiscard]] std::string random_read(Die& die, const std::string& primary, const std::string& policy);

} // namespace shaketable::models
