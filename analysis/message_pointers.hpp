// What sentences about queues and topics have in common: when a message is worth a sentence, who consumes
// them, and how the calls of consumers ended.
#pragma once

#include "analysis/metric_pointers.hpp"
#include "analysis/timeline_evidence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::analysis {

inline constexpr double kNotableMessages = 100.0; // that waited at a time
inline constexpr double kNotableAge_s = 5.0;      // of the oldest
inline constexpr double kNotableShare = 0.1;      // of what was handed out, or done
inline constexpr double kNotableTimes = 50.0;     // messages handed out again, or lost

/// Who gets most of its messages; its name is empty: nobody got any.
struct Consumer {
    std::string name = {};
    std::string edge = {}; // its pointer
    double failed = 0.0;   // calls that ended by neither success nor a time-out
    std::string as = {};   // how most of these ended
    [[nodiscard]] std::string metric(const std::string& pointer) const {
        return Worst{.name = name}.metric(pointer);
    }
    [[nodiscard]] std::string outcome() const { return edge + "/outcomes/" + as; }
};

/// Whether a call that ended so had been done, given up or is still under way: it did not fail.
[[nodiscard]] inline bool is_no_failure(std::string_view outcome) {
    return outcome == "ok" || outcome == "unfinished" || outcome.starts_with("timed_out");
}

[[nodiscard]] inline Consumer main_consumer(const Json& entry, const std::string& queue) {
    Consumer consumer;
    double most = 0.0;
    for (const auto& [name, edge] : at(entry, "/edges").items())
        if (name.starts_with(queue + "->") && edge["attempts"].get<double>() > most) {
            most = edge["attempts"].get<double>();
            consumer = {.name = name.substr(queue.size() + 2), .edge = models::child_pointer("/edges", name)};
        }
    if (consumer.name.empty())
        return consumer;
    double most_failed = 0.0;
    for (const auto& [outcome, count] : at(entry, consumer.edge + "/outcomes").items()) {
        if (is_no_failure(outcome))
            continue;
        consumer.failed += count.get<double>();
        if (count.get<double>() > most_failed) {
            most_failed = count.get<double>();
            consumer.as = outcome;
        }
    }
    return consumer;
}

/// What is told of one queue or topic.
class MessageWitness {
  public:
    MessageWitness(const Json& entry, const std::string& name, double at_s)
        : entry_(entry), here_{.name = name}, consumer_(main_consumer(entry, name)), at_s_(at_s) {}

  protected:
    [[nodiscard]] std::string pointer(const std::string& metric) const { return here_.metric(metric); }
    [[nodiscard]] std::string total_of(const std::string& metric) const { return pointer(metric + "/total"); }
    [[nodiscard]] double total(const std::string& metric) const {
        return number_at(entry_, total_of(metric));
    }

    const Json& entry_;
    Worst here_;
    Consumer consumer_;
    double at_s_;
    std::vector<Evidence> told_;
};

} // namespace shaketable::analysis
