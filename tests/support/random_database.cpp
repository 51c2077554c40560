#include "tests/support/random_database.hpp"

#include "models/database/ddl.hpp"
#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

namespace {

struct RandomDdl {
    std::string step;
    bool in_transaction = true; // it may stand in one with others
};

/// Of any kind, about the table; about the other one, too, if it is about two.
RandomDdl random_ddl(Die& kind_die, const std::string& table) {
    const auto kind = static_cast<DdlKind>(kind_die.below(kDdlKinds));
    const DdlForm& form = form_of(kind);
    std::string text = R"({ "ddl": )" + quoted(std::string(name_of(kind))) + R"(, "table": )" + table;
    if (form.other)
        text += R"(, "references": )" + std::string(table == quoted("t") ? quoted("u") : quoted("t"));
    if (is_about_an_index(kind) && table == quoted("t"))
        text += makes_index(kind) ? kind_die.one_of({"", R"(, "index": "j")", R"(, "index": "j")"})
                                  : kind_die.one_of({"", R"(, "index": "i")", R"(, "index": "j")"});
    return {text + " }", form.in_transaction};
}

} // namespace

std::string random_migration(Die& die, Die& kind_die, const std::string& database) {
    const std::string table = die.one_of({R"("t")", R"("u")"});
    std::string steps;
    bool may_be_whole = true;
    for (std::uint64_t left = 1 + die.below(5); left > 0; --left) {
        const RandomDdl ddl = random_ddl(kind_die, table);
        const std::uint64_t verb = die.below(8);
        may_be_whole = may_be_whole && (verb < 2 || ddl.in_transaction);
        steps = joined(steps, verb == 0   ? R"({ "wait": "20ms" })"
                              : verb == 1 ? R"({ "backfill": )" + table + R"(, "batch": 5, "pause": "3ms" })"
                                          : ddl.step);
    }
    const bool whole = may_be_whole && die.chance(0.5);
    return R"("migrate": )" + quoted(database) + R"(, "steps": [ )" + steps +
           R"( ], "in_one_transaction": )" + (whole ? "true" : "false") +
           R"(, "lock_timeout": "60ms", "attempts": 3, "pause": "80ms" })";
}

std::string random_tables(Die& die) {
    return R"(, "tables": { "t": { "rows": )" + die.one_of({"3", "3", "3", "400"}) +
           R"(, "row_bytes": 4000, "indexes": { "i": {}, "j": { "built": false } } }, "u": { "rows": 12, "row_bytes": 4000 } })";
}

namespace {

/// How a query finds its rows, as a member behind others; or nothing.
std::string random_access(Die& die) {
    return die.one_of(
        {"", "", R"(, "access": { "share": 0.5 })",
         R"(, "access": { "rows": 2, "joins": [ { "table": "t", "index": "i", "rows": 2 }, { "table": "u" } ] })"});
}

/// The same of a query about the table "t", by an index that may not be there.
std::string random_access_of_an_index(Die& die) {
    return R"(, "access": { "index": )" + die.one_of({R"("i")", R"("j")"}) + ", " +
           die.one_of({R"("rows": 2)", R"("rows": 2)", R"("share": 0.5)"}) +
           die.one_of({"", R"(, "estimated_rows": 1)", R"(, "estimated_rows": 300)"}) + " }";
}

} // namespace

std::string random_statement(Die& die, Die& access_die, Die& table_die) {
    const std::string table = die.one_of({R"("t")", R"("u")"});
    const std::string access = random_access(access_die);
    const bool by_index = table == quoted("t") && table_die.chance(0.4);
    const std::string rows = table == quoted("t") ? die.one_of({"1", "2", "3"})
                                                  : die.one_of({"1", "3", "5"}); // as many as there are
    return R"(, "table": )" + table + R"(, "statement": )" +
           die.one_of({R"("select")", R"("select-for-share")", R"("select-for-update")", R"("insert")",
                       R"("update")", R"("update")", R"("delete")"}) +
           R"(, "rows": )" + rows + R"(, "hot_share": )" + die.one_of({"0", "0.5"}) +
           (by_index ? random_access_of_an_index(table_die) : access);
}

std::string random_length(Die& die, const std::string& unit) {
    const std::string mean = quoted(std::to_string(1 + die.below(12)) + unit);
    switch (die.below(9)) {
    case 0:
        return mean;
    case 1:
        return R"({ "uniform": { "min": "0s", "max": )" + mean + " } }";
    case 2:
        return R"({ "lognormal": { "mean": )" + mean + R"(, "cv": 2 } })";
    case 3:
        return R"({ "bounded_pareto": { "min": )" + mean +
               R"(, "max": "100s", "shape": 1.1 } })"; // or an hour would not drain it
    case 4:
        return R"({ "weibull": { "median": )" + mean + R"(, "p99": "1s" } })";
    case 5:
        return R"({ "histogram": [ { "from": 0, "to": )" + mean + R"(, "weight": 1 } ] })";
    default:
        return R"({ "exponential": )" + mean + " }";
    }
}

std::string random_shards(Die& die, Die& hot_die, const std::string& whole,
                          const std::vector<std::string>& databases) {
    std::string of;
    for (const std::string& database : databases)
        of = joined(of, quoted(database));
    return quoted(whole) + R"(: { "of": [ )" + of + R"( ], "keys": 100, "by": )" +
           die.one_of({R"("hash")", R"("range")", R"("range", "splits": [ 0.2 ])"}) + R"(, "hot_share": )" +
           die.one_of({"0", "0.7"}) + R"(, "hot_keys": )" + hot_die.one_of({"1", "20", "100"}) + " }";
}

std::string random_moves(Die& die, const std::string& whole, const std::vector<std::string>& databases) {
    std::string entries;
    for (std::uint64_t left = die.below(5); left > 0; --left) {
        const std::size_t from = die.below(2);
        const std::string move =
            quoted(whole + "-move-" + std::to_string(left)) + R"(: { "at": ")" +
            std::to_string(die.below(2000)) + R"(ms", "move_keys": )" + quoted(whole) + R"(, "from": )" +
            quoted(databases[from]) + R"(, "to": )" + quoted(databases[1 - from]) + R"(, "share": )" +
            die.one_of({"0.3", "0.8", "1"}) + R"(, "batch": )" + die.one_of({"1", "4", "100"}) +
            R"(, "pause": )" + die.one_of({R"("0s")", R"("15ms")"}) + R"(, "cutover": )" +
            die.one_of({R"("0s")", R"("150ms")", R"("900ms")", R"("900ms")"}) + " }";
        entries = joined(entries, move);
    }
    return entries;
}

std::string random_shard_call(Die& die, const std::string& whole, const std::string& policy, bool one_only) {
    return R"({ "call": )" + quoted(whole + die.one_of({".s", ".q", ".r"})) + R"(, "policy": )" +
           quoted(policy) +
           (one_only || die.chance(0.7) ? die.one_of({"", R"(, "key": "k")"}) : R"(, "all_shards": true)") +
           " }";
}

std::string random_isolation(Die& die) {
    return die.one_of({"", "", R"(, "isolation": "read_committed")", R"(, "isolation": "repeatable_read")",
                       R"(, "isolation": "serializable")", R"(, "isolation": "serializable")"});
}

std::string random_two_phase(Die& die, const std::vector<std::string>& databases, const std::string& steps,
                             const std::string& knobs) {
    const std::string key = databases[0] == databases[1] && die.chance(0.5) ? R"(, "key": "k")" : "";
    const auto transaction = [&](const std::string& database, const std::string& more) {
        return R"({ "transaction": )" + quoted(database) + key + R"(, "steps": [ )" +
               joined(R"({ "call": )" + quoted(database + die.one_of({".q", ".r"})) + " }", more) + " ]" +
               knobs + " }";
    };
    return R"({ "two_phase": [ )" + transaction(databases[0], "") + ", " + transaction(databases[1], steps) +
           R"( ], "decision": )" + die.one_of({R"("0s")", R"("2ms")"}) + R"(, "recovery": )" +
           die.one_of({R"("1ms")", R"("50ms")"}) + " }";
}

std::string random_autovacuum(Die& die, Die& scale_die) {
    if (die.chance(0.2))
        return "";
    return R"(, "autovacuum": { "naptime": )" + die.one_of({R"("20ms")", R"("150ms")"}) +
           R"(, "vacuum_threshold": )" + die.one_of({"0", "7"}) + R"(, "workers": )" +
           die.one_of({"1", "2"}) + R"(, "cost_delay": )" +
           die.one_of({R"("0s")", R"("2ms")", R"("60ms")", R"("60ms")"}) + R"(, "cost_limit": )" +
           die.one_of({"1", "1", "30", "200"}) + R"(, "vacuum_scale_factor": )" +
           scale_die.one_of({"0", "0", "0.2", "3"}) + " }";
}

std::string random_primary(Die& die) {
    return die.one_of({"", R"(, "connection": "1ms")"}) +
           die.one_of({"", R"(, "failover": { "detection": "5ms", "promotion": "0s", "rejoin": "40ms" })",
                       R"(, "failover": { "detection": "30ms", "promotion": "20ms", "rejoin": "40ms" })"});
}

std::string random_failover(Die& die, const std::string& primary, const std::string& replica) {
    const auto entry = [&](const std::string& what, std::uint64_t from, const std::string& verb) {
        return quoted(primary + what) + R"(: { "at": ")" + std::to_string(from) + R"(ms", "for": ")" +
               std::to_string(1 + die.below(700)) + R"(ms", )" + verb + " }";
    };
    const std::uint64_t dies = 200 + die.below(1500);
    std::string entries;
    if (die.chance(0.8))
        entries = entry("-dies", dies, R"("crash": )" + quoted(primary));
    if (die.chance(0.8))
        entries = joined(entries, entry("-alone", dies - 60 - die.below(140),
                                        R"("mode": "hold", "cut": )" + quoted(primary + "->" + replica)));
    return entries;
}

std::string random_storage(Die& die, Die& disk_die) {
    if (!die.chance(0.5))
        return "";
    return R"(, "storage": { "row_cpu": "100us", "match_cpu": "200us", "page_read": "2ms", "reads": "600/s", "memory_gib": )" +
           die.one_of({"0.00001", "0.00003", "1"}) +
           disk_die.one_of({"", R"(, "page_bytes": 1024)", R"(, "page_bytes": 65536)"}) +
           disk_die.one_of({"", R"(, "scanned_pages": "300/s")", R"(, "scanned_pages": "5000/s")"}) + " }";
}

std::string random_connections(Die& die) {
    std::string knobs;
    if (die.chance(0.25))
        knobs += R"(, "pooler": { "mode": )" + die.one_of({R"("session")", R"("transaction")"}) +
                 R"(, "pool_size": 1, "max_clients": )" + die.one_of({"2", "5", "100"}) +
                 R"(, "query_wait_timeout": )" + die.one_of({R"("15ms")", R"("80ms")", R"("10s")"}) + " }";
    if (die.chance(0.25))
        knobs += R"(, "statement_timeout": )" + die.one_of({R"("8ms")", R"("30ms")", R"("90ms")"});
    return knobs;
}

std::string random_ages(Die& die) {
    std::string knobs;
    if (die.chance(0.3))
        knobs += R"(, "max_lifetime": )" + die.one_of({R"("20ms")", R"("300ms")"});
    if (die.chance(0.2))
        knobs += R"(, "minimum_idle": 0, "idle_timeout": "20ms")";
    return knobs;
}

std::string random_replica(Die& die, const std::string& primary) {
    return R"({ "kind": "database", "cores": )" + die.one_of({"0.5", "2", "8"}) + R"(, "connection": )" +
           die.one_of({R"("0s")", R"("2ms")"}) + R"(, "replica": { "of": )" + quoted(primary) +
           R"(, "apply": )" +
           die.one_of({R"("1ms")", R"({ "exponential": "30ms" })", R"({ "exponential": "30ms" })"}) +
           R"(, "apply_workers": )" + die.one_of({"1", "1", "3"}) + R"(, "synchronous": )" +
           die.one_of({R"("off")", R"("off")", R"("received")", R"("applied")"}) + " } }";
}

std::string random_read(Die& die, const std::string& primary, const std::string& policy) {
    return R"({ "call": )" + quoted(primary + ".s") + R"(, "policy": )" + quoted(policy) +
           R"(, "read_from": )" +
           die.one_of({R"("replicas")", R"("replicas")", R"("replicas-once-applied")"}) + R"(, "pin": )" +
           die.one_of({R"("0s")", R"("0s")", R"("30ms")"}) + " }";
}

} // namespace shaketable::models
