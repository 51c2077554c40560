// Which steps of transactions beside each other can't be serialized: one scenario a line of the file, which
// is what `./dev validate --postgres` compares with the answers of PostgreSQL itself.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace shaketable::models::isolation_cells_test {
namespace {

struct Step {
    std::string who;
    std::string does; // "update x"
};

struct Cell {
    std::string level;
    std::string text;
    std::vector<Step> steps;
    std::string failing;
};

Cell cell_of(const std::string& line) {
    Cell cell;
    std::istringstream fields(line);
    std::getline(fields, cell.level, '\t');
    std::getline(fields, cell.text, '\t');
    std::getline(fields, cell.failing);
    std::istringstream steps(cell.text);
    for (std::string step; std::getline(steps >> std::ws, step, ',');)
        cell.steps.push_back({.who = step.substr(0, 1), .does = step.substr(2)});
    return cell;
}

std::vector<Cell> cells() {
    std::ifstream file(std::string(SHAKETABLE_SOURCE_DIR) + "/tests/models/database/isolation_cells.txt");
    std::vector<Cell> found;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#')
            found.push_back(cell_of(line));
    return found;
}

std::string query(const std::string& does) {
    std::string name = does;
    name.replace(name.find(' '), 1, "-");
    return name;
}

/// One step is begun each 200 ms; a transaction's last pause is followed by its commit.
std::string service(const Cell& cell, const std::string& who) {
    std::string steps;
    std::size_t last = 0;
    for (std::size_t place = 0; place < cell.steps.size(); ++place) {
        const Step& step = cell.steps[place];
        if (step.who != who)
            continue;
        steps += (steps.empty() ? "" : ", ") + (R"({ "wait": ")" + std::to_string(200 * (place + 1 - last))) +
                 R"(ms" })";
        last = place + 1;
        if (step.does == "rollback")
            steps += R"(, { "call": "db.fail" })";
        else if (step.does != "commit")
            steps += R"(, { "call": "db.)" + query(step.does) + R"(" })";
    }
    const bool ends = steps.empty() || cell.steps[last - 1].does == "commit";
    if (!ends)
        steps += R"(, { "wait": "10s" })";
    return R"({ "kind": "service", "endpoints": { "e": { "steps": [ )" +
           (steps.empty() ? R"({ "wait": "1ms" })"
                          : R"({ "transaction": "db", "isolation": ")" + cell.level + R"(", "steps": [ )" +
                                steps + " ] }") +
           " ] } } }";
}

std::string queries() {
    std::string text = R"("fail": { "time": "1ms", "error_probability": 1 })";
    const std::map<std::string, std::string> statements = {
        {"update", "update"},          {"delete", "delete"},          {"select", "select"},
        {"lock", "select-for-update"}, {"share", "select-for-share"}, {"insert", "insert"}};
    for (const std::string table : {"x", "y", "z"}) {
        for (const auto& [does, statement] : statements)
            text += ", \"" + does + "-" + table + R"(": { "time": "1ms", "table": ")" + table +
                    R"(", "statement": ")" + statement + R"(", "hot_share": 1 })";
        text += ", \"scan-" + table + R"(": { "time": "1ms", "table": ")" + table + R"(", "access": {} })";
    }
    return text;
}

std::string failing_steps(const Cell& cell) {
    const Played played(
        R"("duration": "19s", "network": { "latency": "100us" }, "components": {
        "user": { "kind": "client", "arrivals": { "rate": "0.1/s", "pattern": "even" }, "journeys": { "j": { "steps": [
          { "parallel": [ { "call": "a.e" }, { "call": "b.e" }, { "call": "c.e" } ] } ] } } },
        "a": )" +
        service(cell, "a") + R"(, "b": )" + service(cell, "b") + R"(, "c": )" + service(cell, "c") +
        R"(, "db": { "kind": "database", "cores": 100, "tables": { "x": {}, "y": {}, "z": {} },
          "deadlock_timeout": "1m", "queries": { )" +
        queries() + " } } }");
    std::map<std::string, std::size_t> asked;
    std::map<std::string, Outcomes> ended;
    std::string failing;
    for (std::size_t place = 0; place < cell.steps.size(); ++place) {
        const std::string& who = cell.steps[place].who;
        ended.emplace(who, played.facts.outcomes(What::kCallEnded, played.component(who)));
        const std::size_t own = asked[who]++;
        if (own < ended[who].size() && ended[who][own] == Outcome::kSerializationFailure)
            failing += (failing.empty() ? "" : " ") + std::to_string(place + 1);
    }
    EXPECT_EQ(broken_invariant(played.simulation), "");
    return failing.empty() ? "-" : failing;
}

TEST(Isolation, FailsTheStepsThatPostgresqlFails) {
    const std::vector<Cell> all = cells();
    EXPECT_GE(all.size(), 35U);
    for (const Cell& cell : all)
        EXPECT_EQ(failing_steps(cell), cell.failing) << cell.level << ": " << cell.text;
}

} // namespace
} // namespace shaketable::models::isolation_cells_test
