// database_bench: what a query costs through pool, transaction and row lock, beside a plain call; and how
// fast 200 components with 2,000 replicas run that share twenty such databases, beside bench/chain.json. One
// line of JSON. bench/database calls it.
//
// Processor time of a journey: the same journey with nothing in it but its own work is taken away, then what
// is left is the call's. All are run in turn, several times; medians.
#include "bench/whole_runs.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace shaketable;

std::string database(const std::string& name) {
    return "\"" + name + R"(": { "kind": "database", "max_connections": 10000, "cores": 64,
        "tables": { "t": { "rows": 1000000, "indexes": { "by-key": {} } } },
        "queries": { "point": { "time": "100us", "table": "t", "statement": "update", "access": { "index": "by-key" } } } })";
}

/// One service, which does its own work and then `steps`.
std::string journey(const std::string& steps, const std::string& pools = "") {
    return R"({ "shaketable": 1, "title": "One call", "duration": "100s", "components": {
        "users": { "kind": "client", "arrivals": { "rate": "2000/s" },
                   "journeys": { "j": { "steps": [ { "call": "front.ask" } ] } } },
        "front": { "kind": "service", "workers": 1000, "cores": 64, "pools": { )" +
           pools + R"( },
                   "endpoints": { "ask": { "steps": [ { "work": "1ms" })" +
           steps + R"( ] } } },
        "back": { "kind": "service", "workers": 1000, "cores": 64,
                  "endpoints": { "ask": { "steps": [ { "work": "100us" } ] } } }, )" +
           database("db") + " } }";
}

std::string chain() {
    std::FILE* const file = std::fopen(SHAKETABLE_SOURCE_DIR "/bench/chain.json", "rb");
    if (file == nullptr)
        std::exit(3);
    std::string text;
    for (int letter = std::fgetc(file); letter != EOF; letter = std::fgetc(file))
        text += static_cast<char>(letter);
    std::fclose(file);
    const std::string length = R"("duration": "200s")";
    return text.replace(text.find(length), length.size(), R"("duration": "20s")");
}

/// Twenty chains of nine services, and a database at the end of each: 200 components, 2,000 replicas but for
/// the databases, which have one each.
std::string fleet() {
    std::string text =
        R"({ "shaketable": 1, "title": "A fleet", "duration": "6s", "components": { "users": { "kind": "client",
        "arrivals": { "rate": "20000/s" }, "journeys": { )";
    std::string services;
    for (int chain = 0; chain < 20; ++chain) {
        const std::string of = std::to_string(chain);
        text += (chain > 0 ? ", " : "") + ("\"j" + of) + R"(": { "steps": [ { "call": "s)" + of +
                R"(-0.ask" } ] })";
        for (int place = 0; place < 9; ++place) {
            const std::string next =
                place < 8 ? R"({ "call": "s)" + of + "-" + std::to_string(place + 1) + R"(.ask" })"
                          : R"({ "transaction": "d)" + of + R"(", "steps": [ { "call": "d)" + of +
                                R"(.point" } ] })";
            services +=
                R"(, "s)" + of + "-" + std::to_string(place) +
                R"(": { "kind": "service", "replicas": 11, "endpoints": { "ask": { "steps": [ { "work": "1ms" }, )" +
                next + " ] } } }";
        }
        services += ", " + database("d" + of);
    }
    return text + " } }" + services + " } }";
}

} // namespace

int main() {
    const std::string pool = R"("db": { "size": 100 })";
    const std::array<models::ScenarioPtr, 4> calls = {
        bench::loaded(journey("")), bench::loaded(journey(R"(, { "call": "back.ask" })")),
        bench::loaded(journey(R"(, { "transaction": "db", "steps": [ { "call": "db.point" } ] })", pool)),
        bench::loaded(journey(R"(, { "call": "db.point" })", pool))};
    std::array<std::vector<double>, 4> ns;
    const models::ScenarioPtr chain_scenario = bench::loaded(chain());
    const models::ScenarioPtr fleet_scenario = bench::loaded(fleet());
    std::vector<double> chain_rate;
    std::vector<double> fleet_rate;
    for (int turn = 0; turn < bench::kTurns; ++turn) {
        for (std::size_t which = 0; which < calls.size(); ++which) {
            const bench::Whole one = bench::run(calls[which]);
            ns[which].push_back(one.seconds / one.journeys * 1e9);
        }
        const bench::Whole of_chain = bench::run(chain_scenario);
        chain_rate.push_back(of_chain.events / of_chain.seconds);
        const bench::Whole of_fleet = bench::run(fleet_scenario);
        fleet_rate.push_back(of_fleet.events / of_fleet.seconds);
    }
    const double own = bench::median(ns[0]);
    std::printf(
        "{\"call_ns\":%.0f,\"transaction_ns\":%.0f,\"statement_ns\":%.0f,\"components\":%zu,\"replicas\":%u,"
        "\"chain_events_per_s\":%.0f,\"fleet_events_per_s\":%.0f}\n",
        bench::median(ns[1]) - own, bench::median(ns[2]) - own, bench::median(ns[3]) - own,
        fleet_scenario->components.size(), fleet_scenario->instances, bench::median(chain_rate),
        bench::median(fleet_rate));
    return 0;
}
