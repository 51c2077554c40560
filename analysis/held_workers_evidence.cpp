#include "analysis/held_workers_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNotableQueue = 100.0;    // requests of one replica that wait for a worker
constexpr double kNotableRejected = 100.0; // requests that found a full queue
constexpr double kLazy = 0.5;              // utilisation of cores below which they are not what is missing
constexpr double kNotableLatency_s = 0.2;
constexpr double kRestIsTheWay = 2.0; // times what the callee had a request for

bool is_service(const Json& component) { return component["kind"] == "service"; }

/// Whom workers wait for without a connection of a pool: those are told of by database_evidence.
bool holds_workers(const Json& component) {
    return is_service(component) || component["kind"] == "queue" || component["kind"] == "topic";
}

bool is_lazy(const Json& component) {
    return is_service(component) && !component["utilisation"].is_null() &&
           component["utilisation"].get<double>() < kLazy;
}

/// The edge over which most requests found its queue full, as a pointer; empty: there is none, or not many. A
/// process that is down rejects, too, but nobody waits in it.
std::string full_edge(const Json& entry, const std::string& name) {
    std::string most_full;
    double most = kNotableRejected;
    for (const auto& [edge, figures] : at(entry, "/edges").items())
        if (edge.ends_with("->" + name) && figures["outcomes"]["queue_full"].get<double>() >= most) {
            most = figures["outcomes"]["queue_full"].get<double>();
            most_full = models::child_pointer("/edges", edge);
        }
    return most_full;
}

/// The first window in which it rejected a request.
std::size_t first_rejection(const Json& entry, const std::string& name) {
    const Json& rejected = at(entry, series_pointer(name, "metrics/rejected/total"));
    std::size_t window = 0;
    while (window < rejected.size() && rejected[window].get<double>() == 0.0)
        ++window;
    return window;
}

/// Of services whose cores had time: the one with the longest queue; if none had a long one, the first that
/// had to reject many.
std::string lazy_and_full(const Json& entry) {
    Worst longest{.name = "", .most = kNotableQueue};
    std::string first;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!is_lazy(component))
            continue;
        const Worst here{.name = name};
        if (const double queue = number_at(entry, here.metric("queue_depth/instance_max"));
            queue >= longest.most)
            longest = {.name = name, .most = queue};
        if (!full_edge(entry, name).empty() &&
            (first.empty() || first_rejection(entry, name) < first_rejection(entry, first)))
            first = name;
    }
    return longest.name.empty() ? first : longest.name;
}

/// What it calls that is slowest to answer.
std::string slowest_callee(const Json& entry, const std::string& caller) {
    std::string slowest;
    double most_s = kNotableLatency_s;
    for (const auto& [edge, figures] : at(entry, "/edges").items()) {
        if (!edge.starts_with(caller + "->") || figures["latency"]["p99_s"].is_null())
            continue;
        const std::string callee = edge.substr(caller.size() + 2);
        const double p99_s = figures["latency"]["p99_s"].get<double>();
        if (holds_workers(at(entry, models::child_pointer("/components", callee))) && p99_s > most_s) {
            most_s = p99_s;
            slowest = callee;
        }
    }
    return slowest;
}

/// Where the callee had the requests for a short time only.
void tell_of_the_way(const Json& entry, const std::string& callee, double answered_s, Sentence& sentence) {
    const Worst there{.name = callee};
    const std::string wait = there.metric("queue_wait/max_s");
    const std::string work = there.metric("service_time/max_s");
    if (answered_s > kRestIsTheWay * (number_at(entry, wait) + number_at(entry, work)))
        sentence.say(", though it was at none of them for longer than ").seconds(work);
}

} // namespace

std::vector<Evidence> held_workers_evidence(const Json& entry, double at_s) {
    const Worst full{.name = lazy_and_full(entry)};
    const std::string callee = full.name.empty() ? "" : slowest_callee(entry, full.name);
    if (callee.empty())
        return {};
    const std::string answered =
        models::child_pointer("/edges", full.name + "->" + callee) + "/latency/p99_s";
    Sentence sentence(entry, at_s);
    sentence.say("In a replica of " + full.name + " up to ");
    if (number_at(entry, full.metric("queue_depth/instance_max")) > 0.0)
        sentence.count(full.metric("queue_depth/instance_max")).say(" requests waited for one of its ");
    sentence.count(full.metric("busy_workers/instance_max")).say(" workers");
    if (number_at(entry, full.metric("queue_depth/instance_max")) == 0.0)
        sentence.say(" were busy");
    if (const std::string edge = full_edge(entry, full.name); !edge.empty())
        sentence.say(" and ").count(edge + "/outcomes/queue_full").say(" found no room to wait");
    sentence.say(", while its cores were busy for ")
        .percent(models::child_pointer("/components", full.name) + "/utilisation")
        .say(" of the time: the workers waited for " + callee +
             ", of whose answers the slowest hundredth took more than ")
        .seconds(answered);
    tell_of_the_way(entry, callee, number_at(entry, answered), sentence);
    return {sentence.end()};
}

} // namespace shaketable::analysis
