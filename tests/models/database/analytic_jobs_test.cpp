// A report every now and then beside short queries: nothing but a client with even arrivals that asks for a
// whole table. One core; legs of 1 ms, and a connection costs two more the first time. A query is served at
// 1004, 2002, 3002 and 4002 ms; the report, if there is one, from 2504 ms on.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::analytic_jobs_test {
namespace {

/// How long each query took, in ms.
Times beside_report(const std::string& report, const std::string& query, const std::string& storage) {
    const Played played(
        R"("duration": "4900ms", "network": { "latency": "1ms" }, "components": {
          "users": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
            "journeys": { "j": { "steps": [ { "call": "web.ask" } ] } } },
          "analysts": { "kind": "client", "arrivals": { "pattern": "even", "rate": )" +
        report + R"(, "steps": { "no-more": { "at": "3s", "rate": "0/s" } } },
            "journeys": { "j": { "steps": [ { "call": "reports.sum-up" } ] } } },
          "web": { "kind": "service", "endpoints": { "ask": { "steps": [ { "call": "db.query" } ] } } },
          "reports": { "kind": "service", "endpoints": { "sum-up": { "steps": [ { "call": "db.report" } ] } } },
          "db": { "kind": "database", "cores": 1, "storage": { "page_bytes": 8190, )" +
        storage + R"( }, "tables": { "t": { "rows": 10000, "row_bytes": 819, "indexes": { "i": {} } } },
            "queries": { "query": { "time": "10ms", "table": "t" )" +
        query + R"( }, "report": { "time": "0s", "table": "t", "access": {} } } } })");
    EXPECT_EQ(broken_invariant(played.simulation), "");
    const std::uint32_t web = played.component("web");
    Times lengths;
    const Times began = played.facts.times(What::kCallBegan, web);
    const Times ended = played.facts.times(What::kCallEnded, web);
    for (std::size_t call = 0; call < ended.size(); ++call)
        lengths.push_back((ended[call] - began[call]) / kMs - (call == 0 ? 4 : 2)); // legs
    return lengths;
}

constexpr const char* kNever = R"("0/s")";
constexpr const char* kOnce = R"("0.4/s")";

// A row takes 100 us: the report has the core to itself for a second, or half of it.
TEST(AnalyticJob, TakesHalfOfTheCoreFromTheQueryBesideIt) {
    const std::string in_memory = R"("row_cpu": "100us")";
    EXPECT_EQ(beside_report(kNever, "", in_memory), (Times{10, 10, 10, 10}));
    EXPECT_EQ(beside_report(kOnce, "", in_memory), (Times{10, 10, 20, 10}));
}

// The report reads 1000 pages at a thousand a second, 32 at a time: those that it waits for at 3002 ms are
// there at 3016 ms. Then it is the query's turn with its three pages, 3 ms, before the next 32.
TEST(AnalyticJob, KeepsTheDiskBusyBeforeTheQuerysPages) {
    const std::string on_disk =
        R"("row_cpu": "0s", "page_read": "1ms", "reads": "1000/s", "scanned_pages": "1000/s", "memory_gib": 0.00001)";
    const std::string query = R"(, "access": { "index": "i", "rows": 2 })";
    EXPECT_EQ(beside_report(kNever, query, on_disk), (Times{13, 13, 13, 13}));
    EXPECT_EQ(beside_report(kOnce, query, on_disk), (Times{13, 13, 14 + 3 + 10, 13}));
}

} // namespace
} // namespace shaketable::models::analytic_jobs_test
