#include "analysis/divergence.hpp"

#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

namespace shaketable::analysis {
namespace {

using Settings = std::vector<std::string>;

constexpr const char* kTwoReplicas = "/components/web/replicas=2";

/// The tiny scenario with settings for both sides, and for the second alone.
Comparison compare_tiny(const Settings& of_both, const Settings& of_b, const CompareOptions& options = {}) {
    Settings all = of_both;
    all.insert(all.end(), of_b.begin(), of_b.end());
    return compare_runs(
        {{{.scenario = tiny_scenario(of_both), .seed = 1}, {.scenario = tiny_scenario(all), .seed = 1}}},
        options);
}

TEST(Divergence, IsNowhereInTwoRunsOfTheSame) {
    const Comparison comparison = compare_tiny({}, {});
    EXPECT_FALSE(comparison.divergence);
    EXPECT_EQ(comparison.stopped, Stopped::kEnd);
    EXPECT_EQ(comparison.same_s, 10.0);
    // 99 journeys, each with two facts and a call's two at the client, and four at the service.
    EXPECT_EQ(comparison.same_facts, 99U * 9);
    EXPECT_EQ(comparison.shared, (std::vector<std::string>{"users", "web"}));
}

TEST(Divergence, WithAnotherSeedIsTheFirstJourney) {
    const Comparison comparison =
        compare_runs({{{.scenario = tiny_scenario(), .seed = 1}, {.scenario = tiny_scenario(), .seed = 2}}});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->at_s, 0.1);
    EXPECT_EQ(comparison.divergence->component, "users");
    EXPECT_EQ(comparison.same_facts, 0U);
    for (const DivergenceSide& side : comparison.divergence->sides) {
        ASSERT_TRUE(side.fact);
        EXPECT_EQ(side.fact->fact.what, models::What::kJourneyBegan);
        EXPECT_EQ(side.fact->request->journey, "ask");
        EXPECT_EQ(side.state->in_service, 1U);
    }
    EXPECT_NE(comparison.divergence->sides[0].fact->fact.who, comparison.divergence->sides[1].fact->fact.who);
}

TEST(Divergence, TellsWhatTheOtherSideDoesInstead) {
    const Comparison comparison = compare_tiny({}, {"/components/web/endpoints/answer/steps/0/work=30ms"});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->component, "web");
    EXPECT_EQ(comparison.divergence->at_s, 0.121); // 1 ms there, 20 ms of work
    EXPECT_EQ(comparison.same_s, 0.121);
    EXPECT_EQ(comparison.same_facts, 4U); // the journey and its call began; it arrived and was served
    const auto& [a, b] = comparison.divergence->sides;
    ASSERT_TRUE(a.fact);
    EXPECT_EQ(a.fact->fact.what, models::What::kAnswered);
    EXPECT_EQ(a.fact->request->endpoint, "answer");
    EXPECT_EQ(a.state->in_service, 0U);
    EXPECT_FALSE(b.fact);
    ASSERT_TRUE(b.next);
    EXPECT_EQ(b.next->fact.what, models::What::kAnswered);
    EXPECT_EQ(b.next->at_s, 0.131);
    ASSERT_TRUE(b.request);
    EXPECT_EQ(b.request->doing, "computing");
    EXPECT_EQ(b.state->computing, 1U);
}

models::ScenarioPtr retry_storm(const Settings& settings = {}) {
    const auto path = scenarios::resolve_scenario("retry-storm");
    return scenarios::compile(scenarios::load_file(path.value()).value(), "", settings).value();
}

TEST(Divergence, TellsThatTheOtherSidesRequestIsStillOnItsWay) {
    const Comparison comparison = compare_tiny({}, {"/network/latency=2ms"});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->at_s, 0.101);
    EXPECT_EQ(comparison.divergence->sides[1].request->doing, "in_transit");
    EXPECT_EQ(comparison.divergence->sides[1].request_component, "web");
}

TEST(Divergence, TellsThatTheOtherSideBacksOff) {
    const std::string dead = R"(/timeline/dead={"at":"1s","for":"2s","crash":"web"})";
    const Comparison comparison =
        compare_tiny({dead, "/policies/user/retry/attempts=2"},
                     {"/policies/user/retry/backoff=fixed", "/policies/user/retry/base=50ms"});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->component, "users");
    EXPECT_EQ(comparison.divergence->sides[0].fact->fact.attempt, 2);
    EXPECT_EQ(comparison.divergence->sides[0].fact->request->calling, "web.answer");
    EXPECT_EQ(comparison.divergence->sides[1].request->doing, "backing_off");
}

TEST(Divergence, TellsWhatTheCallerDoesWhereTheRequestIsNotMade) {
    const Comparison comparison = compare_runs(
        {{{.scenario = retry_storm(), .seed = 1},
          {.scenario = retry_storm({"/components/orders/pools/inventory-db/size=2"}), .seed = 1}}});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->component, "inventory-db");
    const DivergenceSide& b = comparison.divergence->sides[1];
    EXPECT_EQ(b.request_component, "orders");
    ASSERT_TRUE(b.request);
    EXPECT_EQ(b.request->doing, "waiting_for_a_connection");
    EXPECT_EQ(b.request->calling, comparison.divergence->sides[0].fact->request->endpoint == "check"
                                      ? "inventory-db.check"
                                      : "inventory-db.decrement");
}

TEST(Divergence, IsNotTheAbsenceOfAComponent) {
    const Comparison comparison =
        compare_tiny({}, {R"(/components/cache={"kind":"service","endpoints":{"get":{"steps":[]}}})"});
    EXPECT_FALSE(comparison.divergence);
    EXPECT_TRUE(comparison.alone[0].empty());
    EXPECT_EQ(comparison.alone[1], (std::vector<std::string>{"cache"}));
    EXPECT_EQ(comparison.shared.size(), 2U);
}

TEST(Divergence, CanBeAtTimeZero) {
    const Comparison comparison =
        compare_tiny({}, {R"(/timeline/sluggish={"at":"0s","slow":"web","factor":4})"});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->at_s, 0.0);
    EXPECT_EQ(comparison.same_s, 0.0);
    EXPECT_EQ(comparison.same_facts, 0U);
    EXPECT_EQ(comparison.divergence->sides[1].fact->timeline_entry, "sluggish");
    EXPECT_EQ(comparison.divergence->sides[1].state->speed, 0.25);
    EXPECT_EQ(comparison.divergence->sides[0].state->speed, 1.0);
}

TEST(Divergence, CountsTimeFromTheEndOfTheWarmUp) {
    const Comparison comparison =
        compare_tiny({"/warm_up=2s"}, {"/components/web/endpoints/answer/steps/0/work=30ms"});
    EXPECT_DOUBLE_EQ(comparison.divergence->at_s, 0.121 - 2.0);
    EXPECT_DOUBLE_EQ(comparison.same_s, 0.121);
}

TEST(Divergence, ShowsTheReplicaThatItIsAbout) {
    // Requests go to the replicas in turn; both are slow, but the second not alike.
    const Settings both = {kTwoReplicas, R"(/timeline/slow={"at":"1s","slow":"web","factor":2,"replica":1})"};
    const Comparison slow = compare_tiny(both, {"/timeline/slow/factor=3"});
    ASSERT_TRUE(slow.divergence);
    EXPECT_EQ(slow.divergence->component, "web");
    EXPECT_EQ(slow.divergence->sides[0].fact->replica, 1U);
    EXPECT_EQ(slow.divergence->sides[0].state->replica, 1U);
    EXPECT_EQ(slow.divergence->sides[1].state->replica, 1U);

    const Comparison dead =
        compare_tiny({kTwoReplicas}, {R"(/timeline/dead={"at":"1s","crash":"web","replica":1})"});
    EXPECT_EQ(dead.divergence->sides[1].fact->timeline_verb, "crash");
    EXPECT_EQ(dead.divergence->sides[1].fact->replica, 1U);
    EXPECT_TRUE(dead.divergence->sides[1].state->crashed);
    EXPECT_FALSE(dead.divergence->sides[0].state->crashed);
}

TEST(Divergence, ShowsNoStateOfAReplicaThatIsNotThere) {
    const Comparison comparison = compare_tiny({kTwoReplicas}, {"/components/web/replicas=1"});
    ASSERT_TRUE(
        comparison.divergence); // the second request goes to the second replica, or to the first again
    EXPECT_EQ(comparison.divergence->sides[0].fact->replica, 1U);
    EXPECT_EQ(comparison.divergence->sides[1].fact->replica, 0U);

    const Comparison dead =
        compare_runs({{{.scenario = tiny_scenario(
                            {kTwoReplicas, R"(/timeline/dead={"at":"50ms","crash":"web","replica":1})"}),
                        .seed = 1},
                       {.scenario = tiny_scenario(), .seed = 1}}});
    EXPECT_TRUE(dead.divergence->sides[0].state);
    EXPECT_FALSE(dead.divergence->sides[1].state);
}

models::ScenarioPtr without_latency(const std::string& components) {
    const auto file = scenarios::load_text(R"({ "shaketable": 1, "title": "T", "duration": "1s",
        "network": { "latency": 0 }, "components": {)" +
                                               components + "}}",
                                           "t.json");
    return scenarios::compile(file.value(), "").value();
}

TEST(Divergence, AtOneInstantIsThatOfTheFirstInTheFile) {
    const std::string users =
        R"("users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
        "journeys": { "ask": { "steps": [ { "call": "web.answer" } ] } } })";
    const std::string web = R"("web": { "kind": "service", "endpoints": { "answer": { "steps": [] } } })";
    for (const bool users_first : {true, false}) {
        const models::ScenarioPtr scenario =
            without_latency(users_first ? users + "," + web : web + "," + users);
        const Comparison comparison =
            compare_runs({{{.scenario = scenario, .seed = 1}, {.scenario = scenario, .seed = 2}}});
        ASSERT_TRUE(comparison.divergence);
        EXPECT_EQ(comparison.divergence->component, users_first ? "users" : "web");
        EXPECT_EQ(comparison.divergence->also, (std::vector<std::string>{users_first ? "web" : "users"}));
    }
}

TEST(Divergence, CountsWhatWasTheSameAtItsOwnInstant) {
    const auto scenario_with = [](const char* error_probability) {
        return without_latency(
            R"("users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
            "journeys": { "ask": { "steps": [ { "call": "web.answer" } ] } } },
            "web": { "kind": "service", "endpoints": { "answer": { "steps": [], "error_probability": )" +
            std::string(error_probability) + "} } }");
    };
    const Comparison comparison = compare_runs(
        {{{.scenario = scenario_with("0"), .seed = 1}, {.scenario = scenario_with("1"), .seed = 1}}});
    ASSERT_TRUE(comparison.divergence);
    EXPECT_EQ(comparison.divergence->component, "users"); // the journey ends at the same instant, too
    EXPECT_EQ(comparison.divergence->sides[1].fact->fact.what, models::What::kCallEnded);
    EXPECT_EQ(comparison.same_facts, 4U); // it began, its call began; the request arrived and was served
}

TEST(Divergence, IsNotLookedForBeyondTheEndThatIsAskedFor) {
    const Settings later = {R"(/timeline/slow={"at":"5s","slow":"web","factor":2})"};
    EXPECT_TRUE(compare_tiny({}, later).divergence);
    const Comparison comparison = compare_tiny({}, later, {.until = engine::Duration::from_seconds(5)});
    EXPECT_FALSE(comparison.divergence); // what is due at the end has not happened
    EXPECT_EQ(comparison.same_s, 5.0);
}

TEST(Divergence, OfRunsOfDifferentLengthIsLookedForInTheShorter) {
    const Comparison comparison = compare_tiny({}, {"/duration=4s"});
    EXPECT_FALSE(comparison.divergence);
    EXPECT_EQ(comparison.same_s, 4.0);
}

TEST(Divergence, BeforeALimitIsStillFound) {
    const Settings later = {R"(/timeline/slow={"at":"3s","slow":"web","factor":2})"};
    CompareOptions options;
    options.bounds.limits.events = 60; // of 4 a journey: stopped between 1 and 2 s
    const Comparison stopped = compare_tiny({}, later, options);
    EXPECT_FALSE(stopped.divergence);
    EXPECT_EQ(stopped.stopped, Stopped::kEventLimit);
    EXPECT_GT(stopped.same_s, 1.0);
    EXPECT_LT(stopped.same_s, 2.0);

    options.bounds.limits.events =
        4 * 28 + 3; // those of the journeys before 2.9 s, and some of the next one's
    const Comparison found =
        compare_tiny({}, {R"(/timeline/slow={"at":"2.9s","slow":"web","factor":2})"}, options);
    ASSERT_TRUE(found.divergence);
    EXPECT_EQ(found.divergence->at_s, 2.9);
    EXPECT_EQ(found.stopped, Stopped::kEnd);
}

TEST(Divergence, IsNotLookedForOnceCancelled) {
    const models::ScenarioPtr scenario = retry_storm();
    CompareOptions options;
    options.bounds.keep_going = [](const models::Simulation&) { return false; };
    const Comparison comparison =
        compare_runs({{{.scenario = scenario, .seed = 1}, {.scenario = scenario, .seed = 1}}}, options);
    EXPECT_FALSE(comparison.divergence);
    EXPECT_EQ(comparison.stopped, Stopped::kCancelled);
}

/// Every fact of a run, by component name.
class AllFacts : public models::Observer {
  public:
    AllFacts(const models::ScenarioPtr& scenario, engine::Duration until)
        : lists(scenario->components.size()) {
        models::Simulation simulation(scenario, scenario->config.seed);
        simulation.observe(this);
        static_cast<void>(simulation.run_until(scenario->zero + until));
    }
    void on_fact(const models::Fact& fact) override { lists[fact.component].push_back(fact); }

    std::vector<std::vector<models::Fact>> lists;
};

auto parts_of(const models::Fact& fact) {
    return std::make_tuple(fact.time, fact.replica, fact.who, fact.what, fact.attempt, fact.outcome);
}

/// When and where the same components of two runs part, from all their facts.
std::pair<engine::Time, std::uint32_t> parting_by_hand(const AllFacts& a, const AllFacts& b) {
    std::pair<engine::Time, std::uint32_t> first = {engine::Time::latest(), 0};
    for (std::uint32_t component = 0; component < a.lists.size(); ++component) {
        const auto& left = a.lists[component];
        const auto& right = b.lists[component];
        std::size_t index = 0;
        while (index < left.size() && index < right.size() && parts_of(left[index]) == parts_of(right[index]))
            ++index;
        engine::Time at = engine::Time::latest();
        for (const auto* list : {&left, &right})
            if (index < list->size())
                at = std::min(at, (*list)[index].time);
        if (at < first.first)
            first = {at, component};
    }
    return first;
}

TEST(Divergence, IsWhereAllFactsSideBySideSay) {
    const engine::Duration until = engine::Duration::from_seconds(3);
    const Settings base = {"/warm_up=1s",
                           R"(/timeline/db-slow={"at":"1s","for":"1s","slow":"inventory-db","factor":9})"};
    const models::ScenarioPtr a = retry_storm(base);
    for (const char* change : {"/policies/to-db/retry/backoff=fixed", "/policies/to-orders/timeout=599ms",
                               "/components/web/workers=6", "/components/catalog/pools/catalog-db/size=1",
                               "/components/orders/replicas=2", "/seed=9", "/timeline/db-slow/for=900ms",
                               "/components/shoppers/journeys/browse/good_within=1ms",
                               "/components/inventory-db/max_connections=7"}) {
        Settings settings = base;
        settings.push_back(change);
        const models::ScenarioPtr b = retry_storm(settings);
        const auto [at, component] = parting_by_hand(AllFacts(a, until), AllFacts(b, until));
        for (const std::uint64_t facts_kept : {1U, 300U, 20'000U}) {
            const Comparison comparison = compare_runs(
                {{{.scenario = a, .seed = a->config.seed}, {.scenario = b, .seed = b->config.seed}}},
                {.until = until, .facts_kept = facts_kept});
            ASSERT_TRUE(comparison.divergence) << change;
            EXPECT_EQ(comparison.divergence->at_s, (at - a->zero).seconds()) << change;
            EXPECT_EQ(comparison.divergence->component, a->components[component].name) << change;
        }
    }
}

} // namespace
} // namespace shaketable::analysis
