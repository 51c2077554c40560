#include "analysis/amplification_evidence.hpp"

#include "analysis/sentence.hpp"
#include "models/json_pointer.hpp"

#include <optional>
#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kMoreAttempts = 1.2;  // times the twin's, to be told of
constexpr double kNotableWaste = 0.05; // of the requests a component answered

/// Another mix of journeys, too, may mean more calls a journey.
bool has_many_retries(const Json& entry) {
    double all = 0.0;
    double retries = 0.0;
    for (const Json& edge : at(entry, "/edges")) {
        all += edge["attempts"].get<double>();
        retries += edge["retries"].get<double>();
    }
    return all >= kMoreAttempts * (all - retries);
}

bool has_more_attempts(const Json& entry) {
    const Figure attempts = figure_at(entry, "/total/attempts_per_journey");
    const Figure usual = figure_at(entry, "/twin/total/attempts_per_journey");
    return attempts && usual && *attempts >= kMoreAttempts * *usual && has_many_retries(entry);
}

std::string metrics_of(const std::string& component) {
    return models::child_pointer("/components", component) + "/metrics";
}

/// The component that answered most requests in vain, if they were many of its own.
std::optional<std::string> most_wasteful(const Json& entry) {
    const auto component = highest(entry, "/components", "/metrics/wasted/total");
    if (!component)
        return std::nullopt;
    const std::string metrics = metrics_of(*component);
    const double answered = number_at(entry, metrics + "/answered_ok/total") +
                            number_at(entry, metrics + "/answered_error/total");
    const bool notable = number_at(entry, metrics + "/wasted/total") >= kNotableWaste * answered;
    return notable ? component : std::nullopt;
}

} // namespace

std::vector<Evidence> amplification_evidence(const Json& entry, double at_s) {
    const bool more = has_more_attempts(entry);
    const std::optional<std::string> waster = most_wasteful(entry);
    if (!more && !waster)
        return {};
    Sentence sentence(entry, at_s);
    if (more)
        sentence.say("Retries made it ")
            .number("/total/attempts_per_journey")
            .say(" calls a journey, ")
            .number("/twin/total/attempts_per_journey")
            .say(" without the fault");
    if (waster)
        sentence.say((more ? "; " : "") + *waster + " answered ")
            .count(metrics_of(*waster) + "/wasted/total")
            .say(" requests whose callers had given up");
    return {sentence.end()};
}

} // namespace shaketable::analysis
