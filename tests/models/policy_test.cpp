// The parts of policies in the life of calls.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

namespace shaketable::models::policy_test {

namespace {

/// One journey a second from 1 s on, each of one call to "web.e" under "p", which fails after 4 ms; legs of
/// 1 ms.
std::string failing_calls(const std::string& policy, const std::string& duration = "1900ms") {
    return R"("duration": ")" + duration + R"(", "network": { "latency": "1ms" }, "policies": { "p": { )" +
           policy + R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service",
                 "endpoints": { "e": { "error_probability": 1, "steps": [ { "work": "4ms" } ] } } } })";
}

TEST(Budget, EndsTheCallWithItsFailureWhenARetryIsRefused) {
    const Played played(failing_calls(
        R"("retry": { "attempts": 9, "backoff": "none", "budget": { "aws": { "capacity": 12 } } })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kCallBegan), kSecond), (Times{0, 6, 12}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kError}));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded), kSecond), (Times{18}));
    EXPECT_EQ(played.total("user", "call_retries"), 2);
    EXPECT_EQ(played.total("user", "call_retries_refused"), 1);
}

TEST(Budget, IsNotAskedWhereThereIsNoRetryAnyway) {
    const Played played(failing_calls(
        R"("retry": { "attempts": 2, "backoff": "none", "budget": { "aws": { "capacity": 5 } } })"));
    EXPECT_EQ(played.total("user", "call_retries"), 1);
    EXPECT_EQ(played.total("user", "call_retries_refused"), 0);
}

TEST(Budget, IsSharedByTheCallsOfOneCallerUnderOnePolicy) {
    // Three journeys; 20 tokens are four retries.
    const Played played(failing_calls(
        R"("retry": { "attempts": 3, "backoff": "none", "budget": { "aws": { "capacity": 20 } } })",
        "3900ms"));
    EXPECT_EQ(played.total("user", "call_retries"), 4);
    EXPECT_EQ(played.total("user", "call_retries_refused"), 1);
}

TEST(Budget, GetsARetryBackWhenTheCallEndsDuringItsBackOff) {
    // Each call is given up in its first back-off; only one retry may be under way.
    const Played played(failing_calls(
        R"("overall_timeout": "20ms", "retry": { "base": "1s", "budget": { "envoy": { "min_concurrency": 1 } } })",
        "3900ms"));
    EXPECT_EQ(played.facts.of(What::kJourneyEnded).size(), 3U);
    EXPECT_EQ(played.total("user", "call_retries_refused"), 0);
}

TEST(CircuitBreakerOfACall, TurnsAttemptsAwayWhichCountAndAreTriedAgain) {
    const Played played(failing_calls(R"("retry": { "attempts": 4, "base": "10ms" },
        "circuit_breaker": { "window": 2, "minimum_calls": 2 })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kCallBegan), kSecond), (Times{0, 16, 32, 42}));
    EXPECT_EQ(in_ms(played.facts.times(What::kCallEnded), kSecond), (Times{6, 22, 32, 42}));
    EXPECT_EQ(played.facts.outcomes(What::kCallEnded),
              (Outcomes{Outcome::kError, Outcome::kError, Outcome::kBreakerOpen, Outcome::kBreakerOpen}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kBreakerOpen}));
    EXPECT_EQ(played.total("web", "arrived"), 2);
    EXPECT_EQ(played.total("user", "call_attempts"), 4);
    EXPECT_EQ(played.total("user", "call_failures"), 4);
}

/// Every second "web", a service in between, calls "in.e", which fails, under "p".
std::string through_a_service(const std::string& web, const std::string& timeline) {
    return R"("duration": "4900ms", "network": { "latency": "1ms" },
        "policies": { "p": { "circuit_breaker": { "window": 1, "minimum_calls": 1, "open_for": "1h" } } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
        "web": { "kind": "service", )" +
           web + R"( "endpoints": { "e": { "steps": [ { "call": "in.e", "policy": "p" } ] } } },
        "in": { "kind": "service", "endpoints": { "e": { "error_probability": 1, "steps": [ { "work": "4ms" } ] } } } },
        "timeline": { )" +
           timeline + " }";
}

TEST(PolicyState, BelongsToOneInstanceOfTheCaller) {
    EXPECT_EQ(Played(through_a_service("", "")).total("in", "arrived"), 1);
    EXPECT_EQ(Played(through_a_service(R"("replicas": 2,)", "")).total("in", "arrived"), 2);
}

TEST(PolicyState, IsLostWithTheProcess) {
    const Played played(
        through_a_service("", R"("down": { "at": "2500ms", "for": "100ms", "crash": "web" })"));
    EXPECT_EQ(played.total("in", "arrived"), 2);
}

TEST(PolicyState, OutlivesAChangeOfThePolicy) {
    const Played played(
        through_a_service("", R"("wider": { "at": "2500ms", "set": "/policies/p/timeout", "to": "1s" })"));
    EXPECT_EQ(played.total("in", "arrived"), 1);
}

TEST(AdaptiveThrottlingOfACall, HoldsBackWhatTheCalleeWouldTurnAway) {
    // 100 a second into a queue of which almost all find the one worker busy.
    const Played played(R"("duration": "20s", "policies": { "p": { "adaptive_throttling": {} } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "100/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", "workers": 1, "queue_limit": 0,
                 "endpoints": { "e": { "steps": [ { "wait": "1s" } ] } } } })");
    const Outcomes ends = played.facts.outcomes(What::kCallEnded);
    const auto throttled = std::count(ends.begin(), ends.end(), Outcome::kThrottled);
    EXPECT_GT(throttled, 1800);
    EXPECT_EQ(played.total("web", "arrived") + throttled, played.total("user", "call_attempts"));
}

} // namespace
} // namespace shaketable::models::policy_test
