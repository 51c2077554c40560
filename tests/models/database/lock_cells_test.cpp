// Which statements wait while a migration's statement holds its lock, or waits for it: one scenario a cell.
// The golden file is what `./dev validate --postgres` compares with the answers of PostgreSQL itself.
#include "models/database/ddl.hpp"
#include "tests/models/tiny.hpp"
#include "tests/scenarios/golden_text.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::lock_cells_test {
namespace {

struct Cell {
    DdlKind kind = DdlKind::kAddColumn;
    bool waits = false; // for its lock; else it holds it
    std::string statement = "select";
    bool referenced = false; // the statement is about the other table
};

bool has_references(DdlKind kind) { return form_of(kind).other.has_value(); }

std::string ddl(DdlKind kind) {
    return R"({ "ddl": ")" + std::string(name_of(kind)) + R"(", "table": "t")" +
           (has_references(kind) ? R"(, "references": "r" })" : " }");
}

/// What keeps the migration's statement waiting, and none of the four statements: something that conflicts
/// with its lock alone. A concurrent build or drop gets its lock and waits for transactions, which is how it
/// is held in its middle: so it waits for its lock only behind another of its kind.
std::string blocker(const Cell& cell) {
    const auto transaction = [](const std::string& query) {
        return R"({ "transaction": "db", "steps": [ { "call": "db.)" + query + R"(" }, { "wait": "5s" } ] })";
    };
    const DdlForm& form = form_of(cell.kind);
    const bool holds_in_its_middle = !cell.waits && form.concurrently != Concurrently::kNo;
    if (holds_in_its_middle)
        return transaction(form.concurrently == Concurrently::kDrops ? "select" : "update-another");
    if (!cell.waits || form.lock == TableLock::kShareUpdateExclusive)
        return R"({ "wait": "1ms" })";
    return transaction(form.lock == TableLock::kAccessExclusive ? "select" : "update-another");
}

std::string first_migration(const Cell& cell) {
    return cell.waits && form_of(cell.kind).lock == TableLock::kShareUpdateExclusive
               ? R"("first": { "at": "1500ms", "migrate": "db", "steps": [ { "ddl": "validate-check", "table": "t" } ] }, )"
               : "";
}

std::string query(const std::string& name, const std::string& rest) {
    return "\"" + name + R"(": { "time": "10ms", )" + rest + " }";
}

std::string queries() {
    std::string text = query("update-another", R"("table": "t", "statement": "update")");
    for (const std::string table : {"t", "r"})
        for (const std::string statement : {"select", "insert", "update", "select-for-update"})
            text += ", " + query(statement + (table == "r" ? "-r" : ""),
                                 R"("table": ")" + table + R"(", "statement": ")" + statement +
                                     R"(", "hot_share": 1)");
    return text;
}

/// The blocker begins at 1 s, the migration at 2 s, whose locks last until its slow commit; the statement is
/// asked for at 3 s.
bool statement_waits(const Cell& cell) {
    const auto once = [](const std::string& at, const std::string& endpoint) {
        return R"({ "kind": "client", "arrivals": { "pattern": "even", "rate": "0/s", "steps": {
            "go": { "at": ")" +
               at + R"(", "rate": "1000/s" }, "stop": { "at": ")" + std::to_string(std::stoi(at) + 2) +
               R"(ms", "rate": "0/s" } } }, "journeys": { "j": { "steps": [ { "call": "web.)" + endpoint +
               R"(" } ] } } })";
    };
    const Played played(R"("duration": "6s", "components": { "first": )" + once("1000ms", "block") +
                        R"(, "then": )" + once("3000ms", "ask") + R"(,
        "web": { "kind": "service", "endpoints": { "block": { "steps": [ )" +
                        blocker(cell) + R"( ] }, "ask": { "steps": [ { "call": "db.)" + cell.statement +
                        (cell.referenced ? "-r" : "") + R"(" } ] } } },
        "db": { "kind": "database", "cores": 100, "commit": "5s", "deadlock_timeout": "1m",
                "tables": { "t": {}, "r": {} }, "queries": { )" +
                        queries() + R"( } } }, "timeline": { )" + first_migration(cell) +
                        R"("m": { "at": "2s", "migrate": "db", "steps": [ )" + ddl(cell.kind) + " ] } }");
    const std::uint32_t then = played.component("then");
    EXPECT_EQ(played.facts.of(What::kCallBegan, then).size(), 2U);
    return played.facts.of(What::kCallEnded, then).empty();
}

TEST(LockCells, GoldenAreThoseOfThePostgresThatIsAsked) {
    std::string table = "# statement of a migration, its lock, other statement, what that does\n";
    for (std::size_t index = 0; index < kDdlKinds; ++index)
        for (const bool waits : {false, true})
            for (const bool referenced : {false, true})
                for (const std::string statement : {"select", "insert", "update", "select-for-update"}) {
                    const Cell cell = {.kind = static_cast<DdlKind>(index),
                                       .waits = waits,
                                       .statement = statement,
                                       .referenced = referenced};
                    if (referenced && (!has_references(cell.kind) || cell.kind == DdlKind::kAttachPartition))
                        continue;
                    table += std::string(name_of(cell.kind)) + "\t" + (waits ? "waits" : "holds") + "\t" +
                             statement + (referenced ? "@referenced" : "") + "\t" +
                             (statement_waits(cell) ? "waits" : "passes") + "\n";
                }
    scenarios::expect_golden(table,
                             std::string(SHAKETABLE_SOURCE_DIR) + "/tests/models/database/lock_cells.txt");
}

} // namespace
} // namespace shaketable::models::lock_cells_test
