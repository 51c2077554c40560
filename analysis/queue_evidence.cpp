#include "analysis/queue_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <string>
#include <string_view>

namespace shaketable::analysis {

namespace {

constexpr double kNotableMessages = 100.0; // that waited at a time
constexpr double kNotableAge_s = 5.0;      // of the oldest
constexpr double kNotableShare = 0.1;      // of what was handed out, or done
constexpr double kNotableTimes = 50.0;     // messages handed out again, or lost

class QueueWitness {
  public:
    QueueWitness(const Json& entry, const std::string& name, double at_s)
        : entry_(entry), here_{.name = name}, at_s_(at_s) {}

    std::vector<Evidence> tell() {
        if (total("received") == 0.0) // dead letters: no cause of anything
            return {};
        tell_of_comers_back();
        tell_of_backlog();
        tell_of_repetition();
        return std::move(told_);
    }

  private:
    [[nodiscard]] std::string pointer(const std::string& metric) const { return here_.metric(metric); }
    [[nodiscard]] std::string total_of(const std::string& metric) const { return pointer(metric + "/total"); }
    [[nodiscard]] double total(const std::string& metric) const {
        return number_at(entry_, total_of(metric));
    }

    void tell_of_backlog() {
        if (number_at(entry_, pointer("backlog/instance_max")) < kNotableMessages ||
            number_at(entry_, pointer("oldest_age/instance_max")) < kNotableAge_s)
            return;
        const std::string series = series_pointer(here_.name, "metrics/backlog/mean");
        const double window_s = number_at(entry_, "/series/window_s");
        const auto peak = peak_window(entry_, series);
        Sentence sentence(entry_, peak ? static_cast<double>(*peak) * window_s : at_s_);
        sentence.say("Up to ")
            .count(pointer("backlog/instance_max"))
            .say(" messages waited in " + here_.name + ", the oldest for ")
            .seconds(pointer("oldest_age/instance_max"));
        if (number_at(entry_, pointer("backlog_lasted/count")) > 0.0)
            sentence.say("; it took ")
                .seconds(pointer("backlog_lasted/max_s"))
                .say(" from the first that had to wait until none did");
        tell_of_losses(sentence);
        told_.push_back(sentence.end());
    }

    /// Of the messages that did not stay.
    void tell_of_losses(Sentence& sentence) {
        for (const auto& [metric, words] :
             {std::pair("expired", " were kept for as long as allowed, and are gone"),
              std::pair("dropped", " had to make room for younger ones"),
              std::pair("turned_away", " found it full, and were rejected")})
            if (total(metric) >= kNotableTimes)
                sentence.say("; ").count(total_of(metric)).say(words);
    }

    void tell_of_comers_back() {
        if (total("redelivered") < kNotableTimes || total("redelivered") < kNotableShare * total("received"))
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Of ")
            .count(total_of("received"))
            .say(" messages that " + here_.name + " handed out ")
            .count(total_of("redelivered"))
            .say(" had been handed out before, and come back");
        if (total("dead_letters") > 0.0)
            sentence.say("; ").count(total_of("dead_letters")).say(" were put aside as dead letters");
        else
            sentence.say("; nothing puts them aside");
        told_.push_back(sentence.end());
    }

    void tell_of_repetition() {
        if (total("done_again") < kNotableTimes || total("done_again") < kNotableShare * total("done"))
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Work takes longer than the visibility time-out of " + here_.name + ": ")
            .count(total_of("done_again"))
            .say(" messages were done once more, besides the ")
            .count(total_of("done"))
            .say(" that were done");
        if (total("doubled_effects") > 0.0)
            sentence.say("; ").count(total_of("doubled_effects")).say(" of them did harm");
        told_.push_back(sentence.end());
    }

    const Json& entry_;
    Worst here_;
    double at_s_;
    std::vector<Evidence> told_;
};

} // namespace

std::vector<Evidence> queue_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (component["kind"] == "queue")
            for (Evidence& sentence : QueueWitness(entry, name, at_s).tell())
                told.push_back(std::move(sentence));
    return told;
}

} // namespace shaketable::analysis
