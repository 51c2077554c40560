#include "analysis/queue_evidence.hpp"

#include "analysis/message_pointers.hpp"
#include "analysis/timeline_evidence.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kFullServer = 0.95; // of its cores, in a window
constexpr double kOnTheWay = 2.0;    // times what the consumer had a message for

bool is_queue(const Json& component) { return component["kind"] == "queue"; }

class QueueWitness : MessageWitness {
  public:
    using MessageWitness::MessageWitness;

    std::vector<Evidence> tell() {
        if (total("received") == 0.0) // dead letters: no cause of anything
            return {};
        // What fails by itself comes back whatever else is the matter; what a callee fails is a symptom.
        const bool is_its_own = consumer_.as == "error";
        if (is_its_own)
            tell_of_comers_back();
        tell_of_the_late();
        tell_of_backlog();
        if (!is_its_own)
            tell_of_comers_back();
        tell_of_dead_letters();
        tell_of_second_messages();
        return std::move(told_);
    }

  private:
    /// Of what was handed out.
    [[nodiscard]] bool is_notable(double messages) const {
        return messages >= kNotableTimes && messages >= kNotableShare * total("received");
    }
    /// Messages whose time-out is nobody's failure: a failed one may be left to its time-out, too.
    [[nodiscard]] double late() const { return total("visibility_timeouts") - consumer_.failed; }

    void tell_of_backlog() {
        if (number_at(entry_, pointer("backlog/instance_max")) < kNotableMessages ||
            number_at(entry_, pointer("oldest_age/instance_max")) < kNotableAge_s)
            return;
        const auto peak = peak_window(entry_, series_pointer(here_.name, "metrics/backlog/instance_max"));
        const double window_s = number_at(entry_, "/series/window_s");
        Sentence sentence(entry_, peak ? static_cast<double>(*peak) * window_s : at_s_);
        sentence.say("Up to ")
            .count(pointer("backlog/instance_max"))
            .say(" messages waited in " + here_.name + ", the oldest for ")
            .seconds(pointer("oldest_age/instance_max"));
        if (peak)
            tell_of_the_drain(sentence, *peak);
        tell_of_losses(sentence);
        told_.push_back(sentence.end());
    }

    /// The first time that none waited after the peak.
    void tell_of_the_drain(Sentence& sentence, std::size_t peak) {
        const std::string lasted = series_pointer(here_.name, "metrics/backlog_lasted/max_s");
        const std::string waiting = series_pointer(here_.name, "metrics/backlog/mean");
        if (const auto end = end_of_backlog(at(entry_, lasted), peak))
            sentence.say("; it took ")
                .seconds(lasted + "/" + std::to_string(*end))
                .say(" from the first that had to wait until none did");
        else
            sentence.say(", and it had not drained at the end, when ")
                .number(waiting + "/" + std::to_string(at(entry_, waiting).size() - 1))
                .say(" waited");
    }
    [[nodiscard]] std::optional<std::size_t> end_of_backlog(const Json& lasted, std::size_t peak) const {
        const Json& most = at(entry_, series_pointer(here_.name, "metrics/backlog/instance_max"));
        for (std::size_t window = peak; window < lasted.size(); ++window) {
            const bool goes_on = window == peak && window + 1 < most.size() &&
                                 number(most[window + 1]) > number(most[window]) / 2.0;
            if (!lasted[window].is_null() && !goes_on) // else one of before ended in the peak's window
                return window;
        }
        return std::nullopt;
    }
    [[nodiscard]] static double number(const Json& value) {
        return value.is_null() ? 0.0 : value.get<double>();
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
        if (!is_notable(total("redelivered")) || is_notable(late()))
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Of ")
            .count(total_of("received"))
            .say(" messages that " + here_.name + " handed out ")
            .count(total_of("redelivered"))
            .say(" had been handed out before");
        if (consumer_.failed > 0.0)
            sentence.say(": ")
                .count(consumer_.outcome())
                .say(" calls of " + consumer_.name + " ended as \"" + words_of(consumer_.as) + "\"");
        if (consumer_.as == "error" && total("dead_letters") == 0.0)
            sentence.say(", and nothing puts aside what fails again and again");
        tell_of_repetition(sentence);
        told_.push_back(sentence.end());
    }

    /// Of messages that came back though their work did not fail: it had not been done in time.
    void tell_of_the_late() {
        if (!is_notable(late()) || consumer_.name.empty())
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Of ")
            .count(total_of("received"))
            .say(" messages that " + here_.name + " handed out ")
            .count(total_of("visibility_timeouts"))
            .say(" were not done within the visibility time-out: ");
        tell_where_they_were(sentence);
        tell_of_repetition(sentence);
        told_.push_back(sentence.end());
    }
    void tell_where_they_were(Sentence& sentence) {
        const std::string wait = consumer_.metric("queue_wait/max_s");
        const std::string work = consumer_.metric("service_time/max_s");
        const std::string answer = consumer_.edge + "/latency/p99_s";
        const double had_s = number_at(entry_, wait) + number_at(entry_, work);
        if (number_at(entry_, answer) > kOnTheWay * had_s)
            sentence.say(consumer_.name + " was at each for ")
                .seconds(work)
                .say(" at most, but the slowest hundredth of the answers came after more than ")
                .seconds(answer);
        else if (number_at(entry_, wait) >= number_at(entry_, work))
            sentence.say("in " + consumer_.name + " they waited for up to ")
                .seconds(wait)
                .say(" for a worker, and the work took up to ")
                .seconds(work);
        else
            sentence.say("the work of " + consumer_.name + " took up to ").seconds(work);
    }

    void tell_of_repetition(Sentence& sentence) {
        if (total("done_again") - total("published_twice") < kNotableTimes)
            return;
        sentence.say("; ").count(total_of("done_again")).say(" were done once more");
        if (total("doubled_effects") == total("done_again"))
            sentence.say(", and took effect once more, too");
        else if (total("doubled_effects") > 0.0)
            sentence.say(", ").count(total_of("doubled_effects")).say(" of them with effect");
    }

    void tell_of_dead_letters() {
        if (total("dead_letters") < kNotableTimes)
            return;
        told_.push_back(Sentence(entry_, at_s_)
                            .count(total_of("dead_letters"))
                            .say(" messages of " + here_.name +
                                 " were put aside: they had been handed out as often as allowed, and were "
                                 "not done")
                            .end());
    }

    void tell_of_second_messages() {
        if (total("published_twice") < kNotableTimes)
            return;
        Sentence sentence(entry_, at_s_);
        sentence.say("Of ").count(total_of("published_twice"));
        sentence.say(" requests " + here_.name +
                     " had a second message whose work was done, too: it was published twice");
        told_.push_back(sentence.end());
    }
};

/// A queue with requests that wait for its workers, in the window with most of them.
std::optional<Evidence> full_server(const Json& entry, const std::string& name) {
    const Worst here{.name = name};
    if (number_at(entry, here.metric("queue_depth/instance_max")) < kNotableMessages)
        return std::nullopt;
    const auto peak = peak_window(entry, series_pointer(name, "metrics/queue_depth/instance_max"));
    const std::string use = series_pointer(name, "utilisation") + "/" + std::to_string(peak.value_or(0));
    if (!peak || number_at(entry, use) < kFullServer)
        return std::nullopt;
    return Sentence(entry, static_cast<double>(*peak) * number_at(entry, "/series/window_s"))
        .say("Up to ")
        .count(here.metric("queue_depth/instance_max"))
        .say(" requests waited for " + name +
             " to store or hand out a message: its cores, which do that, were ")
        .percent(use)
        .say(" busy")
        .end();
}

} // namespace

std::vector<Evidence> queue_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (is_queue(component))
            for (Evidence& sentence : QueueWitness(entry, name, at_s).tell())
                told.push_back(std::move(sentence));
    return told;
}

std::vector<Evidence> full_queue_evidence(const Json& entry) {
    std::vector<Evidence> told;
    for (const auto& [name, component] : at(entry, "/components").items())
        if (is_queue(component))
            if (auto sentence = full_server(entry, name))
                told.push_back(*std::move(sentence));
    return told;
}

} // namespace shaketable::analysis
