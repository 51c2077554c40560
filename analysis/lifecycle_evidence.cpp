#include "analysis/lifecycle_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace shaketable::analysis {

namespace {

constexpr double kNotablePause = 0.02;  // of a replica's time, stopped by its collector
constexpr double kNotableScaling = 1.5; // times as many replicas, or as few

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

/// How the number of a component's replicas changed while it hurt.
struct Scaled {
    std::string name = {};
    std::string before = {}; // pointers
    std::string after = {};
    std::size_t window = 0; // of `after`
    double times = 1.0;
};

std::string replicas_series(const std::string& name) { return series_pointer(name, "metrics/replicas/mean"); }

/// From the window of `at_s` to the peak; nothing: it did not grow by a half.
Scaled growth_of(const Json& entry, const std::string& name, double at_s) {
    const std::string series = replicas_series(name);
    const auto peak = peak_window(entry, series);
    const auto first = static_cast<std::size_t>(at_s / std::max(number_at(entry, "/series/window_s"), 1e-9));
    if (!peak || *peak <= first || first >= at(entry, series).size() || at(entry, series)[first].is_null())
        return {};
    Scaled scaled{.name = name,
                  .before = series + "/" + std::to_string(first),
                  .after = series + "/" + std::to_string(*peak),
                  .window = first};
    scaled.times = number_at(entry, scaled.after) / std::max(number_at(entry, scaled.before), 1e-9);
    return scaled.times < kNotableScaling ? Scaled() : scaled;
}

/// From the most to the fewest after that, both in windows that are marked harmed.
Scaled decline_of(const Json& entry, const std::string& name) {
    const Json& replicas = at(entry, replicas_series(name));
    const Json& marked = at(entry, "/harm/series/marked");
    Scaled worst;
    std::optional<std::size_t> most;
    for (std::size_t window = 0; window < replicas.size(); ++window) {
        if (!marked[window].get<bool>() || replicas[window].is_null())
            continue;
        const double now = replicas[window].get<double>();
        if (!most || now > replicas[*most].get<double>())
            most = window;
        const double before = replicas[*most].get<double>();
        if (before - now >= 1.0 && before >= kNotableScaling * now && before > worst.times * now)
            worst = {.name = name,
                     .before = replicas_series(name) + "/" + std::to_string(*most),
                     .after = replicas_series(name) + "/" + std::to_string(window),
                     .window = window,
                     .times = before / std::max(now, 1e-9)};
    }
    return worst;
}

bool has_autoscaler(const Json& component) { return component["metrics"].contains("replicas"); }

/// The component whose replicas its autoscaler took away while it hurt.
bool tell_of_decline(const Json& entry, const Scaled& fewer, Sentence& sentence) {
    if (fewer.name.empty())
        return false;
    sentence.say("While it hurt the autoscaler of " + fewer.name + " took replicas away, from ")
        .number(fewer.before)
        .say(" to ")
        .number(fewer.after);
    const std::string use = series_pointer(fewer.name, "utilisation");
    if (const std::string then = use + "/" + std::to_string(fewer.window);
        !at(entry, models::child_pointer("/components", fewer.name) + "/utilisation").is_null() &&
        figure_at(entry, then))
        sentence.say(", whose cores were busy for ").percent(then).say(" of the time");
    return true;
}

void tell_of_scaling(const Json& entry, double at_s, std::vector<Evidence>& told) {
    Scaled more;
    Scaled fewer;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!has_autoscaler(component))
            continue;
        if (Scaled here = growth_of(entry, name, at_s); here.times > more.times)
            more = std::move(here);
        if (Scaled here = decline_of(entry, name); here.times > fewer.times)
            fewer = std::move(here);
    }
    if (more.name.empty() && fewer.name.empty())
        return;
    const double window_s = number_at(entry, "/series/window_s");
    Sentence sentence(entry, fewer.name.empty() ? at_s : static_cast<double>(fewer.window) * window_s);
    const bool has_told = tell_of_decline(entry, fewer, sentence);
    if (!more.name.empty())
        sentence.say(has_told ? "; when it hurt first " : "When it hurt first ")
            .say(more.name + " had ")
            .number(more.before)
            .say(" replicas; its autoscaler let more come, until there were ")
            .number(more.after);
    told.push_back(sentence.end());
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
