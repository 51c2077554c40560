#include "analysis/result_json.hpp"

#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace shaketable::analysis {
namespace {

/// With what the caller of run_variant fills in.
Result named(Result result) {
    result.file = "tiny.json";
    result.variant = "base";
    result.inputs = "0123456789abcdef";
    return result;
}

nlohmann::ordered_json document_with(const Machine& machine) {
    return document_of({{named(run_tiny({"/components/web/replicas=2"})), machine}});
}

TEST(ResultJson, IsTheSameForTheSameInput) {
    EXPECT_EQ(json_text(document_with({})), json_text(document_with({})));
}

TEST(ResultJson, DependsOnTheMachineInItsBlockOnly) {
    nlohmann::ordered_json here = document_with({.wall_s = 1.5, .version = "1", .compiler = "a", .os = "b"});
    nlohmann::ordered_json there = document_with({.wall_s = 9.5, .version = "2", .compiler = "c", .os = "d"});
    EXPECT_NE(json_text(here), json_text(there));
    here["results"][0].erase("machine");
    there["results"][0].erase("machine");
    EXPECT_EQ(json_text(here), json_text(there));
}

TEST(ResultJson, KeepsWholeNumbersWholeAndWhatIsAbsentNull) {
    const nlohmann::ordered_json entry = document_with({})["results"][0];
    EXPECT_TRUE(entry["/total/offered"_json_pointer].is_number_unsigned());
    EXPECT_TRUE(entry["/total/goodput_per_s"_json_pointer].is_number_float());
    EXPECT_TRUE(entry["/components/users/utilisation"_json_pointer].is_null());
    EXPECT_TRUE(entry["/components/web/instances/1/metrics/queue_depth/max"_json_pointer].is_number());
    EXPECT_TRUE(entry["/components/web/metrics/queue_depth/instance_max"_json_pointer].is_number());
    EXPECT_EQ(entry["/journeys/users.ask/outcomes/ok"_json_pointer], 98);
    EXPECT_EQ(entry["/series/components/web/metrics/arrived/total"_json_pointer].size(), 10U);
}

TEST(ResultJson, ReadsBackAsTheSameDocument) {
    const nlohmann::ordered_json document = document_with({.wall_s = 0.25});
    EXPECT_EQ(nlohmann::ordered_json::parse(json_text(document)), document);
}

class Schema : public testing::Test {
  protected:
    /// The exit status of the validator.
    int validate(const nlohmann::ordered_json& document) {
        const std::string source = SHAKETABLE_SOURCE_DIR;
        const std::string path = testing::TempDir() + "/result_json_test." +
                                 testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
        std::ofstream(path) << json_text(document);
        return std::system(("/usr/bin/python3 -W ignore " + source + "/tests/analysis/validate_result.py " +
                            source + "/docs/result.schema.json " + path)
                               .c_str());
    }
    void SetUp() override {
        if (std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0)
            GTEST_SKIP() << "python3-jsonschema is not installed";
    }
};

TEST_F(Schema, HoldsForFullPartialAndEmptyResults) {
    RunOptions few;
    few.limits.events = 20;
    const std::string no_load = "/components/users/arrivals/rate=0/s";
    const std::string crash = R"(/timeline/dead={"at":"5s","crash":"web","replica":0})";
    EXPECT_EQ(validate(document_of({{named(run_tiny()), {}},
                                    {named(run_tiny({"/warm_up=5s"}, few)), {.wall_s = 1.0}},
                                    {named(run_tiny({crash})), {}},
                                    {named(run_tiny({no_load})), {}}})),
              0);
}

TEST_F(Schema, RefusesAnUnknownMember) {
    nlohmann::ordered_json document = document_with({});
    EXPECT_EQ(validate(document), 0);
    document["results"][0]["total"]["surprise"] = 1;
    EXPECT_NE(validate(document), 0);
}

} // namespace
} // namespace shaketable::analysis
