// What policies are seen to hold back.
#include "models/policy_view.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::policy_view_test {
namespace {

/// Ten journeys a second, each of one call under "p", all of which fail.
std::string failing(const std::string& policy, int error_probability = 1) {
    return R"("duration": "5s", "network": { "latency": "1ms" }, "policies": { "p": { )" + policy + R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", "endpoints": { "e": { "error_probability": )" +
           std::to_string(error_probability) + R"(, "steps": [ { "work": "4ms" } ] } } } })";
}

std::vector<std::string> signs_after(const std::string& scenario) {
    const Played played(scenario);
    std::vector<std::string> signs;
    for (const PolicySign& sign : policy_signs(played.simulation)) {
        EXPECT_EQ(sign.edge, 0U);
        EXPECT_EQ(sign.replicas, 1U);
        signs.emplace_back(sign.sign);
    }
    return signs;
}

using Signs = std::vector<std::string>;

TEST(PolicyView, TellsOfAnOpenBreaker) {
    const std::string breaker =
        R"("circuit_breaker": { "window": 10, "minimum_calls": 10, "open_for": "60s" })";
    EXPECT_EQ(signs_after(failing(breaker)), (Signs{"breaker open"}));
    EXPECT_EQ(signs_after(failing(breaker, 0)), Signs{});
}

TEST(PolicyView, TellsOfABreakerThatIsHalfOpen) {
    // It opens at the end of the first second and waits until half a second before the end.
    EXPECT_EQ(signs_after(failing(
                  R"("circuit_breaker": { "window": 10, "minimum_calls": 10, "open_for": "3500ms" })")),
              (Signs{"breaker half open"}));
}

TEST(PolicyView, TellsOfASpentBudget) {
    for (const char* budget :
         {R"("aws": { "capacity": 20 })", R"("aws_2026": { "capacity": 20 })",
          R"("grpc": { "max_tokens": 4 })", R"("finagle": { "percent": 0, "min_per_second": 0 })"}) {
        SCOPED_TRACE(budget);
        const std::string retry =
            R"("retry": { "attempts": 3, "backoff": "none", "budget": { )" + std::string(budget) + " } }";
        EXPECT_EQ(signs_after(failing(retry)), (Signs{"retry budget spent"}));
    }
    EXPECT_EQ(signs_after(failing(R"("retry": { "attempts": 3, "budget": { "aws": {} } })", 0)), Signs{});
}

TEST(PolicyView, TellsOfThrottling) {
    const std::string fast = R"("timeout": "2ms", "adaptive_throttling": {})"; // no answer comes in time
    EXPECT_EQ(signs_after(failing(fast)), (Signs{"throttling"}));
    EXPECT_EQ(signs_after(failing(R"("adaptive_throttling": {})", 0)), Signs{});
}

} // namespace
} // namespace shaketable::models::policy_view_test
