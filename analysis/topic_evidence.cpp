#include "analysis/topic_evidence.hpp"

#include "analysis/message_pointers.hpp"
#include "analysis/timeline_evidence.hpp"

#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kDrained = 0.01; // of the most that was not done

class TopicWitness : MessageWitness {
  public:
    using MessageWitness::MessageWitness;

    std::vector<Evidence> tell() {
        tell_of_blocked_partitions();
        tell_of_lag();
        tell_of_assignments();
        tell_of_dead_letters();
        return std::move(told_);
    }

  private:
    [[nodiscard]] bool is_behind() const {
        return number_at(entry_, pointer("lag/instance_max")) >= kNotableMessages &&
               number_at(entry_, pointer("oldest_age/instance_max")) >= kNotableAge_s;
    }

    void tell_of_blocked_partitions() {
        if (total("redelivered") < kNotableTimes || total("redelivered") < kNotableShare * total("received"))
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Of ")
            .count(total_of("received"))
            .say(" messages that " + here_.name + " handed out ")
            .count(total_of("redelivered"))
            .say(" had just failed");
        if (consumer_.failed > 0.0)
            sentence.say(" (").say(consumer_.name + ": \"" + words_of(consumer_.as) + "\")");
        sentence.say(": a partition stands still behind a message that fails until it is done");
        if (total("dead_letters") > 0.0)
            sentence.say(" or given up, as ").count(total_of("dead_letters")).say(" were");
        told_.push_back(sentence.end());
    }

    void tell_of_lag() {
        if (!is_behind())
            return;
        const auto peak = peak_window(entry_, series_pointer(here_.name, "metrics/lag/instance_max"));
        Sentence sentence(entry_,
                          static_cast<double>(peak.value_or(0)) * number_at(entry_, "/series/window_s"));
        sentence.say("Up to ")
            .count(pointer("lag/instance_max"))
            .say(" messages of " + here_.name + " were not done yet, the oldest for ")
            .seconds(pointer("oldest_age/instance_max"));
        const std::string lag = series_pointer(here_.name, "metrics/lag/mean");
        const std::string last = lag + "/" + std::to_string(at(entry_, lag).size() - 1);
        if (number_at(entry_, last) > kDrained * number_at(entry_, pointer("lag/instance_max")))
            sentence.say(", and at the end there were still ").number(last);
        else
            sentence.say("; at the end there was no lag any more");
        if (total("expired") >= kNotableTimes)
            sentence.say("; ")
                .count(total_of("expired"))
                .say(" were kept for as long as allowed, and are gone");
        told_.push_back(sentence.end());
    }

    void tell_of_assignments() {
        if (total("rebalances") == 0.0 || (!is_behind() && total("done_again") < kNotableTimes))
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Partitions of " + here_.name + " were assigned anew ")
            .count(total_of("rebalances"))
            .say(total("rebalances") == 1.0 ? " time" : " times")
            .say(", and each time all consumers of a group stood still");
        if (total("done_again") > 0.0) {
            sentence.say("; ")
                .count(total_of("done_again"))
                .say(" messages that nobody knew to be done were done once more");
            if (total("doubled_effects") > 0.0)
                sentence.say(", and took effect once more, too");
        }
        told_.push_back(sentence.end());
    }

    void tell_of_dead_letters() {
        if (total("dead_letters") < kNotableTimes)
            return;
        told_.push_back(
            Sentence(entry_, at_s_)
                .count(total_of("dead_letters"))
                .say(" messages of " + here_.name + " were given up: they had failed as often as allowed")
                .end());
    }
};

} // namespace

std::vector<Evidence> topic_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (component["kind"] == "topic")
            for (Evidence& sentence : TopicWitness(entry, name, at_s).tell())
                told.push_back(std::move(sentence));
    return told;
}

} // namespace shaketable::analysis
