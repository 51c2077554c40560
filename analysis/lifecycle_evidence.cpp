#include "analysis/lifecycle_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <algorithm>
#include <string_view>

namespace shaketable::analysis {

namespace {

constexpr double kNotablePause = 0.02; // of a replica's time, stopped by its collector

/// The most at once; where that is more than one, it tells how alike they were.
void tell_how_many_at_once(const Json& entry, Sentence& sentence, const std::string& series) {
    const auto peak = peak_window(entry, series);
    if (!peak)
        return;
    const std::string most = series + "/" + std::to_string(*peak);
    if (number_at(entry, most) > 1.0)
        sentence.say(", ").count(most).say(" of them within ").seconds("/series/window_s");
}

void tell_how_long_it_was_away(const Json& entry, Sentence& sentence, const Worst& here) {
    sentence.say("; they were started again ")
        .count(here.metric("restarts/total"))
        .say(number_at(entry, here.metric("restarts/total")) == 1.0 ? " time" : " times")
        .say(", and ")
        .number(here.metric("not_serving/mean"))
        .say(" replicas did not serve in the mean");
}

struct Killed {
    std::string_view metric;
    std::string_view why;
};
constexpr Killed kKilled[] = {
    {"oom_kills", " were killed because they used more memory than their limit"},
    {"probe_kills", " were killed because their liveness or startup probe failed"},
};

void tell_of_kills(const Json& entry, double at_s, std::vector<Evidence>& told) {
    for (const Killed& killed : kKilled) {
        const std::string metric(killed.metric);
        const Worst worst = worst_by(entry, metric, "total");
        if (worst.name.empty())
            continue;
        Sentence sentence(entry, at_s);
        sentence.count(worst.metric(metric + "/total")).say(" processes of " + worst.name).say(killed.why);
        tell_how_many_at_once(entry, sentence, series_pointer(worst.name, "metrics/" + metric + "/total"));
        tell_how_long_it_was_away(entry, sentence, worst);
        told.push_back(sentence.end());
    }
}

void tell_of_collections(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "gc_pause", "mean_s");
    if (worst.name.empty())
        return;
    const double stopped_s =
        number_at(entry, worst.metric("gc_pause/mean_s")) * number_at(entry, worst.metric("gc_pause/count"));
    const auto replicas = static_cast<double>(
        at(entry, models::child_pointer("/components", worst.name) + "/instances").size());
    if (stopped_s < kNotablePause * replicas * number_at(entry, "/simulated_s"))
        return;
    told.push_back(Sentence(entry, at_s)
                       .say("Garbage collections stopped replicas of " + worst.name + " ")
                       .count(worst.metric("gc_pause/count"))
                       .say(" times, for ")
                       .seconds(worst.metric("gc_pause/mean_s"))
                       .say(" in the mean and ")
                       .seconds(worst.metric("gc_pause/max_s"))
                       .say(" at the longest")
                       .end());
}

void tell_of_sessions(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "sessions_lost", "total");
    if (worst.name.empty())
        return;
    Sentence sentence(entry, at_s);
    sentence.count(worst.metric("sessions_lost/total"))
        .say(" users came to " + worst.name +
             " with a session that was not there: each replica keeps its own, in its memory");
    if (number_at(entry, worst.metric("restarts/total")) > 0.0)
        sentence.say(", and its processes were started again ")
            .count(worst.metric("restarts/total"))
            .say(number_at(entry, worst.metric("restarts/total")) == 1.0 ? " time" : " times");
    told.push_back(sentence.end());
}

/// Of the component that grew most, from the window of `at_s` to its peak.
void tell_of_scaling(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "replicas", "mean");
    if (worst.name.empty())
        return;
    const std::string series = series_pointer(worst.name, "metrics/replicas/mean");
    const auto peak = peak_window(entry, series);
    const auto first = static_cast<std::size_t>(at_s / std::max(number_at(entry, "/series/window_s"), 1e-9));
    if (!peak || *peak <= first || first >= at(entry, series).size() || at(entry, series)[first].is_null())
        return;
    const std::string before = series + "/" + std::to_string(first);
    const std::string most = series + "/" + std::to_string(*peak);
    if (number_at(entry, most) < 1.5 * number_at(entry, before))
        return;
    told.push_back(Sentence(entry, at_s)
                       .say("When it hurt first " + worst.name + " had ")
                       .number(before)
                       .say(" replicas; its autoscaler let more come, until there were ")
                       .number(most)
                       .end());
}

} // namespace

std::vector<Evidence> lifecycle_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    tell_of_kills(entry, at_s, told);
    tell_of_sessions(entry, at_s, told);
    tell_of_collections(entry, at_s, told);
    tell_of_scaling(entry, at_s, told);
    return told;
}

} // namespace shaketable::analysis
