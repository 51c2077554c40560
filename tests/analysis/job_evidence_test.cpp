// The evidence of jobs and herds names the cause, and not where it is switched off.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::job_evidence_test {
namespace {

TEST(JobEvidence, CountsTheRunsThatOverlap) {
    const Told base = told("runaway-job", "");
    EXPECT_TRUE(base.says(" runs of report were under way at once on one host: ")) << base.text;
    EXPECT_TRUE(base.says("and they were tried again ")) << base.text;
    const Told no_retry = told("runaway-job", "no-retry");
    EXPECT_TRUE(no_retry.says(" runs of report were under way at once on one host: ")) << no_retry.text;
    EXPECT_FALSE(no_retry.says("tried again")) << no_retry.text;
    const Told forbidden = told("runaway-job", "", {"/components/report/concurrency_policy=forbid"});
    EXPECT_FALSE(forbidden.says("under way at once")) << forbidden.text;
}

TEST(HerdEvidence, NamesTheJobThatBeginsEverywhereAtOnce) {
    const Told base = told("thundering-herd-minute", "");
    EXPECT_TRUE(base.says(" requests reached api within 1.00 s, ")) << base.text;
    EXPECT_TRUE(base.says(" in as long before: 200 runs of agents began at once")) << base.text;
    const Told spread = told("thundering-herd-minute", "", {"/components/agents/spread=5s"});
    EXPECT_FALSE(spread.says("200 runs of agents")) << spread.text;
}

TEST(HerdEvidence, NamesTheServerThatAllComeBackTo) {
    const Told base = told("thundering-herd-reconnect", "");
    EXPECT_TRUE(base.says(" requests reached auth within 1.00 s, ")) << base.text;
    EXPECT_FALSE(base.says("runs of ")) << base.text;
    const Told single = told("thundering-herd-reconnect", "", {"/policies/reconnect/retry/attempts=1"});
    EXPECT_FALSE(single.says(" requests reached auth within ")) << single.text;
}

TEST(HerdEvidence, IsSilentWhereRequestsBecomeMoreByAndBy) {
    EXPECT_FALSE(told("metastable", "").says(" requests reached "));
    EXPECT_FALSE(told("n-plus-one", "").says(" requests reached "));
}

} // namespace
} // namespace shaketable::analysis::job_evidence_test
