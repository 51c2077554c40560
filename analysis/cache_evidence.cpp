#include "analysis/cache_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <cstdint>
#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNotableStale = 0.01;   // of the hits, in a window
constexpr double kNotableFormats = 0.01; // of the look-ups
constexpr double kNotableFall = 0.05;    // of the hit ratio
constexpr double kMoreMisses = 2.0;      // times those before
constexpr double kNotableVain = 0.05;    // of the requests that the source answered
constexpr double kFewestWasted = 50.0;

bool is_cache(const Json& component) { return component["kind"] == "cache"; }

/// How far the hit ratio of a cache fell.
struct Fall {
    std::string before = {}; // pointers
    std::string lowest = {};
    double by = 0.0;
    std::size_t window = 0;
};

/// From the last window before the first fault to the lowest of those that are marked harmed.
Fall fall_of(const Json& entry, const std::string& cache) {
    const std::string series = series_pointer(cache, "metrics/hit_ratio/mean");
    const Json& ratios = at(entry, series);
    const Json& marked = at(entry, "/harm/series/marked");
    const auto first = static_cast<std::size_t>(number_at(entry, "/verdict/first_injected_s") /
                                                number_at(entry, "/series/window_s"));
    Fall fall;
    if (first == 0 || first > ratios.size() || ratios[first - 1].is_null())
        return fall;
    const double before = ratios[first - 1].get<double>();
    for (std::size_t window = first; window < ratios.size(); ++window) {
        if (ratios[window].is_null() || !marked[window].get<bool>())
            continue;
        const double ratio = ratios[window].get<double>();
        if (before - ratio > fall.by && 1.0 - ratio >= kMoreMisses * (1.0 - before))
            fall = {.before = series + "/" + std::to_string(first - 1),
                    .lowest = series + "/" + std::to_string(window),
                    .by = before - ratio,
                    .window = window};
    }
    return fall;
}

/// Whether somebody who looks into the cache calls it, too.
bool has_caller_of(const Json& entry, const std::string& cache, const std::string& source) {
    for (const auto& [edge, figures] : at(entry, "/edges").items())
        if (edge.ends_with("->" + cache) &&
            at(entry, "/edges").contains(edge.substr(0, edge.size() - cache.size()) + source))
            return true;
    return false;
}

/// Of what the callers of the cache asked for, and gave up before they could store it.
void tell_of_vain_answers(const Json& entry, const std::string& cache, Sentence& sentence) {
    Worst worst;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        const Worst here{.name = name};
        if (!component["metrics"].contains("wasted") || !has_caller_of(entry, cache, name) || name == cache)
            continue;
        const double wasted = number_at(entry, here.metric("wasted/total"));
        if (wasted >= kNotableVain * number_at(entry, here.metric("answered_ok/total")) &&
            wasted > worst.most)
            worst = {.name = name, .most = wasted};
    }
    if (worst.most < kFewestWasted)
        return;
    sentence.say("; " + worst.name + " answered ")
        .count(worst.metric("wasted/total"))
        .say(" requests whose callers had given up, and stored nothing");
}

void tell_of_fall(const Json& entry, std::vector<Evidence>& told) {
    Fall worst;
    std::string of;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (is_cache(component))
            if (Fall fall = fall_of(entry, name); fall.by > worst.by) {
                worst = std::move(fall);
                of = name;
            }
    if (worst.by < kNotableFall)
        return;
    const double at_s = static_cast<double>(worst.window) * number_at(entry, "/series/window_s");
    Sentence sentence(entry, at_s);
    sentence.say("The hit ratio of " + of + " fell from ")
        .percent(worst.before)
        .say(" to ")
        .percent(worst.lowest);
    const Worst cache{.name = of};
    if (number_at(entry, cache.metric("expired/total")) > number_at(entry, cache.metric("misses/total")))
        sentence.say(": ")
            .count(cache.metric("expired/total"))
            .say(" look-ups found that a value's time was over");
    tell_of_vain_answers(entry, of, sentence);
    told.push_back(sentence.end());
}

void tell_of_lies(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "stale_ratio", "mean");
    if (worst.name.empty())
        return;
    const std::string series = series_pointer(worst.name, "metrics/stale_ratio/mean");
    const auto peak = peak_window(entry, series);
    if (!peak)
        return;
    const std::string most = series + "/" + std::to_string(*peak);
    if (number_at(entry, most) < kNotableStale)
        return;
    told.push_back(Sentence(entry, at_s)
                       .say("Of what " + worst.name + " answered ")
                       .percent(worst.metric("stale_ratio/mean"))
                       .say(" was not true any more, up to ")
                       .percent(most)
                       .say(" at a time")
                       .end());
}

void tell_of_formats(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "other_format", "total");
    if (worst.name.empty() ||
        worst.most < kNotableFormats * number_at(entry, worst.metric("hit_ratio/count")))
        return;
    told.push_back(Sentence(entry, at_s)
                       .count(worst.metric("other_format/total"))
                       .say(" of ")
                       .count(worst.metric("hit_ratio/count"))
                       .say(" look-ups of " + worst.name + " found what another release had written")
                       .end());
}

} // namespace

std::vector<Evidence> cache_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    tell_of_formats(entry, at_s, told);
    tell_of_lies(entry, at_s, told);
    tell_of_fall(entry, told);
    return told;
}

} // namespace shaketable::analysis
