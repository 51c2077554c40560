// The verb `run` where it does more than one run of a variant: expectations, replications, and what if.
#include "tests/cli/program_output.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace shaketable::cli {
namespace {

using nlohmann::json;

const std::string kScenario = R"({
  "shaketable": 1, "title": "Tiny", "duration": "90s",
  "components": {
    "users": { "kind": "client", "arrivals": { "rate": "20/s" },
               "journeys": { "ask": { "steps": [ { "call": "web.answer", "policy": "user" } ], "good_within": "100ms" } } },
    "web": { "kind": "service", "endpoints": { "answer": { "steps": [ { "work": { "exponential": "10ms" } } ] } } }
  },
  "policies": { "user": { "timeout": "200ms" } },
  "timeline": { "cut": { "at": "10s", "for": "20s", "cut": "users->web" } },
  "expect": { "back": { "recovers_within": "5s" }, "verdict": { "verdict": "collapsed_and_recovered" } },
  "variants": { "long": { "timeline": { "cut": { "for": null } }, "expect": { "back": null, "verdict": { "verdict": "still_injected" } } } }
})";

/// The path of a file with the scenario.
std::string scenario_file(const std::string& text = kScenario) {
    const std::string path = testing::TempDir() + "run_studies_test." +
                             testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
    std::ofstream(path) << text;
    return path;
}

TEST(Expectation, HoldsWithStatusZero) {
    const ProgramOutput output = run_shaketable("run " + scenario_file() + " --all-variants");
    EXPECT_EQ(output.status, 0) << output.out;
    EXPECT_TRUE(has(output.out, "3 of 3 expectations hold"));
    EXPECT_TRUE(has(output.out, "collapsed and recovered"));
    EXPECT_TRUE(has(output.out, "What happened in base"));
}

TEST(Expectation, ThatDoesNotHoldEndsWithStatusOneAndSaysWhy) {
    const std::string path = scenario_file();
    const ProgramOutput output = run_shaketable("run " + path + R"( --set '/expect/verdict/verdict="down"')");
    EXPECT_EQ(output.status, 1);
    for (const char* part : {"base: verdict", "verdict is down", "collapsed_and_recovered",
                             "/verdict/verdict", "1 of 2 expectations hold"})
        EXPECT_TRUE(has(output.out, part)) << part << output.out;
    EXPECT_EQ(
        run_shaketable("run " + path + R"( --set '/expect/verdict/verdict="down"' --format json)").status, 1);
}

TEST(Expectation, IsNotTriedOnARunThatIsCutShort) {
    const ProgramOutput output =
        run_shaketable("run " + scenario_file() + R"( --set '/expect/verdict/verdict="down"' --until 50s)");
    EXPECT_EQ(output.status, 0);
    EXPECT_FALSE(has(output.out, "expectations"));
}

TEST(Expectation, IsWrittenAsJunit) {
    const std::string report = testing::TempDir() + "run_studies_test.xml";
    const ProgramOutput output =
        run_shaketable("run " + scenario_file() + " --all-variants --junit " + report);
    EXPECT_EQ(output.status, 0);
    std::ifstream file(report);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    EXPECT_TRUE(has(text, R"(tests="3" failures="0" errors="0")")) << text;
    EXPECT_EQ(run_shaketable("run " + scenario_file() + " --junit ''").status, 2);
    EXPECT_TRUE(has(run_shaketable("run " + scenario_file() + " --json " + report + " --junit " + report).err,
                    "the file of --json, too"));
}

TEST(Replications, ShowMeansAndDifferences) {
    const ProgramOutput output =
        run_shaketable("run " + scenario_file() + " --all-variants --replications 3 --threads 2");
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    for (const char* part :
         {"3 runs of each, seeds 1 to 3", " ± ", "3 collapsed and recovered", "3 still injected",
          "from base, seed by seed", "3 of 3 expectations hold in every run"})
        EXPECT_TRUE(has(output.out, part)) << part << output.out;
}

TEST(Replications, AreTheSameBytesOnAnyNumberOfThreads) {
    const auto without_machine = [](const std::string& text) {
        json document = json::parse(text);
        for (json& entry : document["results"])
            entry.erase("machine");
        return document.dump();
    };
    const std::string command =
        "run " + scenario_file() + " --all-variants --replications 4 --format json --threads ";
    const std::string one = without_machine(run_shaketable(command + "1").out);
    EXPECT_EQ(without_machine(run_shaketable(command + "3").out), one);
    EXPECT_EQ(json::parse(one)["results"][1]["replications"]["versus"], "base");
}

TEST(Replications, AreRefusedWhereTheyMakeNoSense) {
    EXPECT_EQ(run_shaketable("run hello --replications 0").status, 2);
    EXPECT_EQ(run_shaketable("run hello --replications 3 --threads 0").status, 2);
    EXPECT_EQ(run_shaketable("run hello --replications 3 --at 10s --set /components/web/cores=2").status, 2);
}

TEST(WhatIf, ShowsWhatHappenedAndWhatWouldHave) {
    const std::string path = scenario_file();
    const ProgramOutput output = run_shaketable("run " + path + R"( --at 5s --do "crash web for=3s")");
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    for (const char* part : {"base, what if", "What if, at 5.00 s, crash web for=3s:", "way round."})
        EXPECT_TRUE(has(output.out, part)) << part << output.out;
    const auto effect = [&](const std::string& act) {
        return json::parse(run_shaketable("run " + path + " --at 5s --format json --do '" + act + "'")
                               .out)["results"][1]["what_if"]["effect"];
    };
    EXPECT_EQ(effect(R"({"crash":"web","for":"3s"})"), effect("crash web for=3s"));
}

TEST(WhatIf, TellsTheEffectInTheDocument) {
    const ProgramOutput output =
        run_shaketable("run " + scenario_file() + R"( --at 5s --do "crash web for=3s" --format json)");
    const json document = json::parse(output.out);
    ASSERT_EQ(document["results"].size(), 2U);
    EXPECT_TRUE(document["results"][0]["what_if"].is_null());
    const json& what_if = document["results"][1]["what_if"];
    EXPECT_EQ(what_if["at_s"], 5.0);
    EXPECT_EQ(what_if["versus"], "base");
    EXPECT_EQ(what_if["acts"][0], "crash web for=3s");
    EXPECT_GT(what_if["effect"]["harmed"], 30);
    EXPECT_EQ(document["results"][1]["timeline"][0]["name"], "what-if");
    // Before the act both are the same.
    for (const char* side : {"good", "offered"})
        EXPECT_EQ(document["results"][0]["series"]["total"][side][3],
                  document["results"][1]["series"]["total"][side][3]);
}

TEST(WhatIf, SetsAKnob) {
    const ProgramOutput output = run_shaketable("run " + scenario_file() +
                                                " --at 15s --set /policies/user/timeout=50ms --format json");
    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_EQ(json::parse(output.out)["results"][1]["timeline"][1]["verb"], "set");
}

TEST(WhatIf, WorksOnAFileWithoutATimeline) {
    EXPECT_EQ(run_shaketable(R"(run hello --at 20s --do "slow web factor=3 for=10s" --do "crash web for=1s")")
                  .status,
              0);
}

TEST(WhatIf, IsRefusedWithTheReason) {
    const auto refused = [](const std::string& arguments, const std::string& part) {
        const ProgramOutput output = run_shaketable("run hello " + arguments);
        EXPECT_EQ(output.status, 2) << arguments;
        EXPECT_TRUE(has(output.err, part)) << output.err;
    };
    refused("--at 10s", "stands alone");
    refused("--do 'crash web'", "--at");
    refused("--at 10s --do crash", "an entry of a timeline");
    refused("--at 10s --do 'crash web now'", "an entry of a timeline");
    refused("--at 10s --do 'crash wab'", "wab");
    refused("--at 10s --do 'slow web factor=2 factor=3'", "an entry of a timeline");
    refused("--at 10s --do 'crash web at=40s'", "an act without it");
    refused("--at 10s --do 'crash web role=injected'", "an act without it");
    refused("--at 2m --do 'crash web'", "at most the file's duration");
    refused("--at 10s --set web", "POINTER=VALUE");
    refused("--at 10s --all-variants --do 'crash web'", "--all-variants");
}

} // namespace
} // namespace shaketable::cli
