#include "analysis/database_evidence.hpp"

#include "analysis/lock_evidence.hpp"
#include "analysis/metric_pointers.hpp"

namespace shaketable::analysis {

namespace {

constexpr double kNotableLockWait_s = 1.0;
constexpr double kNotableLag_s = 1.0;     // at the longest
constexpr double kNotableBacklog = 100.0; // transactions
constexpr double kNotableDisk_s = 0.005;  // in the mean

/// Where somebody waited for long for a lock while some were prepared.
void tell_of_two_phases(const Json& entry, double at_s, std::vector<Evidence>& told) {
    for (const auto& [name, component] : at(entry, "/components").items()) {
        const Worst here{.name = name};
        if (!component["metrics"].contains("prepared") ||
            number_at(entry, here.metric("prepared/instance_max")) == 0.0 ||
            number_at(entry, here.metric("lock_wait/max_s")) < kNotableLockWait_s)
            continue;
        told.push_back(Sentence(entry, at_s)
                           .say("In " + name + " up to ")
                           .count(here.metric("prepared/instance_max"))
                           .say(" transactions at a time were prepared: only their coordinator could free "
                                "the locks that they kept")
                           .end());
    }
}

/// Of the pool that most requests of one replica waited for.
void tell_of_pools(const Json& entry, double at_s, std::vector<Evidence>& told) {
    constexpr std::string_view kBegin = "pool_";
    constexpr std::string_view kEnd = "_waiting";
    Worst worst;
    std::string pool;
    for (const auto& [name, component] : at(entry, "/components").items())
        for (const auto& [metric, figures] : component["metrics"].items()) {
            if (!metric.starts_with(kBegin) || !metric.ends_with(kEnd))
                continue;
            const Worst here{.name = name};
            const double waiting = number_at(entry, here.metric(metric + "/instance_max"));
            if (waiting > worst.most) {
                worst = {.name = name, .most = waiting};
                pool = metric.substr(0, metric.size() - kEnd.size());
            }
        }
    if (worst.most < kNotableWaiters || number_at(entry, worst.metric(pool + "_wait/max_s")) < kNotableWait_s)
        return;
    told.push_back(
        Sentence(entry, at_s)
            .say("In a replica of " + worst.name + " up to ")
            .count(worst.metric(pool + "_waiting/instance_max"))
            .say(" requests at a time waited for a connection to " + pool.substr(kBegin.size()) + ", ")
            .seconds(worst.metric(pool + "_wait/mean_s"))
            .say(" in the mean of all and ")
            .seconds(worst.metric(pool + "_wait/max_s"))
            .say(" at the longest of those who got one")
            .end());
}

void tell_of_poolers(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "backend_waiting", "instance_max");
    if (worst.most < kNotableWaiters || number_at(entry, worst.metric("backend_wait/max_s")) < kNotableWait_s)
        return;
    told.push_back(Sentence(entry, at_s)
                       .say("At the pooler of " + worst.name + " up to ")
                       .count(worst.metric("backend_waiting/instance_max"))
                       .say(" clients at a time waited for one of its connections, ")
                       .seconds(worst.metric("backend_wait/mean_s"))
                       .say(" in the mean of all and ")
                       .seconds(worst.metric("backend_wait/max_s"))
                       .say(" at the longest of those who got one")
                       .end());
}

void tell_of_statement_timeouts(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "statement_timeouts", "total");
    if (worst.name.empty())
        return;
    told.push_back(Sentence(entry, at_s)
                       .say(worst.name + " ended ")
                       .count(worst.metric("statement_timeouts/total"))
                       .say(" statements that took longer than its statement_timeout")
                       .end());
}

void tell_of_the_disk(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "disk_time", "mean_s");
    if (worst.most < kNotableDisk_s)
        return;
    told.push_back(Sentence(entry, at_s)
                       .say("Of ")
                       .count(worst.metric("pages_looked_up/total"))
                       .say(" pages that queries of " + worst.name + " needed ")
                       .count(worst.metric("pages_read/total"))
                       .say(" were not in memory; the disk took ")
                       .seconds(worst.metric("disk_time/mean_s"))
                       .say(" in the mean, ")
                       .seconds(worst.metric("disk_time/max_s"))
                       .say(" at the longest, for up to 32 of them")
                       .end());
}

/// The one that was the primary in the beginning and lost its place; empty: none did.
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

/// What the primary before lacks when it comes back, as a replica, kept nobody waiting.
void tell_of_replicas(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const std::string before = primary_before(entry);
    const Worst lag = worst_by(entry, "replication_lag", "max_s", before);
    const Worst behind = worst_by(entry, "unapplied", "instance_max", before);
    const Worst& worst = lag.most >= kNotableLag_s ? lag : behind;
    if (lag.most < kNotableLag_s && behind.most < kNotableBacklog)
        return;
    Sentence sentence(entry, at_s);
    sentence.say(worst.name + " was up to ")
        .count(worst.metric("unapplied/instance_max"))
        .say(" transactions behind its primary");
    if (number_at(entry, worst.metric("replication_lag/count")) > 0.0)
        sentence.say(", of those that it applied ")
            .seconds(worst.metric("replication_lag/max_s"))
            .say(" at the longest");
    if (number_at(entry, worst.metric("stale_reads/total")) > 0.0)
        sentence.say("; ")
            .count(worst.metric("stale_reads/total"))
            .say(" reads came there before what their own session had written");
    told.push_back(sentence.end());
}

void tell_of_failover(const Json& entry, double at_s, std::vector<Evidence>& told) {
    for (const auto& [name, component] : at(entry, "/components").items()) {
        const Worst here{.name = name};
        if (!component["metrics"].contains("promotions"))
            continue;
        if (number_at(entry, here.metric("promotions/total")) == 0.0)
            continue;
        const std::string before = primary_before(entry);
        Sentence sentence(entry, at_s);
        sentence
            .say(name + " became the primary" + (before.empty() ? "" : " in place of " + before) +
                 ", and accepted ")
            .count(here.metric("connections_opened/total"))
            .say(" new connections by the end");
        if (number_at(entry, here.metric("lost_writes/total")) > 0.0)
            sentence.say("; ")
                .count(here.metric("lost_writes/total"))
                .say(" transactions that the old one had committed never reached it");
        told.push_back(sentence.end());
    }
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

} // namespace

std::vector<Evidence> database_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told;
    tell_of_pools(entry, at_s, told);
    tell_of_poolers(entry, at_s, told);
    tell_of_statement_timeouts(entry, at_s, told);
    for (Evidence& evidence : lock_evidence(entry, at_s))
        told.push_back(std::move(evidence));
    tell_of_two_phases(entry, at_s, told);
    tell_of_the_disk(entry, at_s, told);
    tell_of_replicas(entry, at_s, told);
    tell_of_failover(entry, at_s, told);
    tell_of_waiting_commits(entry, at_s, told);
    return told;
}

} // namespace shaketable::analysis
