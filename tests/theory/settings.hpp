// The settings that theory's scenarios are varied by, in --set's form.
#pragma once

#include <cmath>
#include <string>

namespace shaketable::theory {

/// Arrivals per mean service time.
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

} // namespace shaketable::theory
