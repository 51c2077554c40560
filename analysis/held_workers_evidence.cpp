#include "analysis/held_workers_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNotableQueue = 100.0; // requests of one replica that wait for a worker
constexpr double kLazy = 0.5;           // utilisation of cores below which they are not what is missing
constexpr double kNotableLatency_s = 0.2;

bool is_service(const Json& component) { return component["kind"] == "service"; }

/// The service with the longest queue whose cores had time.
Worst lazy_and_full(const Json& entry) {
    Worst worst;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!is_service(component) || component["utilisation"].is_null() ||
            component["utilisation"].get<double>() >= kLazy)
            continue;
        const Worst here{.name = name};
        if (const double queue = number_at(entry, here.metric("queue_depth/instance_max"));
            queue > worst.most)
            worst = {.name = name, .most = queue};
    }
    return worst;
}

/// The service that it calls which is slowest to answer.
std::string slowest_callee(const Json& entry, const std::string& caller) {
    std::string slowest;
    double most_s = kNotableLatency_s;
    for (const auto& [edge, figures] : at(entry, "/edges").items()) {
        if (!edge.starts_with(caller + "->") || figures["latency"]["p99_s"].is_null())
            continue;
        const std::string callee = edge.substr(caller.size() + 2);
        const double p99_s = figures["latency"]["p99_s"].get<double>();
        if (is_service(at(entry, models::child_pointer("/components", callee))) && p99_s > most_s) {
            most_s = p99_s;
            slowest = callee;
        }
    }
    return slowest;
}

} // namespace

std::vector<Evidence> held_workers_evidence(const Json& entry, double at_s) {
    const Worst full = lazy_and_full(entry);
    if (full.most < kNotableQueue)
        return {};
    const std::string callee = slowest_callee(entry, full.name);
    if (callee.empty())
        return {};
    return {Sentence(entry, at_s)
                .say("In a replica of " + full.name + " up to ")
                .count(full.metric("queue_depth/instance_max"))
                .say(" requests waited for one of its ")
                .count(full.metric("busy_workers/instance_max"))
                .say(" workers, while its cores were busy for ")
                .percent(models::child_pointer("/components", full.name) + "/utilisation")
                .say(" of the time: the workers waited for " + callee +
                     ", of whose answers the slowest hundredth took more than ")
                .seconds(models::child_pointer("/edges", full.name + "->" + callee) + "/latency/p99_s")
                .end()};
}

} // namespace shaketable::analysis
