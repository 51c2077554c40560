#include "cli/diff_words.hpp"

#include <gtest/gtest.h>

namespace shaketable::cli {
namespace {

using models::Outcome;
using models::What;

analysis::ObservedFact fact_of(What what, Outcome outcome = Outcome::kOk, std::uint8_t attempt = 0) {
    analysis::ObservedFact observed;
    observed.fact.who = 0x3FA9C1E200000001;
    observed.fact.what = what;
    observed.fact.attempt = attempt;
    observed.fact.outcome = outcome;
    return observed;
}

analysis::ObservedFact with_request(analysis::ObservedFact observed, const std::string& endpoint,
                                    const std::string& calling = "") {
    observed.request = models::RequestView{.client = "shoppers",
                                           .journey = "checkout",
                                           .endpoint = endpoint,
                                           .calling = calling,
                                           .doing = "computing"};
    return observed;
}

TEST(ExactSeconds, AreExactToTheNanosecondWithoutZerosAtTheEnd) {
    EXPECT_EQ(exact_seconds(62.412345678), "62.412345678 s");
    EXPECT_EQ(exact_seconds(0.1), "0.1 s");
    EXPECT_EQ(exact_seconds(120.0), "120 s");
    EXPECT_EQ(exact_seconds(0.0), "0 s");
    EXPECT_EQ(exact_seconds(-9.993578638), "-9.993578638 s");
}

TEST(FactWords, SayWhoDidWhat) {
    EXPECT_EQ(fact_words(with_request(fact_of(What::kJourneyBegan), "")),
              "journey shoppers.checkout (3fa9c1e2) begins");
    EXPECT_EQ(fact_words(with_request(fact_of(What::kJourneyEnded, Outcome::kSlow), "")),
              "journey shoppers.checkout (3fa9c1e2) ends: slow");
    EXPECT_EQ(fact_words(with_request(fact_of(What::kArrived), "reserve")),
              "request reserve for shoppers.checkout (3fa9c1e2) arrives");
    EXPECT_EQ(fact_words(with_request(fact_of(What::kServed), "reserve")),
              "request reserve for shoppers.checkout (3fa9c1e2) begins to be served");
    EXPECT_EQ(fact_words(fact_of(What::kRejected, Outcome::kQueueFull)),
              "a request (3fa9c1e2) is turned away: queue full");
    EXPECT_EQ(fact_words(fact_of(What::kAnswered)), "a request (3fa9c1e2) is answered: ok");
    EXPECT_EQ(fact_words(fact_of(What::kLeft)), "a request (3fa9c1e2) leaves");
    EXPECT_EQ(fact_words(fact_of(What::kLeft, Outcome::kReset)), "a request (3fa9c1e2) is lost: reset");
    EXPECT_EQ(fact_words(fact_of(What::kJourneyBegan)), "a journey (3fa9c1e2) begins");
}

TEST(FactWords, SayWhichAttemptOfWhichCall) {
    EXPECT_EQ(fact_words(with_request(fact_of(What::kCallBegan, Outcome::kOk, 2), "reserve", "db.check")),
              "request reserve for shoppers.checkout (3fa9c1e2) begins attempt 2 of its call to db.check");
    EXPECT_EQ(fact_words(fact_of(What::kCallEnded, Outcome::kTimedOutInService, 1)),
              "a request (3fa9c1e2) sees attempt 1 of its call end: timed out in service");
}

TEST(FactWords, NameTheTimelinesEntry) {
    analysis::ObservedFact observed = fact_of(What::kFaultBegan);
    observed.timeline_entry = "db-slow";
    observed.timeline_verb = "slow";
    EXPECT_EQ(fact_words(observed), "the timeline's db-slow (slow) begins");
    observed.fact.what = What::kFaultEnded;
    EXPECT_EQ(fact_words(observed), "the timeline's db-slow (slow) ends");
}

TEST(SideWords, SayWhatHappensInstead) {
    analysis::DivergenceSide side;
    EXPECT_EQ(side_words("db", side), "nothing; nothing more in db");
    side.next = fact_of(What::kArrived);
    side.next->at_s = 1.5;
    EXPECT_EQ(side_words("db", side), "nothing; the next in db, at 1.5 s: a request (3fa9c1e2) arrives");
    side.request = models::RequestView();
    side.request->doing = "backing_off";
    side.request_component = "db";
    side.next.reset();
    EXPECT_EQ(side_words("db", side), "nothing: here the request is backing off; nothing more in db");
    side.request_component = "orders";
    EXPECT_EQ(side_words("db", side), "nothing: its caller in orders is backing off; nothing more in db");
    side.fact = fact_of(What::kLeft);
    EXPECT_EQ(side_words("db", side), "a request (3fa9c1e2) leaves");
}

TEST(StateRows, ShowEachSideAndWhoseReplicaIsMissing) {
    models::InstanceView service;
    service.kind = "service";
    service.workers_busy = 3;
    service.workers = 50;
    service.cores = 2.5;
    service.speed = 0.125;
    service.pools = {{.callee = "db", .in_use = 4, .size = 20, .waiting = 1}};
    const std::vector<Row> rows = state_rows({{{.state = service}, {}}});
    const std::vector<Row> expected = {{"process", "up", "no such replica"},
                                       {"speed", "12.5 %", "no such replica"},
                                       {"queue", "0", "no such replica"},
                                       {"in service", "0", "no such replica"},
                                       {"workers busy", "3 of 50", "no such replica"},
                                       {"computing", "0 on 2.5 cores", "no such replica"},
                                       {"pool to db", "4 of 20 in use, 1 waiting", "no such replica"}};
    EXPECT_EQ(rows, expected);
}

TEST(StateRows, ShowOfAClientItsJourneysAndOfADatabaseItsConnections) {
    models::InstanceView client;
    client.kind = "client";
    client.in_service = 1234;
    EXPECT_EQ(state_rows({{{.state = client}, {.state = client}}}),
              (std::vector<Row>{{"journeys in flight", "1,234", "1,234"}}));
    models::InstanceView database;
    database.kind = "database";
    database.workers_busy = 7;
    database.workers = 100;
    const std::vector<Row> rows = state_rows({{{.state = database}, {.state = database}}});
    EXPECT_EQ(rows[3], (Row{"connections", "7 of 100", "7 of 100"}));
}

} // namespace
} // namespace shaketable::cli
