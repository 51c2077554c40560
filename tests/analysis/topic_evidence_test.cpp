// The evidence of topics names what holds a partition up, how far behind its groups are, and whether they
// came back.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::topic_evidence_test {
namespace {

TEST(TopicEvidence, TellsOfPartitionsBehindWhatFailsThoughNobodyIsHarmed) {
    const Told base = told("poison-message", "in-partitions");
    EXPECT_TRUE(base.says("Nobody was harmed")) << base.text;
    EXPECT_TRUE(base.says(" had just failed (worker: \"error\"): a partition stands still behind"))
        << base.text;
    EXPECT_TRUE(base.says(" messages of orders were not done yet, the oldest for 120 s")) << base.text;
    EXPECT_TRUE(base.says(", and at the end there were still ")) << base.text;
    const Told none = told("poison-message", "in-partitions", {"/timeline/bad-release/to=0", "/expect=null"});
    EXPECT_FALSE(none.says("orders")) << none.text;
}

TEST(TopicEvidence, TellsOfALagThatIsGoneAgain) {
    const Told longer = told("poison-message", "in-partitions", {"/duration=12m", "/expect=null"});
    EXPECT_TRUE(longer.says("; at the end there was no lag any more")) << longer.text;
}

TEST(TopicEvidence, TellsWhatWasGivenUp) {
    const Told given_up = told("poison-message", "in-partitions-given-up");
    EXPECT_TRUE(given_up.says(" messages of orders were given up")) << given_up.text;
    EXPECT_FALSE(given_up.says("stands still")) << given_up.text;
}

TEST(TopicEvidence, TellsOfAssignmentsAndOfWhatTheyRepeat) {
    const Told crash = told("poison-message", "in-partitions",
                            {R"(/timeline={ "gone": { "at": "60s", "for": "60s", "crash": "worker" } })",
                             "/components/orders/session_timeout=6s", "/expect=null"});
    EXPECT_TRUE(crash.says("Partitions of orders were assigned anew ")) << crash.text;
    EXPECT_TRUE(crash.says(" all consumers of a group stood still")) << crash.text;
    EXPECT_FALSE(crash.says("had just failed")) << crash.text;
}

} // namespace
} // namespace shaketable::analysis::topic_evidence_test
