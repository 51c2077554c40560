#include "analysis/lock_evidence.hpp"

#include "analysis/sentence.hpp"
#include "models/json_pointer.hpp"

namespace shaketable::analysis {

namespace {

constexpr double kNotable = 5.0; // statements that wait at a time, at the most

} // namespace

std::optional<Evidence> lock_evidence(const Json& entry, double at_s) {
    std::string worst;
    double most = 0.0;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!component["metrics"].contains("lock_waiting"))
            continue;
        const std::string peak =
            models::child_pointer("/components", name) + "/metrics/lock_waiting/instance_max";
        if (number_at(entry, peak) > most) {
            most = number_at(entry, peak);
            worst = name;
        }
    }
    if (most < kNotable)
        return std::nullopt;
    const std::string metrics = models::child_pointer("/components", worst) + "/metrics";
    return Sentence(entry, at_s)
        .say("In " + worst + " up to ")
        .plain(metrics + "/lock_waiting/instance_max")
        .say(" statements at a time waited for locks that other transactions held: ")
        .count(metrics + "/lock_wait/count")
        .say(" of them, ")
        .seconds(metrics + "/lock_wait/mean_s")
        .say(" in the mean and ")
        .seconds(metrics + "/lock_wait/max_s")
        .say(" at the longest")
        .end();
}

} // namespace shaketable::analysis
