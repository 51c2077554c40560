#include "models/compile_expectations.hpp"

#include "analysis/figures_json.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

// A journey each 100 ms, good within 100 ms; half of the edge's messages are lost from 10 s to 40 s.
Result run_with(const std::string& expectation, const std::string& more = "/seed=1") {
    return run_tiny({"/duration=100s",
                     R"(/timeline/cut={ "at": "10s", "for": "30s", "cut": "users->web", "share": 0.5 })",
                     more, "/expect/it=" + expectation});
}

ExpectationResult outcome_of(const std::string& expectation) {
    const Result result = run_with(expectation);
    EXPECT_EQ(result.expectations.size(), 1U);
    return result.expectations.at(0);
}

TEST(Expectations, OfTheVerdict) {
    const ExpectationResult right = outcome_of(R"({ "verdict": "collapsed_and_recovered" })");
    EXPECT_TRUE(right.holds);
    EXPECT_EQ(right.name, "it");
    EXPECT_EQ(right.expected, "verdict is collapsed_and_recovered");
    EXPECT_EQ(right.pointer, "/verdict/verdict");
    const ExpectationResult wrong = outcome_of(R"({ "verdict": "metastable", "journey": "ask" })");
    EXPECT_FALSE(wrong.holds);
    EXPECT_EQ(wrong.expected, "verdict of users.ask is metastable");
    EXPECT_EQ(wrong.measured, "collapsed_and_recovered");
    EXPECT_EQ(wrong.pointer, "/verdict/journeys/users.ask/verdict");
}

TEST(Expectations, OfRecovery) {
    EXPECT_TRUE(outcome_of(R"({ "recovers_within": "5s" })").holds);
    const Result down =
        run_with(R"({ "recovers_within": "5s" })",
                 R"(/timeline/worse={ "at": "12s", "error_rate": "web", "probability": 0.5 })");
    EXPECT_FALSE(down.expectations.at(0).holds);
    EXPECT_EQ(down.expectations.at(0).measured, "none");
}

TEST(Expectations, OfHarm) {
    const Result result = run_with(R"({ "harm": "harmed", "no_more_than": 0 })");
    ASSERT_TRUE(result.harm);
    EXPECT_FALSE(result.expectations.at(0).holds);
    EXPECT_EQ(result.expectations.at(0).measured, std::to_string(result.harm->total.harmed));
    EXPECT_EQ(result.expectations.at(0).pointer, "/harm/harmed");
    const std::string exactly = std::to_string(result.harm->total.net());
    EXPECT_TRUE(outcome_of(R"({ "harm": "net", "no_more_than": )" + exactly + " }").holds);
    EXPECT_FALSE(outcome_of(R"({ "harm": "net", "no_more_than": )" +
                            std::to_string(result.harm->total.net() - 1) + " }")
                     .holds);
}

TEST(Expectations, OfHarmHoldWhereNothingWasInjected) {
    const Result result =
        run_tiny({R"(/expect/it={ "harm": "net", "no_more_than": 0, "journey": "users.ask" })"});
    EXPECT_TRUE(result.expectations.at(0).holds);
}

TEST(Expectations, OfAFigureOfAllJourneys) {
    const Result result = run_with(R"({ "figure": "availability", "at_least": 0.9 })");
    EXPECT_FALSE(result.expectations.at(0).holds);
    EXPECT_EQ(std::stod(result.expectations.at(0).measured), *result.total.availability);
    EXPECT_EQ(result.expectations.at(0).expected, "availability >= 0.9");
    EXPECT_EQ(result.expectations.at(0).pointer, "/total/availability");
    EXPECT_TRUE(outcome_of(R"({ "figure": "latency/p99_s", "at_most": 0.025, "at_least": 0.02 })").holds);
    EXPECT_FALSE(outcome_of(R"({ "figure": "latency/p99_s", "at_most": 0.02 })").holds);
}

TEST(Expectations, OfAFigureOverAWindow) {
    // 9.5 to 11 s is windows 9 to 10.
    const ExpectationResult all = outcome_of(
        R"({ "figure": "offered", "from": "9.5s", "until": "11s", "at_least": 20, "at_most": 20 })");
    EXPECT_TRUE(all.holds) << all.measured;
    EXPECT_EQ(all.expected, "offered from 9.5 s until 11 s >= 20 and <= 20");
    EXPECT_EQ(all.pointer, "/series/total/offered");
    EXPECT_TRUE(
        outcome_of(R"({ "figure": "goodput_per_s", "until": "10s", "at_least": 9.9, "at_most": 10 })").holds);
    EXPECT_TRUE(
        outcome_of(R"({ "figure": "goodput_per_s", "from": "10s", "until": "40s", "at_most": 6 })").holds);
    EXPECT_TRUE(
        outcome_of(R"({ "figure": "goodput_per_s", "from": "50s", "journey": "ask", "at_least": 9.99 })")
            .holds);
    EXPECT_TRUE(outcome_of(R"({ "figure": "latency/p50_s", "from": "50s", "at_most": 0.0222 })").holds);
}

TEST(Expectations, OfAFigureBesideTheTwins) {
    const ExpectationResult share = outcome_of(
        R"({ "figure": "goodput_per_s", "from": "10s", "until": "40s", "of_twin": true, "at_most": 0.6 })");
    EXPECT_TRUE(share.holds) << share.measured;
    EXPECT_EQ(share.expected, "goodput_per_s from 10 s until 40 s as a share of the twin's <= 0.6");
    EXPECT_TRUE(
        outcome_of(
            R"({ "figure": "goodput_per_s", "from": "50s", "of_twin": true, "at_least": 1, "at_most": 1 })")
            .holds);
    EXPECT_TRUE(outcome_of(R"({ "figure": "offered", "of_twin": true, "at_least": 1, "at_most": 1 })").holds);
    const Result alone = run_tiny({R"(/expect/it={ "figure": "offered", "of_twin": true, "at_least": 1 })"});
    EXPECT_FALSE(alone.expectations.at(0).holds);
    EXPECT_EQ(alone.expectations.at(0).measured, "none");
}

TEST(Expectations, OfAComponent) {
    EXPECT_TRUE(
        outcome_of(
            R"({ "figure": "utilisation", "component": "web", "from": "50s", "at_least": 0.199, "at_most": 0.201 })")
            .holds);
    EXPECT_TRUE(
        outcome_of(
            R"({ "figure": "arrived/per_s", "component": "web", "from": "50s", "at_least": 10, "at_most": 10 })")
            .holds);
    const Result result = run_with(R"({ "figure": "arrived/total", "component": "web", "at_most": 0 })");
    EXPECT_EQ(result.expectations.at(0).measured,
              std::to_string(result.components[1].find("arrived")->total));
    EXPECT_EQ(result.expectations.at(0).pointer, "/components/web/metrics/arrived/total");
    EXPECT_TRUE(
        outcome_of(R"({ "figure": "queue_depth/instance_max", "component": "web", "at_most": 3 })").holds);
    EXPECT_TRUE(
        outcome_of(
            R"({ "figure": "service_time/max_s", "component": "web", "at_least": 0.02, "at_most": 0.03 })")
            .holds);
    EXPECT_TRUE(
        outcome_of(
            R"({ "figure": "arrived/total", "component": "web", "of_twin": true, "at_most": 0.9, "at_least": 0.8 })")
            .holds);
}

TEST(Expectations, OfARunThatWasStoppedAreNotToldOf) {
    RunOptions few;
    few.limits.events = 20;
    const Result result = run_tiny({R"(/expect/it={ "figure": "offered", "at_least": 1 })"}, few);
    EXPECT_TRUE(result.partial());
    EXPECT_TRUE(result.expectations.empty());
}

TEST(Expectations, AreOfTheWholeRun) {
    const std::vector<std::string> settings = {R"(/expect/it={ "figure": "offered", "at_least": 1 })"};
    EXPECT_TRUE(run_tiny(settings, {.until = engine::Duration::from_seconds(9)}).expectations.empty());
    EXPECT_EQ(run_tiny(settings, {.until = engine::Duration::from_seconds(10)}).expectations.size(), 1U);
}

// The names that a file may use are those that results have, and none is missing.
TEST(Expectations, KnowTheFiguresOfResults) {
    const models::ScenarioPtr scenario = tiny_scenario();
    const Json entry = document_of({{.result = run_tiny()}})["results"][0];
    std::size_t known = 0;
    for (const std::string& figure : models::journey_figures(false))
        if (!models::is_of_the_comparison(figure)) {
            ++known;
            EXPECT_TRUE(entry["total"].contains(Json::json_pointer("/" + figure))) << figure;
        }
    for (const models::Component& component : scenario->components)
        for (const std::string& figure : models::component_figures(component)) {
            const Json& json = entry["components"][component.name];
            EXPECT_TRUE(figure == "utilisation" || json["metrics"].contains(Json::json_pointer("/" + figure)))
                << component.name << " " << figure;
        }
    std::size_t leaves = 0;
    for (const auto& [name, value] : entry["total"].items())
        leaves += value.is_object() ? value.size() : 1;
    EXPECT_EQ(known, leaves);
}

TEST(Expectations, OfEveryFigureCanBeTold) {
    const models::ScenarioPtr scenario = tiny_scenario();
    std::vector<std::string> settings = {
        R"(/timeline/slow={ "at": "2s", "for": "1s", "slow": "web", "factor": 2 })"};
    std::size_t number = 0;
    const auto expect = [&](const std::string& figure, const std::string& more) {
        settings.push_back("/expect/e" + std::to_string(number++) + R"(={ "figure": ")" + figure +
                           R"(", "at_least": -1)" + more + " }");
    };
    for (const bool of_windows : {false, true})
        for (const std::string& figure : models::journey_figures(of_windows))
            expect(figure, of_windows ? R"(, "from": "1s", "until": "9s", "of_twin": true)" : "");
    for (const std::string& figure : models::component_figures(scenario->components[1]))
        expect(figure, R"(, "component": "web", "from": "1s")");
    const Result result = run_tiny(settings);
    EXPECT_EQ(result.expectations.size(), number);
    const Json entry = json_of(Entry{.result = result});
    for (const ExpectationResult& one : result.expectations) {
        EXPECT_TRUE(one.holds || one.measured == "none") << one.expected << ": " << one.measured;
        EXPECT_TRUE(entry.contains(Json::json_pointer(one.pointer))) << one.expected << ": " << one.pointer;
    }
}

TEST(Expectations, OfTheComparison) {
    const Result result = run_with(R"({ "figure": "verdict/floor", "at_least": 0.9 })");
    EXPECT_FALSE(result.expectations.at(0).holds);
    EXPECT_EQ(std::stod(result.expectations.at(0).measured), *result.verdict->total.floor);
    EXPECT_EQ(result.expectations.at(0).pointer, "/verdict/floor");
    const Result lost = run_with(R"({ "figure": "verdict/area_lost_s", "journey": "ask", "at_most": 1 })");
    EXPECT_EQ(std::stod(lost.expectations.at(0).measured), lost.verdict->journeys[0].area_lost_s);
    EXPECT_EQ(lost.expectations.at(0).pointer, "/verdict/journeys/users.ask/area_lost_s");
    const Result harmed = run_with(R"({ "figure": "harm/harmed", "at_least": 1 })");
    EXPECT_TRUE(harmed.expectations.at(0).holds);
    EXPECT_EQ(std::stod(harmed.expectations.at(0).measured), static_cast<double>(harmed.harm->total.harmed));
    const Result alone = run_tiny({R"(/expect/it={ "figure": "harm/net", "at_most": 0 })"});
    EXPECT_TRUE(alone.expectations.at(0).holds);
}

} // namespace
} // namespace shaketable::analysis
