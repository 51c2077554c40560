// The evidence of replicas that die, lose sessions or come late names the cause, with true numbers, and not
// where it is switched off.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::lifecycle_evidence_test {
namespace {

std::string told_of(const std::string& scenario, const std::string& variant,
                    const scenarios::Settings& settings = {}) {
    return told(scenario, variant, settings).text;
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST(LifecycleEvidence, NamesProcessesThatWereKilledForTheirMemoryAndThatTheyWereAtOnce) {
    const std::string base = told_of("memory-leak", "");
    EXPECT_TRUE(
        says(base, "processes of shop were killed because they used more memory than their limit, 4 of them "
                   "within 1.00 s"))
        << base;
    EXPECT_TRUE(says(base, "they were started again")) << base;
    const std::string none = told_of("memory-leak", "", {"/components/shop/memory/limit_mib=100000"});
    EXPECT_FALSE(says(none, "killed")) << none;
}

TEST(LifecycleEvidence, NamesSessionsThatWentWithTheirProcesses) {
    const std::string base = told_of("sticky-state", "");
    EXPECT_TRUE(
        says(base, "users came to shop with a session that was not there: each replica keeps its own, in its "
                   "memory, and its processes were started again 4 times"))
        << base;
    const std::string store = told_of("sticky-state", "store");
    EXPECT_FALSE(says(store, "session")) << store;
}

TEST(LifecycleEvidence, NamesReplicasThatCameLate) {
    const std::string base = told_of("autoscaler-lag", "");
    EXPECT_TRUE(says(
        base, "When it hurt first web had 2.00 replicas; its autoscaler let more come, until there were"))
        << base;
    const std::string fixed = told_of("autoscaler-lag", "headroom");
    EXPECT_FALSE(says(fixed, "autoscaler")) << fixed;
}

TEST(LifecycleEvidence, NamesReplicasThatWereTakenAwayWhileItHurtAndWhatHeldTheOthers) {
    const std::string base = told_of("slack-2021", "");
    EXPECT_TRUE(says(base, "While it hurt the autoscaler of web took replicas away, from 9.00 to 2.00, whose "
                           "cores were busy for "))
        << base;
    EXPECT_TRUE(says(base, "when it hurt first web-new had 1.00 replicas")) << base;
    EXPECT_TRUE(says(base, "In a replica of web up to ")) << base;
    EXPECT_TRUE(says(base, " requests waited for one of its 10 workers and ")) << base;
    EXPECT_TRUE(says(base, "the workers waited for backend, of whose answers the slowest hundredth took more "
                           "than 6."))
        << base;
    EXPECT_TRUE(says(base, ", though it was at none of them for longer than ")) << base;
    const std::string kept = told_of("slack-2021", "no-downscale");
    EXPECT_FALSE(says(kept, "took replicas away")) << kept;
    const std::string wide = told_of("slack-2021", "larger-gateway");
    EXPECT_FALSE(says(wide, "the workers waited")) << wide;
    EXPECT_FALSE(says(wide, "1 of them because")) << wide;
}

TEST(LifecycleEvidence, NamesProcessesThatTheirProbesKilled) {
    const scenarios::Settings stuck = {
        R"(/timeline={ "stuck": { "at": "60s", "for": "2m", "hang": "shop", "share": 0.5 } })",
        "/expect=null"};
    const std::string text = told_of("memory-leak", "", stuck);
    EXPECT_TRUE(says(text, "2 processes of shop were killed because their liveness or startup probe failed"))
        << text;
}

TEST(LifecycleEvidence, NamesCollectionsThatStopTheProcesses) {
    const scenarios::Settings garbage = {R"(/components/shop/memory/garbage={ "allocate_kib": 2048 })",
                                         "/expect=null"};
    const std::string text = told_of("memory-leak", "", garbage);
    EXPECT_TRUE(says(text, "Garbage collections stopped replicas of shop")) << text;
    EXPECT_FALSE(says(told_of("memory-leak", ""), "Garbage"));
}

} // namespace
} // namespace shaketable::analysis::lifecycle_evidence_test
