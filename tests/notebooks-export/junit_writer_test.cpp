#include "notebooks-export/junit_writer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace shaketable::notebooks_export {
namespace {

analysis::Result result_of(std::vector<analysis::ExpectationResult> expectations) {
    analysis::Result result;
    result.file = "storm.json";
    result.variant = "naive";
    result.expectations = std::move(expectations);
    return result;
}

std::string text_of(const std::vector<analysis::Result>& results) {
    std::vector<const analysis::Result*> list;
    for (const analysis::Result& result : results)
        list.push_back(&result);
    return junit_text(list);
}

const analysis::ExpectationResult kHolds = {.name = "comes-back", .holds = true};
const analysis::ExpectationResult kFails = {.name = "less <than> \"all\" & more\n",
                                            .expected = "net harm <= 3",
                                            .measured = "4",
                                            .pointer = "/harm/net"};

analysis::Result stopped() {
    analysis::Result result = result_of({});
    result.stopped = analysis::Stopped::kEventLimit;
    return result;
}

TEST(Junit, HasASuiteForEachVariantAndACaseForEachExpectation) {
    EXPECT_EQ(text_of({result_of({kHolds, kFails})}), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shaketable" tests="2" failures="1" errors="0">
  <testsuite name="storm.json.naive" tests="2" failures="1" errors="0">
    <testcase name="comes-back" classname="storm.json.naive"/>
    <testcase name="less &lt;than> &quot;all&quot; &amp; more&#10;" classname="storm.json.naive">
      <failure type="expectation" message="expected net harm &lt;= 3, measured 4; look at /harm/net"/>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(Junit, HasACaseForAVariantWithoutExpectations) {
    EXPECT_NE(text_of({result_of({})}).find(R"(<testcase name="runs" classname="storm.json.naive"/>)"),
              std::string::npos);
}

analysis::Result replicated() {
    analysis::Result result = result_of({kHolds, kHolds}); // of the first seed alone
    result.replications = {.first_seed = 5, .count = 4, .expectations = {{"always", 4}, {"sometimes", 2}}};
    return result;
}

TEST(Junit, TellsInHowManyReplicationsAnExpectationHolds) {
    EXPECT_EQ(text_of({replicated()}), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shaketable" tests="2" failures="1" errors="0">
  <testsuite name="storm.json.naive" tests="2" failures="1" errors="0">
    <testcase name="always" classname="storm.json.naive"/>
    <testcase name="sometimes" classname="storm.json.naive">
      <failure type="expectation" message="holds in 2 of 4 runs, from seed 5 on"/>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(Junit, HasAnErrorForReplicationsThatWereStopped) {
    analysis::Result result = replicated();
    result.stopped = analysis::Stopped::kCancelled;
    const std::string text = text_of({result});
    EXPECT_NE(text.find(R"(tests="3" failures="1" errors="1")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"(<error type="stopped" message="stopped: cancelled"/>)"), std::string::npos);
}

TEST(Junit, TellsOfARunThatWasStopped) {
    const std::string text = text_of({stopped()});
    EXPECT_NE(text.find(R"(<error type="stopped" message="stopped: event_limit"/>)"), std::string::npos)
        << text;
    EXPECT_NE(text.find(R"(errors="1")"), std::string::npos);
}

TEST(Junit, IsWhatJenkinsAccepts) {
    if (std::system("xmllint --version >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "libxml2-utils is not installed";
    const std::string path = testing::TempDir() + "junit_writer_test.xml";
    std::ofstream(path) << text_of({result_of({kHolds, kFails}), result_of({}), stopped(), replicated()});
    EXPECT_EQ(std::system(("xmllint --noout --schema " + std::string(SHAKETABLE_SOURCE_DIR) +
                           "/tests/notebooks-export/junit.xsd " + path + " 2>&1")
                              .c_str()),
              0);
}

} // namespace
} // namespace shaketable::notebooks_export
