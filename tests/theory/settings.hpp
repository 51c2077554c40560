// The settings that theory's scenarios are varied by, in --set's form.
#pragma once

#include <cmath>
#include <string>

namespace shaketable::theory {

/// Arrivals per mean service time, in any of them.
[[nodiscard]] inline std::string with_arrivals(double per_unit) {
    return "/components/users/arrivals/rate=" + std::to_string(std::lround(per_unit * 1000.0)) + "/s";
}
[[nodiscard]] inline std::string with_workers(int count) {
    return "/components/station/workers=" + std::to_string(count);
}
[[nodiscard]] inline std::string with_cores(int count) {
    return "/components/station/cores=" + std::to_string(count);
}
[[nodiscard]] inline std::string with_queue_limit(int limit) {
    return "/components/station/queue_limit=" + std::to_string(limit);
}
[[nodiscard]] inline std::string with_service(const std::string& distribution) {
    return "/components/station/endpoints/serve/steps/0/work=" + distribution;
}

// Of scenarios/feedback.json.
[[nodiscard]] inline std::string with_failure_at_station(double probability) {
    return "/components/station/endpoints/serve/error_probability=" + std::to_string(probability);
}

// Of scenarios/fork.json.
[[nodiscard]] inline std::string with_calls(int count) {
    return "/components/users/journeys/ask/steps/0/count=" + std::to_string(count);
}
/// A leaf answers at once, or with this probability after twice what makes a journey slow.
[[nodiscard]] inline std::string with_slow_leaves(const std::string& probability) {
    return R"(/components/leaf/endpoints/serve/steps=[{"branch": [{"wait": "10ms"}], "probability": )" +
           probability + "}]";
}

// Of scenarios/layers.json.
[[nodiscard]] inline std::string with_layers(int count) {
    return "/components/users/journeys/ask/steps/0/call=" +
           (count == 1 ? "leaf" : "layer-" + std::to_string(count)) + ".serve";
}
[[nodiscard]] inline std::string with_attempts(int count) {
    return "/policies/insistent/retry/attempts=" + std::to_string(count);
}
[[nodiscard]] inline std::string with_failure(double probability) {
    return "/components/leaf/endpoints/serve/error_probability=" + std::to_string(probability);
}

} // namespace shaketable::theory
