// Traces of tiny_scenario.hpp: 1 ms to the service, 20 ms of work, 1 ms back.
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

constexpr const char* kRetry = "/policies/user/retry/attempts=2";

TEST(Traces, FollowOneJourneyOfEachWindowUntilThereAreEnough) {
    EXPECT_EQ(run_tiny().traces.size(), 10U);
    EXPECT_EQ(run_tiny({"/window=10s"}).traces.size(), 1U);
    const std::vector<Trace> spread = run_tiny({"/duration=100s"}).traces;
    ASSERT_GE(spread.size(), 14U);
    ASSERT_LE(spread.size(), 16U);
    EXPECT_DOUBLE_EQ(spread[1].spans[0].began_s - spread[0].spans[0].began_s, 6.9); // 0.1, then 7.0
}

TEST(Traces, TellWhenEachPartBeganAndEnded) {
    const Trace trace = run_tiny().traces[1];
    EXPECT_EQ(trace.client, "users");
    EXPECT_EQ(trace.journey, "ask");
    ASSERT_EQ(trace.spans.size(), 3U);
    const Span& journey = trace.spans[0];
    const Span& call = trace.spans[1];
    const Span& request = trace.spans[2];
    EXPECT_EQ(journey.kind, SpanKind::kJourney);
    EXPECT_EQ(journey.parent, kNoSpan);
    EXPECT_EQ(call.kind, SpanKind::kCall);
    EXPECT_EQ(call.parent, 0U);
    EXPECT_EQ(call.name, "web.answer");
    EXPECT_EQ(call.component, "users");
    EXPECT_EQ(call.attempt, 1);
    EXPECT_EQ(request.kind, SpanKind::kRequest);
    EXPECT_EQ(request.parent, 1U);
    EXPECT_EQ(request.component, "web");
    const double asked = journey.began_s;
    EXPECT_DOUBLE_EQ(asked, 1.0);
    EXPECT_DOUBLE_EQ(*request.arrived_s, asked + 0.001);
    EXPECT_DOUBLE_EQ(*request.served_s, asked + 0.001);
    EXPECT_DOUBLE_EQ(*request.ended_s, asked + 0.021);
    EXPECT_DOUBLE_EQ(*call.ended_s, asked + 0.022);
    EXPECT_DOUBLE_EQ(*journey.ended_s, asked + 0.022);
    EXPECT_EQ(journey.outcome, models::Outcome::kOk);
}

TEST(Traces, ShowEachAttemptAndItsZombie) {
    const Trace trace = run_tiny({"/policies/user/timeout=10ms", kRetry}).traces[1];
    ASSERT_EQ(trace.spans.size(), 5U);
    const Span& second = trace.spans[3];
    EXPECT_EQ(trace.spans[1].outcome, models::Outcome::kTimedOutInService);
    EXPECT_EQ(second.kind, SpanKind::kCall);
    EXPECT_EQ(second.attempt, 2);
    EXPECT_EQ(second.parent, 0U);
    EXPECT_EQ(trace.spans[4].parent, 3U);
    EXPECT_GT(*trace.spans[2].ended_s, *trace.spans[1].ended_s) << "its work goes on when nobody waits";
    EXPECT_EQ(trace.spans[2].outcome, models::Outcome::kOk);
}

TEST(Traces, EndARequestThatACrashTook) {
    const std::vector<Trace> traces =
        run_tiny({R"(/timeline/dead={"at":"1010ms","for":"1s","crash":"web"})"}).traces;
    EXPECT_EQ(traces[1].spans[2].outcome, models::Outcome::kReset);
    EXPECT_DOUBLE_EQ(*traces[1].spans[2].ended_s, 1.01);
    EXPECT_DOUBLE_EQ(*traces[1].spans[1].ended_s, 1.011);
    EXPECT_EQ(traces[2].spans[2].outcome, models::Outcome::kRefused);
    EXPECT_FALSE(traces[2].spans[2].served_s);
}

TEST(Traces, DoNotChangeWhatHappens) {
    const Result one = run_tiny({"/window=10s"});
    const Result many = run_tiny();
    EXPECT_NE(one.traces.size(), many.traces.size());
    EXPECT_EQ(one.fingerprint, many.fingerprint);
}

} // namespace
} // namespace shaketable::analysis
