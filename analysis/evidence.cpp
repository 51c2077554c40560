#include "analysis/evidence.hpp"

#include "analysis/amplification_evidence.hpp"
#include "analysis/cache_evidence.hpp"
#include "analysis/capacity_evidence.hpp"
#include "analysis/database_evidence.hpp"
#include "analysis/held_workers_evidence.hpp"
#include "analysis/herd_evidence.hpp"
#include "analysis/job_evidence.hpp"
#include "analysis/lifecycle_evidence.hpp"
#include "analysis/queue_evidence.hpp"
#include "analysis/scan_evidence.hpp"
#include "analysis/sentence.hpp"
#include "analysis/timeline_evidence.hpp"
#include "analysis/topic_evidence.hpp"
#include "models/json_pointer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shaketable::analysis {

namespace {

constexpr double kBusy = 0.8;          // utilisation
constexpr double kFewestToTell = 20.0; // journeys harmed and helped, as windows are marked
constexpr double kShareToTell = 0.01;  // of the harm, for where calls failed to be told

constexpr std::size_t kSentencesMost = 7;

class Witness {
  public:
    explicit Witness(const Json& entry)
        : entry_(entry), first_s_(number_at(entry, "/verdict/first_injected_s")) {}

    std::vector<Evidence> tell() {
        tell_of_the_trigger();
        const bool is_harmed = number_at(entry_, "/harm/net") > 0.0;
        if (text_at("/verdict/verdict") == "unharmed") {
            tell_that_nobody_was_harmed();
            tell_how_it_ended();
            tell_most_of(lateness());
        } else {
            tell_how_deep_it_went();
            is_harmed ? tell_who_was_hurt() : tell_who_hangs();
            tell_how_it_ended();
            tell_most_of(causes());
        }
        std::stable_sort(told_.begin(), told_.end(),
                         [](const Evidence& a, const Evidence& b) { return a.at_s < b.at_s; });
        return std::move(told_);
    }

  private:
    /// The most telling first.
    [[nodiscard]] std::vector<Evidence> causes() {
        std::vector<Evidence> told = std::exchange(told_, {});
        tell(job_evidence(entry_, worst_s()));
        tell(herd_evidence(entry_));
        tell(cache_evidence(entry_, worst_s()));
        tell(lifecycle_evidence(entry_, worst_s()));
        tell(full_queue_evidence(entry_));
        tell(held_workers_evidence(entry_, worst_s()));
        tell(database_evidence(entry_, worst_s()));
        tell(scan_evidence(entry_));
        tell(queue_evidence(entry_, worst_s()));
        tell(topic_evidence(entry_, worst_s()));
        tell(response_evidence(entry_));
        tell_where();
        tell(amplification_evidence(entry_, worst_s()));
        return std::exchange(told_, std::move(told));
    }
    /// What is done late though nobody waits for it.
    [[nodiscard]] std::vector<Evidence> lateness() const {
        std::vector<Evidence> late = queue_evidence(entry_, first_s_);
        for (Evidence& evidence : topic_evidence(entry_, first_s_))
            late.push_back(std::move(evidence));
        return late;
    }
    /// As many as one reads; what only repeats figures that were told is left out.
    void tell_most_of(std::vector<Evidence> causes) {
        for (Evidence& cause : causes)
            if (told_.size() < kSentencesMost && !repeats(cause))
                told_.push_back(std::move(cause));
    }
    [[nodiscard]] bool repeats(const Evidence& evidence) const {
        const auto is_told = [this](const EvidenceNumber& number) {
            return std::any_of(told_.begin(), told_.end(), [&number](const Evidence& earlier) {
                return std::any_of(
                    earlier.numbers.begin(), earlier.numbers.end(),
                    [&number](const EvidenceNumber& told) { return told.pointer == number.pointer; });
            });
        };
        return !evidence.numbers.empty() &&
               std::all_of(evidence.numbers.begin(), evidence.numbers.end(), is_told);
    }
    void tell(std::vector<Evidence> more) {
        for (Evidence& evidence : more)
            told_.push_back(std::move(evidence));
    }
    [[nodiscard]] std::string text_at(const std::string& pointer) const {
        const Json& value = at(entry_, pointer);
        return value.is_string() ? value.get<std::string>() : "";
    }
    [[nodiscard]] Sentence sentence(double at_s) const { return {entry_, at_s}; }

    static bool is_injected(const Json& record) { return record["role"] == "injected"; }
    [[nodiscard]] bool several_were_injected() const {
        const Json& timeline = at(entry_, "/timeline");
        return std::count_if(timeline.begin(), timeline.end(), is_injected) > 1;
    }
    [[nodiscard]] std::string the_injected() const { return several_were_injected() ? "them" : "it"; }
    /// The first that was injected: others are in the timeline.
    void tell_of_the_trigger() {
        const Json& timeline = at(entry_, "/timeline");
        const auto first = std::find_if(timeline.begin(), timeline.end(), is_injected);
        if (first == timeline.end())
            return;
        const auto record = static_cast<std::size_t>(first - timeline.begin());
        const std::string pointer = "/timeline/" + std::to_string(record);
        Sentence trigger = sentence(first_s_);
        name_entry(trigger, entry_, record);
        trigger.say(several_were_injected() ? ", the first of several faults, began at " : " began at ")
            .seconds(pointer + "/began_s");
        if ((*first)["ended_s"].is_null())
            trigger.say(" and acted to the end");
        else
            trigger.say((*first)["failed"].get<bool>() ? " and failed at " : " and ended at ")
                .seconds(pointer + "/ended_s");
        told_.push_back(trigger.end());
    }

    void tell_that_nobody_was_harmed() {
        told_.push_back(
            sentence(first_s_)
                .say(harm_in_words())
                .count("/harm/harmed")
                .say((number_at(entry_, "/harm/harmed") == 1.0 ? " journey was" : " journeys were") +
                     std::string(" good without ") + the_injected() + " and not with " + the_injected() +
                     ", ")
                .count("/harm/helped")
                .say(" the other way round")
                .end());
        if (!figure_at(entry_, "/verdict/floor"))
            told_.push_back(
                sentence(first_s_).say("There were no good answers to lose while it lasted").end());
        else
            told_.push_back(sentence(first_s_)
                                .say("Over stretches of ")
                                .seconds("/verdict/floor_over_s")
                                .say(" goodput never fell below ")
                                .percent("/verdict/floor")
                                .say(" of what it would have been")
                                .end());
    }

    [[nodiscard]] std::string harm_in_words() const {
        const double harmed = number_at(entry_, "/harm/harmed");
        if (harmed == 0.0)
            return "Nobody was harmed: ";
        return harmed + number_at(entry_, "/harm/helped") < kFewestToTell
                   ? "Too few were harmed to be told from chance: "
                   : "No more were harmed than chance can explain: ";
    }

    void tell_how_deep_it_went() {
        if (!figure_at(entry_, "/verdict/floor"))
            return;
        told_.push_back(sentence(first_s_ + number_at(entry_, "/verdict/time_to_floor_s"))
                            .say("Goodput fell to ")
                            .percent("/verdict/floor")
                            .say(" of what it would have been (over ")
                            .seconds("/verdict/floor_over_s")
                            .say("), ")
                            .seconds("/verdict/time_to_floor_s")
                            .say(" after the beginning")
                            .end());
    }

    void tell_who_was_hurt() {
        const auto journey = highest(entry_, "/harm/journeys", "/net");
        if (!journey)
            return;
        Sentence hurt = sentence(worst_s());
        hurt.count("/harm/net")
            .say(number_at(entry_, "/harm/net") == 1.0 ? " more journey was" : " more journeys were")
            .say(" bad than would have been without " + the_injected());
        const std::string net = models::child_pointer("/harm/journeys", *journey) + "/net";
        if (number_at(entry_, net) == number_at(entry_, "/harm/net"))
            hurt.say(at(entry_, "/harm/journeys").size() > 1 ? ", all of them " + *journey : "");
        else
            hurt.say(", ").count(net).say(" of them " + *journey);
        told_.push_back(hurt.end());
    }

    /// Where nobody got a worse answer: who got none.
    void tell_who_hangs() {
        told_.push_back(
            sentence(first_s_)
                .count("/total/pending")
                .say(number_at(entry_, "/total/pending") == 1.0 ? " journey had" : " journeys had")
                .say(" no answer by the end")
                .end());
    }

    /// The component at which the calls failed; and a database that was full, there or behind it.
    void tell_where() {
        const std::string component = highest(entry_, "/harm/components", "/net").value_or("");
        CapacityEvidence capacity = capacity_evidence(entry_, is_busy(component) ? component : "");
        if (!capacity.of.empty())
            told_.push_back(std::move(capacity.evidence));
        if (!component.empty() && is_notable(component))
            tell_of_failing(component, capacity.of != component);
    }

    [[nodiscard]] static std::string utilisation_of(const std::string& component) {
        return models::child_pointer("/components", component) + "/utilisation";
    }
    [[nodiscard]] bool is_busy(const std::string& component) const {
        return !component.empty() && number_at(entry_, utilisation_of(component)) >= kBusy;
    }

    [[nodiscard]] bool is_notable(const std::string& component) const {
        return number_at(entry_, models::child_pointer("/harm/components", component) + "/net") >=
               kShareToTell * number_at(entry_, "/harm/net");
    }

    /// How the calls to it ended.
    void tell_of_failing(const std::string& component, bool with_cores) {
        Sentence where = sentence(worst_s());
        where.count(models::child_pointer("/harm/components", component) + "/net")
            .say(" of them because calls of " + component + " failed");
        if (const auto edge = edge_to(component)) {
            const std::string outcomes = models::child_pointer("/edges", *edge) + "/outcomes";
            const std::string reason = worst_outcome(outcomes);
            where.say(": of ")
                .count(models::child_pointer("/edges", *edge) + "/attempts")
                .say(" calls over " + *edge + " ")
                .count(outcomes + "/" + reason)
                .say(" ended as \"" + words_of(reason) + "\"");
        }
        if (with_cores && is_busy(component))
            where.say("; its cores were busy for ").percent(utilisation_of(component)).say(" of the time");
        told_.push_back(where.end());
    }

    void tell_how_it_ended() {
        const std::string verdict = text_at("/verdict/verdict");
        if (verdict == "degraded_gracefully" || verdict == "collapsed_and_recovered")
            tell_that_it_came_back("");
        else if (verdict == "recovering")
            tell_that_it_came_back(", after the end of the run");
        else if (verdict == "metastable" || verdict == "down")
            tell_what_sustains_it();
        else if (verdict == "still_injected" && several_were_injected())
            tell_what_still_acts();
        else if (verdict.empty())
            tell_that_it_is_too_soon();
    }

    void tell_that_it_came_back(const std::string& when) {
        told_.push_back(sentence(number_at(entry_, "/verdict/last_injected_end_s") +
                                 number_at(entry_, "/verdict/time_to_recover_s"))
                            .say("Goodput was back ")
                            .seconds("/verdict/time_to_recover_s")
                            .say(" after the last fault had ended" + when + "; ")
                            .seconds("/verdict/area_lost_s")
                            .say(" worth of goodput were lost")
                            .end());
    }

    void tell_what_still_acts() {
        const Json& timeline = at(entry_, "/timeline");
        const auto last = std::find_if(timeline.rbegin(), timeline.rend(), [](const Json& record) {
            return is_injected(record) && record["ended_s"].is_null();
        });
        if (last == timeline.rend())
            return;
        const auto record = static_cast<std::size_t>(timeline.rend() - last) - 1;
        if (std::find_if(timeline.begin(), timeline.end(), is_injected) == last.base() - 1)
            return; // the trigger, of which that is told
        const std::string pointer = "/timeline/" + std::to_string(record);
        Sentence acting = sentence(number_at(entry_, "/simulated_s"));
        name_entry(acting, entry_, record);
        told_.push_back(
            acting.say(" began at ").seconds(pointer + "/began_s").say(" and acted to the end").end());
    }

    void tell_that_it_is_too_soon() {
        told_.push_back(
            sentence(number_at(entry_, "/simulated_s"))
                .say("The last fault ended at ")
                .seconds("/verdict/last_injected_end_s")
                .say(", less than thirty seconds before the end of the run: too soon to tell how it "
                     "comes through")
                .end());
    }

    void tell_what_sustains_it() {
        const double end_s = number_at(entry_, "/simulated_s");
        told_.push_back(sentence(end_s)
                            .say("The last fault ended at ")
                            .seconds("/verdict/last_injected_end_s")
                            .say(", and the failure did not: left alone for ")
                            .seconds("/verdict/forks/0/simulated_s")
                            .say(" more, goodput was still ")
                            .percent("/verdict/forks/0/goodput_share")
                            .say(" of what it would have been")
                            .end());
        const Json& forks = at(entry_, "/verdict/forks");
        Sentence relief = sentence(end_s);
        std::size_t brought_back = 0;
        for (std::size_t fork = 1; fork < forks.size(); ++fork)
            if (forks[fork]["recovered"].get<bool>()) {
                relief.say(brought_back++ == 0 ? "Thirty seconds with " : ", or with ")
                    .say(relief_in_words(forks[fork]["relief"].get<std::string>()) + " (to ")
                    .percent("/verdict/forks/" + std::to_string(fork) + "/goodput_share")
                    .say(")");
            }
        if (brought_back == 0)
            relief.say(std::string("Neither thirty seconds without retries, nor a dropped backlog, ") +
                       (was_tried(forks, "stale_served") ? "nor expired values from the cache, " : "") +
                       "nor a tenth of the load brought it back");
        else
            relief.say(" brought it back");
        told_.push_back(relief.end());
    }

    [[nodiscard]] static bool was_tried(const Json& forks, const std::string& relief) {
        return std::any_of(forks.begin(), forks.end(),
                           [&](const Json& fork) { return fork["relief"] == relief; });
    }

    [[nodiscard]] static std::string relief_in_words(const std::string& relief) {
        if (relief == "retries_off")
            return "no retries";
        if (relief == "stale_served")
            return "expired values served from the cache";
        if (relief == "backlog_dropped")
            return "the backlog dropped first";
        return "a tenth of the load";
    }

    /// The edge to a component over which most calls failed.
    [[nodiscard]] std::optional<std::string> edge_to(const std::string& component) const {
        std::optional<std::string> found;
        double most = 0.0;
        for (const auto& [name, edge] : at(entry_, "/edges").items()) {
            const double failed = edge["attempts"].get<double>() - edge["outcomes"]["ok"].get<double>();
            if (name.ends_with("->" + component) && failed > most) {
                most = failed;
                found = name;
            }
        }
        return found;
    }
    [[nodiscard]] std::string worst_outcome(const std::string& outcomes) const {
        std::string worst;
        double most = -1.0;
        for (const auto& [name, count] : at(entry_, outcomes).items())
            if (name != "ok" && count.get<double>() > most) {
                most = count.get<double>();
                worst = name;
            }
        return worst;
    }

    /// The beginning of the first window that is marked harmed.
    [[nodiscard]] double worst_s() const {
        const Json& marked = at(entry_, "/harm/series/marked");
        const auto first = std::find(marked.begin(), marked.end(), true);
        return first == marked.end() ? first_s_
                                     : std::max(first_s_, static_cast<double>(first - marked.begin()) *
                                                              number_at(entry_, "/series/window_s"));
    }

    const Json& entry_;
    double first_s_;
    std::vector<Evidence> told_;
};

} // namespace

std::vector<Evidence> evidence_of(const Json& entry) {
    if (at(entry, "/verdict").is_null())
        return {};
    return Witness(entry).tell();
}

} // namespace shaketable::analysis
