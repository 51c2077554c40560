#include "analysis/herd_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

constexpr double kHerd = 100.0;    // requests in a window, at least
constexpr double kHerdTimes = 5.0; // as many as usual, as in the window before, and as in those behind it
constexpr std::size_t kWindowsAfter = 3;
constexpr double kHerdShare = 0.3; // of the requests, for the runs of a job that began then to be the cause

/// A window in which many times the usual requests reached a server.
struct Herd {
    std::string at = {};
    std::size_t window = 0;
    double requests = 0.0;
    double utilisation = 0.0; // of its cores, then or soon after
};

std::string arrivals_of(const std::string& component) {
    return series_pointer(component, "metrics/arrived/total");
}
std::string runs_begun_of(const std::string& job) { return series_pointer(job, "metrics/runs_begun/total"); }

bool is_job(const Json& component) { return component["metrics"].contains("runs_begun"); }

double value_of(const Json& value) { return value.is_null() ? 0.0 : value.get<double>(); }

/// Of the windows from one to another.
double mean_of(const Json& series, std::size_t begin, std::size_t end) {
    double sum = 0.0;
    for (std::size_t window = begin; window < end; ++window)
        sum += value_of(series[window]);
    return begin == end ? 0.0 : sum / static_cast<double>(end - begin);
}

/// Whether many times as many came as usual and as before, and not afterwards.
bool is_herd(const Json& arrivals, std::size_t window, double usual) {
    const double requests = value_of(arrivals[window]);
    const std::size_t after = std::min(window + 1 + kWindowsAfter, arrivals.size());
    return requests >= kHerd && requests >= kHerdTimes * std::max(usual, value_of(arrivals[window - 1])) &&
           requests >= kHerdTimes * mean_of(arrivals, window + 1, after);
}

/// The first one at the server, if that was busier then than the one with the worst so far.
void find_herd_at(const Json& entry, const std::string& server, Herd& worst) {
    const Json& arrivals = at(entry, arrivals_of(server));
    const Json& utilisation = at(entry, series_pointer(server, "utilisation"));
    const auto first = static_cast<std::size_t>(number_at(entry, "/verdict/first_injected_s") /
                                                number_at(entry, "/series/window_s"));
    const double usual = mean_of(arrivals, 0, std::min(first, arrivals.size()));
    if (usual < 1.0)
        return;
    std::size_t window = std::max<std::size_t>(first, 1);
    while (window < arrivals.size() && !is_herd(arrivals, window, usual))
        ++window;
    if (window >= arrivals.size())
        return;
    double busy = 0.0;
    for (std::size_t near = window; !utilisation.is_null() && near < std::min(window + 2, arrivals.size());
         ++near)
        busy = std::max(busy, value_of(utilisation[near]));
    if (worst.at.empty() || busy > worst.utilisation)
        worst = {.at = server, .window = window, .requests = value_of(arrivals[window]), .utilisation = busy};
}

/// Where it kept the cores busiest.
Herd worst_herd(const Json& entry) {
    Herd worst;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (!is_job(component) && component["metrics"].contains("arrived"))
            find_herd_at(entry, name, worst);
    return worst;
}

/// The job of which most runs began in the window, if they were a good part of the herd.
std::string job_behind(const Json& entry, const Herd& herd) {
    std::string job;
    double most = kHerdShare * herd.requests;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!is_job(component))
            continue;
        const double begun = value_of(at(entry, runs_begun_of(name))[herd.window]);
        if (begun > most) {
            most = begun;
            job = name;
        }
    }
    return job;
}

} // namespace

std::vector<Evidence> herd_evidence(const Json& entry) {
    const Herd herd = worst_herd(entry);
    if (herd.at.empty())
        return {};
    const std::string requests = arrivals_of(herd.at);
    Sentence sentence(entry, static_cast<double>(herd.window) * number_at(entry, "/series/window_s"));
    sentence.count(requests + "/" + std::to_string(herd.window))
        .say(" requests reached " + herd.at + " within ")
        .seconds("/series/window_s")
        .say(", ")
        .count(requests + "/" + std::to_string(herd.window - 1))
        .say(" in as long before");
    if (const std::string job = job_behind(entry, herd); !job.empty())
        sentence.say(": ")
            .count(runs_begun_of(job) + "/" + std::to_string(herd.window))
            .say(" runs of " + job + " began at once");
    return {sentence.end()};
}

} // namespace shaketable::analysis
