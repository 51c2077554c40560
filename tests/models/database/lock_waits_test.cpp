// Which migrations' statements wait for an open transaction, after what it has done: one scenario a cell.
// What is expected was written from PostgreSQL's manual, and `./dev validate --postgres` asks PostgreSQL
// itself.
#include "models/database/ddl.hpp"
#include "tests/models/tiny.hpp"
#include "tests/scenarios/golden_text.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace shaketable::models::lock_waits_test {
namespace {

std::string query(const std::string& statement, const std::string& table) {
    return "\"" + statement + (table == "r" ? "-r" : "") + R"(": { "time": "10ms", "table": ")" + table +
           R"(", "statement": ")" + statement + R"(" })";
}

std::string queries() {
    std::string text;
    for (const std::string table : {"t", "r"})
        for (const std::string statement : {"select", "insert", "update", "select-for-update"})
            text += (text.empty() ? "" : ", ") + query(statement, table);
    return text;
}

/// The transaction is open from 1 s to 6 s; the migration is asked for at 2 s.
bool migration_waits(DdlKind kind, const std::string& called) {
    const Played played(
        R"("duration": "8s", "components": {
        "user": { "kind": "client", "arrivals": { "pattern": "even", "rate": "0/s", "steps": {
            "go": { "at": "1s", "rate": "1000/s" }, "stop": { "at": "1001500us", "rate": "0/s" } } },
            "journeys": { "j": { "steps": [ { "call": "web.hold" } ] } } },
        "web": { "kind": "service", "endpoints": { "hold": { "steps": [ { "transaction": "db", "steps": [
            { "call": "db.)" +
        called + R"(" }, { "wait": "5s" } ] } ] } } },
        "db": { "kind": "database", "cores": 100, "tables": { "t": { "rows": 100 }, "r": { "rows": 100 } },
                "queries": { )" +
        queries() + R"( } } }, "timeline": { "m": { "at": "2s", "migrate": "db", "steps": [ { "ddl": ")" +
        std::string(name_of(kind)) + R"(", "table": "t")" +
        (form_of(kind).other ? R"(, "references": "r" } ] } })" : " } ] } }"));
    EXPECT_EQ(played.facts.of(What::kCallBegan, played.component("web")).size(), 2U); // and the commit
    const MigrationState& migration = played.simulation.world().migrations[0];
    EXPECT_FALSE(migration.failed);
    EXPECT_LT(migration.ended_at, at_ns(8 * kSecond));
    return migration.ended_at > at_ns(6 * kSecond);
}

/// What the file says of the kinds, but for its comments.
std::string expected() {
    std::istringstream lines(
        scenarios::file_text(std::string(SHAKETABLE_SOURCE_DIR) + "/tests/models/database/lock_waits.txt"));
    std::string text;
    for (std::string line; std::getline(lines, line);)
        text += line.rfind('#', 0) == 0 ? "" : line + "\n";
    return text;
}

TEST(LockWaits, OfMigrationsForOpenTransactionsAreThoseOfTheManual) {
    std::string cells;
    for (std::size_t index = 0; index < kDdlKinds; ++index)
        for (const bool referenced : {false, true})
            for (const std::string statement : {"select", "insert", "update", "select-for-update"}) {
                const auto kind = static_cast<DdlKind>(index);
                if (referenced && !form_of(kind).other)
                    continue;
                const bool waits = migration_waits(kind, statement + (referenced ? "-r" : ""));
                cells += std::string(name_of(kind)) + "\tafter\t" + statement +
                         (referenced ? "@referenced" : "") + (waits ? "\twaits\n" : "\tpasses\n");
            }
    EXPECT_EQ(cells, expected());
}

} // namespace
} // namespace shaketable::models::lock_waits_test
