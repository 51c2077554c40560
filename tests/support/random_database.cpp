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

} // namespace shaketable::models
