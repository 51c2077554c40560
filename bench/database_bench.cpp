// database_bench: what a query costs through pool, transaction and row lock, beside a plain call; and how
// fast 200 components with 2,000 replicas run that share twenty such databases, beside bench/chain.json. One
// line of JSON. bench/database calls it.
//
// Processor time of a journey: the same journey with nothing in it but its own work is taken away, then what
// is left is the call's. All are run in turn, several times; medians.
#include "models/simulation.hpp"
#include "scenarios/compile.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace shaketable;

constexpr int kTurns = 7;

double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

models::ScenarioPtr loaded(const std::string& text) {
    const auto file = scenarios::load_text(text, "database");
    if (file) {
        auto compiled = scenarios::compile(file.value(), "");
        if (compiled)
            return std::move(compiled).value();
        for (const scenarios::InputError& error : compiled.error())
            std::fprintf(stderr, "%s\n", scenarios::text_of(error).c_str());
    }
    std::fputs("database_bench: its own scenario can't be run\n", stderr);
    std::exit(3);
}

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

struct Run {
    double seconds = 0.0;
    double journeys = 0.0;
    double events = 0.0;
};

Run run(const models::ScenarioPtr& scenario) {
    models::Simulation simulation(scenario, 1);
    const double begin = seconds_now();
    if (simulation.run_until(scenario->end) != engine::StopReason::kReachedEnd)
        std::exit(3);
    return {.seconds = seconds_now() - begin,
            .journeys = static_cast<double>(simulation.world().instances[0].left),
            .events = static_cast<double>(simulation.world().clockwork.events)};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
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
        loaded(journey("")), loaded(journey(R"(, { "call": "back.ask" })")),
        loaded(journey(R"(, { "transaction": "db", "steps": [ { "call": "db.point" } ] })", pool)),
        loaded(journey(R"(, { "call": "db.point" })", pool))};
    std::array<std::vector<double>, 4> ns;
    const models::ScenarioPtr chain_scenario = loaded(chain());
    const models::ScenarioPtr fleet_scenario = loaded(fleet());
    std::vector<double> chain_rate;
    std::vector<double> fleet_rate;
    for (int turn = 0; turn < kTurns; ++turn) {
        for (std::size_t which = 0; which < calls.size(); ++which) {
            const Run one = run(calls[which]);
            ns[which].push_back(one.seconds / one.journeys * 1e9);
        }
        const Run of_chain = run(chain_scenario);
        chain_rate.push_back(of_chain.events / of_chain.seconds);
        const Run of_fleet = run(fleet_scenario);
        fleet_rate.push_back(of_fleet.events / of_fleet.seconds);
    }
    const double own = median(ns[0]);
    std::printf(
        "{\"call_ns\":%.0f,\"transaction_ns\":%.0f,\"statement_ns\":%.0f,\"components\":%zu,\"replicas\":%u,"
        "\"chain_events_per_s\":%.0f,\"fleet_events_per_s\":%.0f}\n",
        median(ns[1]) - own, median(ns[2]) - own, median(ns[3]) - own, fleet_scenario->components.size(),
        fleet_scenario->instances, median(chain_rate), median(fleet_rate));
    return 0;
}
