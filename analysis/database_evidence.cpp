#include "analysis/database_evidence.hpp"

#include "analysis/lock_evidence.hpp"
#include "analysis/metric_pointers.hpp"
#include "analysis/replication_evidence.hpp"
#include "analysis/traced_calls.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNotableDisk_s = 0.005; // in the mean
constexpr double kLongInService_s = 1.0;
constexpr double kMostOfPool = 0.5;

void tell_of_deadlocks(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "deadlocks", "total");
    if (!is_notable(entry, worst.most))
        return;
    told.push_back(
        Sentence(entry, at_s)
            .say("In " + worst.name + " ")
            .count(worst.metric("deadlocks/total"))
            .say(worst.most == 1.0 ? " statement was" : " statements were")
            .say(" ended as victims of deadlocks, in which each transaction waited for a lock that another "
                 "one of them held")
            .end());
}

/// A pool of one component to a database.
struct PoolFigures {
    std::string client = {};
    std::string database = {};
    double waiting = 0.0; // requests of one replica at a time, at the most
    [[nodiscard]] std::string metric(const std::string& figure) const {
        return models::child_pointer("/components", client) + "/metrics/pool_" + database + "_" + figure;
    }
};

/// The pool that most requests of one replica waited for; not that of a primary which has lost its place, as
/// what they waited for there was its death.
PoolFigures worst_pool(const Json& entry) {
    constexpr std::string_view kBegin = "pool_";
    constexpr std::string_view kEnd = "_waiting";
    const std::string but_for = primary_before(entry);
    PoolFigures worst;
    for (const auto& [name, component] : at(entry, "/components").items())
        for (const auto& [metric, figures] : component["metrics"].items()) {
            if (!metric.starts_with(kBegin) || !metric.ends_with(kEnd))
                continue;
            const std::string database =
                metric.substr(kBegin.size(), metric.size() - kBegin.size() - kEnd.size());
            const double waiting = figures["instance_max"].get<double>();
            if (database != but_for && waiting > worst.waiting)
                worst = {.client = name, .database = database, .waiting = waiting};
        }
    return worst;
}

/// The longest of the statements that had a connection while many waited for one, if it was long. `waiting`:
/// the series of those who did.
bool say_who_had_them(Sentence& sentence, const Json& entry, RequestsOf requests,
                      const std::string& waiting) {
    const double window_s = number_at(entry, "/series/window_s");
    const Json& waiters = at(entry, waiting);
    for (std::size_t window = 0; window < waiters.size(); ++window) {
        if (waiters[window].is_null() || waiters[window].get<double>() < kNotableWaiters)
            continue;
        if (requests.until_s == 0.0)
            requests.from_s = window_s * static_cast<double>(window);
        requests.until_s = window_s * static_cast<double>(window + 1);
    }
    const auto longest = longest_in_service(entry, requests);
    if (!longest || longest->length_s < kLongInService_s)
        return false;
    sentence.say("; meanwhile one " + longest->name + " was in service from ")
        .seconds(longest->pointer + "/served_s")
        .say(" to ")
        .seconds(longest->pointer + "/ended_s");
    return true;
}

/// Where most connections were those of transactions between two statements.
void say_that_they_were_idle(Sentence& sentence, const Json& entry, const PoolFigures& pool) {
    const std::string idle = pool.metric("idle_in_transaction/instance_max");
    const std::string in_use = pool.metric("in_use/instance_max");
    if (number_at(entry, idle) < kMostOfPool * number_at(entry, in_use))
        return;
    sentence.say("; up to ")
        .count(idle)
        .say(" of its ")
        .count(in_use)
        .say(" connections were those of transactions that did something else");
}

void tell_of_pools(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const PoolFigures pool = worst_pool(entry);
    if (pool.waiting < kNotableWaiters || number_at(entry, pool.metric("wait/max_s")) < kNotableWait_s)
        return;
    Sentence sentence(entry, at_s);
    sentence.say("In a replica of " + pool.client + " up to ")
        .count(pool.metric("waiting/instance_max"))
        .say(" requests at a time waited for a connection to " + pool.database + ", ")
        .seconds(pool.metric("wait/mean_s"))
        .say(" in the mean of all and ")
        .seconds(pool.metric("wait/max_s"))
        .say(" at the longest of those who got one");
    if (!say_who_had_them(
            sentence, entry, {.caller = pool.client, .callee = pool.database},
            series_pointer(pool.client, "metrics/pool_" + pool.database + "_waiting/instance_max")))
        say_that_they_were_idle(sentence, entry, pool);
    told.push_back(sentence.end());
}

void tell_of_poolers(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "backend_waiting", "instance_max");
    if (worst.most < kNotableWaiters || number_at(entry, worst.metric("backend_wait/max_s")) < kNotableWait_s)
        return;
    Sentence sentence(entry, at_s);
    sentence.say("At the pooler of " + worst.name + " up to ")
        .count(worst.metric("backend_waiting/instance_max"))
        .say(" clients at a time waited for one of its connections, ")
        .seconds(worst.metric("backend_wait/mean_s"))
        .say(" in the mean of all and ")
        .seconds(worst.metric("backend_wait/max_s"))
        .say(" at the longest of those who got one");
    (void)say_who_had_them(sentence, entry, {.callee = worst.name},
                           series_pointer(worst.name, "metrics/backend_waiting/instance_max"));
    told.push_back(sentence.end());
}

void tell_of_statement_timeouts(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "statement_timeouts", "total");
    if (!is_notable(entry, worst.most))
        return;
    told.push_back(Sentence(entry, at_s)
                       .say(worst.name + " ended ")
                       .count(worst.metric("statement_timeouts/total"))
                       .say(" statements that took longer than its statement_timeout")
                       .end());
}

/// What does not fit into the memory, if something doesn't.
void say_what_is_too_large(Sentence& sentence, const Json& entry, const Worst& here) {
    const std::string stored = here.metric("stored_pages/instance_max");
    const std::string resident = here.metric("resident_pages/instance_max");
    if (number_at(entry, stored) <= number_at(entry, resident))
        return;
    sentence.say("; its tables and indexes came to ")
        .count(stored)
        .say(" pages, and its ")
        .plain(models::child_pointer("/components", here.name) + "/storage/memory_gib")
        .say(" GiB of memory hold ")
        .count(resident);
}

void tell_of_the_disk(const Json& entry, double at_s, std::vector<Evidence>& told) {
    const Worst worst = worst_by(entry, "disk_time", "mean_s");
    if (worst.most < kNotableDisk_s)
        return;
    Sentence sentence(entry, at_s);
    sentence.say("Of ")
        .count(worst.metric("pages_looked_up/total"))
        .say(" pages that queries of " + worst.name + " needed ")
        .count(worst.metric("pages_read/total"))
        .say(" were not in memory; the disk took ")
        .seconds(worst.metric("disk_time/mean_s"))
        .say(" in the mean, ")
        .seconds(worst.metric("disk_time/max_s"))
        .say(" at the longest, for up to 32 of them");
    if (at(entry, models::child_pointer("/components", worst.name)).contains("storage"))
        say_what_is_too_large(sentence, entry, worst);
    told.push_back(sentence.end());
}

} // namespace

std::vector<Evidence> database_evidence(const Json& entry, double at_s) {
    std::vector<Evidence> told = failover_evidence(entry, at_s);
    const auto tell = [&told](std::vector<Evidence> more) {
        std::move(more.begin(), more.end(), std::back_inserter(told));
    };
    tell_of_pools(entry, at_s, told);
    tell_of_poolers(entry, at_s, told);
    tell_of_statement_timeouts(entry, at_s, told);
    tell_of_deadlocks(entry, at_s, told);
    tell(lock_evidence(entry, at_s));
    tell_of_the_disk(entry, at_s, told);
    tell(replication_evidence(entry, at_s));
    return told;
}

} // namespace shaketable::analysis
