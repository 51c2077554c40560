#include "tests/support/random_job.hpp"

#include "tests/support/random_database.hpp"
#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

namespace {

std::string step_of_job(Die& die, const std::vector<std::string>& callees, const std::string& policy) {
    switch (die.below(5)) {
    case 0:
        return R"({ "work": )" + random_length(die, "ms") + " }";
    case 1:
        return R"({ "wait": )" + random_length(die, "ms") + " }";
    case 2:
        return R"({ "parallel": [ { "wait": "2ms" }, { "call": )" + quoted(die.one_of(callees)) +
               R"(, "policy": )" + quoted(policy) + R"( } ], "count": 2 })";
    default:
        return R"({ "call": )" + quoted(die.one_of(callees)) +
               (die.chance(0.5) ? R"(, "policy": )" + quoted(policy) : "") + " }";
    }
}

std::string fault_of_job(Die& die, const std::string& job) {
    const std::string when = R"(: { "at": ")" + std::to_string(die.below(2500)) + R"(ms", "for": ")" +
                             std::to_string(1 + die.below(500)) + R"(ms", )";
    return quoted(job + "-fault") + when +
           die.one_of({R"("crash": )" + quoted(job) + R"(, "share": 0.5 })",
                       R"("hang": )" + quoted(job) + " }",
                       R"("error_rate": )" + quoted(job) + R"(, "probability": 0.5 })",
                       R"("set": "/components/)" + job + R"(/every", "to": "37ms" })",
                       R"("set": "/components/)" + job + R"(/items", "to": 7 })"});
}

} // namespace

RandomJob random_job(Die& die, const std::string& name, const std::vector<std::string>& callees,
                     const std::string& policy) {
    std::string text = R"({ "kind": "job", "replicas": )" + std::to_string(1 + die.below(4)) +
                       R"(, "cores": )" + die.one_of({"0.5", "2"}) + R"(, "every": )" +
                       die.one_of({R"("50ms")", R"("200ms")", R"("1s")"}) + R"(, "spread": )" +
                       die.one_of({R"("0s")", R"("100ms")"}) + R"(, "concurrency_policy": )" +
                       die.one_of({R"("allow")", R"("forbid")", R"("replace")"}) + R"(, "backoff_limit": )" +
                       std::to_string(die.below(4)) + R"(, "backoff": "20ms", "backoff_cap": )" +
                       die.one_of({R"("20ms")", R"("70ms")"}) + R"(, "items": )" +
                       std::to_string(1 + die.below(4)) + R"(, "growth": )" + die.one_of({"0", "0.1"});
    if (die.chance(0.3))
        text += R"(, "active_deadline": "45ms")";
    text += R"(, "steps": [ )" + step_of_job(die, callees, policy);
    if (die.chance(0.5))
        text += ", " + step_of_job(die, callees, policy);
    const std::string stops = quoted(name + "-stops") + R"(: { "at": "2800ms", "set": "/components/)" + name +
                              R"(/suspend", "to": true })";
    return {.component = text + " ] }",
            .timeline = joined(die.chance(0.5) ? fault_of_job(die, name) : "", stops)};
}

} // namespace shaketable::models
