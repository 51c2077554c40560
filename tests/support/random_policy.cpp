#include "tests/support/random_policy.hpp"

#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

namespace {

std::string budget(Die& die) {
    if (die.chance(0.5))
        return "";
    return R"(, "budget": )" +
           die.one_of({R"({ "envoy": { "min_concurrency": 1 } })",
                       R"({ "grpc": { "max_tokens": 4, "token_ratio": 0.5 } })",
                       R"({ "finagle": { "ttl": "1s", "min_per_second": 1 } })",
                       R"({ "aws": { "capacity": 40 } })", R"({ "aws_2026": { "capacity": 40 } })"});
}

} // namespace

std::string random_policy(Die& die) {
    std::string text;
    if (die.chance(0.8))
        text =
            R"("timeout": )" + die.one_of({R"("3ms")", R"("20ms")", R"("50ms")", R"("300ms")", R"("1ns")"});
    if (die.chance(0.3))
        text = joined(text, R"("overall_timeout": )" + die.one_of({R"("10ms")", R"("50ms")", R"("400ms")"}));
    if (die.chance(0.7)) {
        const std::string backoff = die.one_of({R"("none")", R"("fixed")", R"("exponential")"});
        text = joined(text, R"("retry": { "attempts": )" + std::to_string(1 + die.below(4)) +
                                R"(, "backoff": )" + backoff + R"(, "base": )" +
                                die.one_of({R"("0s")", R"("5ms")", R"("60ms")"}) +
                                R"(, "cap": "100ms", "jitter": )" +
                                die.one_of({R"("none")", R"("full")", R"("equal")", R"("decorrelated")"}) +
                                budget(die) + " }");
    }
    if (die.chance(0.2))
        text = joined(text, R"("circuit_breaker": { "window": 5, "minimum_calls": 3, "half_open_calls": 2, )"
                            R"("open_for": "150ms" })");
    if (die.chance(0.2))
        text = joined(text, R"("adaptive_throttling": { "k": 1.1, "window": "700ms" })");
    if (die.chance(0.3))
        text = joined(text, R"("propagate_deadline": true)");
    if (die.chance(0.3))
        text = joined(text, R"("cancel": true)");
    text = joined(text, die.one_of({"", "", R"("balance": "random")", R"("balance": "least_request")",
                                    R"("balance": "least_request", "choices": 2)"}));
    return "{ " + text + " }";
}

} // namespace shaketable::models
