#include "tests/support/random_database.hpp"

#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

std::string random_migration(Die& die, const std::string& database) {
    const std::string table = die.one_of({R"("t")", R"("u")"});
    std::string steps;
    for (std::uint64_t left = 1 + die.below(3); left > 0; --left)
        steps = joined(steps, die.one_of({R"({ "ddl": "add-column", "table": )" + table + " }",
                                          R"({ "ddl": "alter-column-type", "table": )" + table + " }",
                                          R"({ "ddl": "create-index", "table": )" + table + " }",
                                          R"({ "ddl": "add-foreign-key", "table": "t", "references": "u" })",
                                          R"({ "ddl": "create-index-concurrently", "table": )" + table + " }",
                                          R"({ "ddl": "reindex-concurrently", "table": )" + table + " }",
                                          R"({ "backfill": )" + table + R"(, "batch": 5, "pause": "3ms" })",
                                          R"({ "wait": "20ms" })"}));
    const bool whole = steps.find("concurrently") == std::string::npos && die.chance(0.5);
    return R"("migrate": )" + quoted(database) + R"(, "steps": [ )" + steps +
           R"( ], "in_one_transaction": )" + (whole ? "true" : "false") +
           R"(, "lock_timeout": "60ms", "attempts": 3, "pause": "80ms" })";
}

std::string random_access(Die& die) {
    return die.one_of(
        {"", "", R"(, "access": { "share": 0.5 })",
         R"(, "access": { "rows": 2, "joins": [ { "table": "t", "index": "i", "rows": 2 }, { "table": "u" } ] })"});
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
    if (die.chance(0.6))
        entries = entry("-dies", dies, R"("crash": )" + quoted(primary));
    if (die.chance(0.8))
        entries = joined(entries, entry("-alone", dies - die.below(200),
                                        R"("mode": "hold", "cut": )" + quoted(primary + "->" + replica)));
    return entries;
}

std::string random_replica(Die& die, const std::string& primary) {
    return R"({ "kind": "database", "cores": )" + die.one_of({"0.5", "2", "8"}) + R"(, "connection": )" +
           die.one_of({R"("0s")", R"("2ms")"}) + R"(, "replica": { "of": )" + quoted(primary) +
           R"(, "apply": )" + die.one_of({R"("1ms")", R"({ "exponential": "30ms" })", R"("0s")"}) +
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
