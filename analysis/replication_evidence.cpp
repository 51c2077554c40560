#include "analysis/replication_evidence.hpp"

#include "analysis/metric_pointers.hpp"

#include <optional>
#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNotableLag_s = 1.0;     // at the longest
constexpr double kNotableBacklog = 100.0; // transactions
constexpr double kFullCores = 0.95;       // of the cores, in a window

/// What the primary before lacks when it comes back, as a replica, kept nobody waiting.
void tell_of_replicas(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const std::string before = primary_before(entry);
    const Worst lag = worst_by(entry, "replication_lag", "max_s", before);
    const Worst behind = worst_by(entry, "unapplied", "instance_max", before);
    const Worst stale = worst_by(entry, "stale_reads", "total", before);
    const bool harms = !stale.name.empty() && is_notable(entry, number_at(entry, "/total/outcomes/stale"));
    if (lag.most < kNotableLag_s && behind.most < kNotableBacklog && !harms)
        return;
    const Worst& worst = harms ? stale : lag.most >= kNotableLag_s ? lag : behind;
    Sentence sentence(entry, at_s);
    sentence.say(worst.name + " was up to ")
        .count(worst.metric("unapplied/instance_max"))
        .say(number_at(entry, worst.metric("unapplied/instance_max")) == 1.0 ? " transaction"
                                                                             : " transactions")
        .say(" behind its primary");
    if (number_at(entry, worst.metric("replication_lag/count")) > 0.0)
        sentence.say(", of those that it applied ")
            .seconds(worst.metric("replication_lag/max_s"))
            .say(" at the longest");
    if (number_at(entry, worst.metric("stale_reads/total")) > 0.0)
        sentence.say("; ")
            .count(worst.metric("stale_reads/total"))
            .say(" reads came there before what their own session had written");
    if (harms)
        sentence.say(", and ").count("/total/outcomes/stale").say(" journeys ended with what was stale");
    told.push_back(sentence.end());
}

void tell_of_waiting_commits(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "commit_wait", "max_s");
    if (worst.most < kNotableWait_s)
        return;
    told.push_back(Sentence(entry, at_s)
                       .say("Commits of " + worst.name + " waited ")
                       .seconds(worst.metric("commit_wait/mean_s"))
                       .say(" for synchronous replicas in the mean, ")
                       .seconds(worst.metric("commit_wait/max_s"))
                       .say(" at the longest")
                       .end());
}

/// The pointer of its use in a window in which it had no core to spare.
std::optional<std::string> full_window(const Json& entry, const Worst& here) {
    const std::string series = series_pointer(here.name, "utilisation");
    const auto peak = peak_window(entry, series);
    if (!peak || number_at(entry, series + "/" + std::to_string(*peak)) < kFullCores)
        return std::nullopt;
    return series + "/" + std::to_string(*peak);
}

/// More connections than statements: most were opened for nobody.
void say_what_connections_cost(Sentence& sentence, const Json& entry, const Worst& here) {
    const std::string answered = here.metric("answered_ok/total");
    const auto full = full_window(entry, here);
    if (!full || number_at(entry, here.metric("connections_opened/total")) <= number_at(entry, answered))
        return;
    sentence.say(": to open them kept it ").percent(*full).say(" busy, and it answered ");
    if (number_at(entry, answered) == 0.0)
        sentence.say("not one statement");
    else
        sentence.count(answered).say(" statements");
}

void say_what_was_lost(Sentence& sentence, const Json& entry, const Worst& here) {
    const double lost = number_at(entry, here.metric("lost_writes/total"));
    const double unconfirmed = number_at(entry, here.metric("lost_unconfirmed/total"));
    if (lost == 0.0)
        return;
    sentence.say("; ").count(here.metric("lost_writes/total"));
    if (unconfirmed == lost)
        sentence.say(
            " transactions never reached it whose commit still waited for it on the old one: nobody had been "
            "told that they were committed");
    else
        sentence.say(" transactions that the old one had committed never reached it");
    if (unconfirmed > 0.0 && unconfirmed < lost)
        sentence.say(", ")
            .count(here.metric("lost_unconfirmed/total"))
            .say(" of which still waited for it, so that nobody had been told of them");
}

} // namespace

std::string primary_before(const Json& entry) {
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!component["metrics"].contains("is_primary"))
            continue;
        const std::string series = series_pointer(name, "metrics/is_primary/mean/");
        const std::size_t windows = at(entry, "/series/windows").get<std::size_t>();
        if (windows > 0 && number_at(entry, series + "0") > 0.0 &&
            number_at(entry, series + std::to_string(windows - 1)) == 0.0)
            return name;
    }
    return "";
}

std::vector<Evidence> failover_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    const std::string before = primary_before(entry);
    for (const auto& [name, component] : at(entry, "/components").items()) {
        const Worst here{.name = name};
        if (!component["metrics"].contains("promotions") ||
            number_at(entry, here.metric("promotions/total")) == 0.0)
            continue;
        Sentence sentence(entry, at_s);
        sentence
            .say(name + " became the primary" + (before.empty() ? "" : " in place of " + before) +
                 ", and by the end had accepted ")
            .count(here.metric("connections_opened/total"))
            .say(" new connections");
        if (is_notable(entry, number_at(entry, here.metric("rejected/total"))))
            sentence.say(" and refused ").count(here.metric("rejected/total"));
        say_what_connections_cost(sentence, entry, here);
        say_what_was_lost(sentence, entry, here);
        told.push_back(sentence.end());
    }
    return told;
}

std::vector<Evidence> replication_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    tell_of_replicas(entry, at_s, told);
    tell_of_waiting_commits(entry, at_s, told);
    return told;
}

} // namespace shaketable::analysis
