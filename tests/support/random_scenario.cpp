#include "tests/support/random_scenario.hpp"

#include "tests/support/random_cache.hpp"
#include "tests/support/random_database.hpp"
#include "tests/support/random_job.hpp"
#include "tests/support/random_lifecycle.hpp"
#include "tests/support/random_policy.hpp"
#include "tests/support/random_queue.hpp"

#include <set>
#include <utility>
#include <vector>

namespace shaketable::models {

namespace {

class Author {
  public:
    Author(std::uint64_t seed, const RandomScenarioOptions& options) : seed_(seed), options_(options) {}

    ScenarioParts write() {
        services_ = 1 + die_.below(4);
        databases_ = die_.below(3);
        has_cache_ = cache_die_.chance(0.5);
        has_queue_ = queue_die_.chance(0.5);
        for (std::uint64_t index = 0; index < databases_; ++index)
            has_replica_.push_back(replica_die_.chance(0.6));
        if (databases_ > 1)
            parts_.shards = random_shards(shard_die_, table_die_, name("x", 0), {name("d", 0), name("d", 1)});
        for (std::uint64_t policy = 0; policy < 4; ++policy)
            parts_.policies = joined(parts_.policies, quoted(name("p", policy)) + ": " + random_policy(die_));
        for (std::uint64_t index = 0; index < 1 + die_.below(2); ++index)
            add_component("u", index, client());
        for (std::uint64_t index = 0; index < services_; ++index)
            add_component("s", index, service(index));
        for (std::uint64_t index = 0; index < databases_; ++index)
            add_component("d", index, database(index));
        for (std::uint64_t index = 0; index < databases_; ++index)
            if (has_replica_[index])
                add_component("r", index, random_replica(replica_die_, name("d", index)));
        if (has_cache_)
            add_component("c", 0,
                          random_cache(cache_die_, databases_ > 0
                                                       ? R"({ "call": )" + quoted(name("d", 0) + ".s") + " }"
                                                       : ""));
        if (has_cache_ && options_.faults)
            parts_.timeline = joined(parts_.timeline, random_cache_entries(cache_die_, name("c", 0)));
        if (has_queue_)
            add_queue();
        if (options_.faults)
            for (std::uint64_t entry = 0; entry < die_.below(5); ++entry)
                parts_.timeline = joined(parts_.timeline, quoted(name("t", entry)) + ": " + fault());
        if (job_die_.chance(0.25))
            add_job();
        for (std::uint64_t index = 0; options_.faults && index < databases_; ++index)
            if (has_replica_[index])
                parts_.timeline = joined(parts_.timeline,
                                         random_failover(replica_die_, name("d", index), name("r", index)));
        if (options_.faults && databases_ > 1)
            parts_.timeline =
                joined(parts_.timeline, random_moves(move_die_, name("x", 0), {name("d", 0), name("d", 1)}));
        for (const std::string& service : restarted_)
            parts_.timeline =
                joined(parts_.timeline, quoted(service + "-restarts") + R"(: { "at": "2600ms", )" +
                                            R"("for": "1ms", "crash": )" + quoted(service) + " }");
        return parts_;
    }

  private:
    std::string name(const std::string& kind, std::uint64_t index) const {
        return options_.prefix + kind + std::to_string(index);
    }
    void add_component(const std::string& kind, std::uint64_t index, const std::string& text) {
        parts_.components = joined(parts_.components, quoted(name(kind, index)) + ": " + text);
    }

    void add_job() {
        std::vector<std::string> callees = {name("s", 0) + ".a"};
        for (std::uint64_t index = 0; index < databases_; ++index)
            callees.push_back(name("d", index) + ".q");
        const RandomJob job = random_job(job_die_, name("j", 0), callees, name("p", job_die_.below(4)));
        add_component("j", 0, job.component);
        parts_.timeline = joined(parts_.timeline, job.timeline);
    }
    void add_queue() {
        const bool asks = databases_ > 0 && !has_replica_.front() && queue_die_.chance(0.5);
        const RandomQueues queues = random_queues(queue_die_, options_, asks ? name("d", 0) + ".q" : "");
        parts_.components = joined(parts_.components, queues.components);
        parts_.timeline = joined(parts_.timeline, queues.timeline);
    }

    std::string length(const std::string& unit = "ms") { return random_length(die_, unit); }

    /// Callees come after the caller, so that calls make no cycle.
    std::string call_from(std::uint64_t service, bool from_client) {
        std::vector<std::string> targets;
        for (std::uint64_t index = from_client ? 0 : service + 1; index < services_; ++index)
            for (const char* endpoint : {".a", ".b"})
                targets.push_back(name("s", index) + endpoint);
        for (std::uint64_t index = 0; !from_client && index < databases_; ++index)
            for (const char* query : {".q", ".r"})
                targets.push_back(name("d", index) + query);
        if (targets.empty())
            return R"({ "wait": "2ms" })";
        if (!from_client && !has_replica_.empty() && replica_die_.chance(0.5))
            if (const std::uint64_t index = replica_die_.below(databases_);
                has_replica_[index] && !in_transaction_of_.contains(index))
                return random_read(replica_die_, name("d", index), name("p", replica_die_.below(4)));
        if (!from_client && databases_ > 1 && shard_die_.chance(0.25))
            return random_shard_call(shard_die_, name("x", 0), name("p", shard_die_.below(4)), in_one_piece_);
        std::string text = R"({ "call": )" + quoted(die_.one_of(targets));
        if (die_.chance(0.8))
            text += R"(, "policy": )" + quoted(name("p", die_.below(4)));
        return text + " }";
    }

    std::string step(std::uint64_t service, bool from_client, int depth) {
        if (!from_client && databases_ > 0 && !in_one_piece_ && die_.chance(0.25))
            return transaction(service);
        if (has_cache_ && !in_miss_ && cache_die_.chance(0.25)) {
            in_miss_ = true;
            const std::string miss = cache_die_.chance(0.5) && depth > 0
                                         ? steps(service, from_client, depth - 1)
                                         : R"({ "wait": "3ms" })";
            in_miss_ = false;
            return random_cache_step(cache_die_, name("c", 0), miss, from_client);
        }
        const std::uint64_t verb = die_.below(depth > 0 ? 10 : 7);
        if (verb < 2 && !from_client)
            return R"({ "work": )" + length() + (die_.chance(0.3) ? R"(, "draw": "request" })" : " }");
        if (verb == 2)
            return R"({ "wait": )" + length() + " }";
        if (verb < 6 || (verb == 6 && !storage_die_.chance(0.3)))
            return call_from(service, from_client);
        if (verb == 6) {
            const std::string inner = steps(service, from_client, 0);
            return R"({ "repeat": [ )" + inner + R"( ], "count": )" +
                   std::to_string(1 + storage_die_.below(4)) + " }";
        }
        if (verb == 7)
            return R"({ "branch": [ )" + steps(service, from_client, depth - 1) + R"( ], "probability": )" +
                   die_.one_of({"0", "1", "0.5", "0.1"}) + R"(, "otherwise": [ )" +
                   (die_.chance(0.5) ? steps(service, from_client, depth - 1) : "") + " ] }";
        const bool outer = std::exchange(in_one_piece_, true);
        const std::string inner = steps(service, from_client, depth - 1);
        in_one_piece_ = outer;
        return R"({ "parallel": [ )" + inner + R"( ], "count": )" + std::to_string(1 + die_.below(3)) + " }";
    }

    std::string transaction(std::uint64_t service) {
        const std::uint64_t database = die_.below(databases_);
        const bool is_two_phase = databases_ > 1 && shard_die_.chance(0.4);
        in_one_piece_ = true;
        in_transaction_of_ = is_two_phase ? std::set<std::uint64_t>{0, 1} : std::set<std::uint64_t>{database};
        const std::string inner = joined(call_from(service, false), steps(service, false, 0));
        in_transaction_of_.clear();
        in_one_piece_ = false;
        if (is_two_phase && !parts_.shards.empty() && shard_die_.chance(0.5))
            return random_two_phase(shard_die_, {name("x", 0), name("x", 0)}, R"({ "wait": "1ms" })",
                                    random_isolation(isolation_die_));
        if (is_two_phase)
            return random_two_phase(shard_die_, {name("d", 0), name("d", 1)}, inner,
                                    random_isolation(isolation_die_));
        return R"({ "transaction": )" + quoted(name("d", database)) + R"(, "steps": [ )" + inner +
               R"( ], "attempts": )" + std::to_string(1 + die_.below(2)) + random_isolation(isolation_die_) +
               " }";
    }

    std::string statement() { return random_statement(die_, storage_die_, table_die_); }

    std::string steps(std::uint64_t service, bool from_client, int depth) {
        std::string text;
        for (std::uint64_t left = 1 + die_.below(3); left > 0; --left)
            text = joined(text, step(service, from_client, depth));
        if (has_queue_ && !in_one_piece_ && queue_die_.chance(0.2))
            text =
                joined(text, queue_die_.chance(0.6)
                                 ? random_publish(queue_die_, name("q", 0), name("p", queue_die_.below(4)))
                                 : random_record(queue_die_, name("l", 0), name("p", queue_die_.below(4))));
        return text;
    }

    std::string endpoint(std::uint64_t service, bool first, const std::string& first_step = "") {
        std::string text = joined(first_step, steps(service, false, 2));
        if (first && options_.endless &&
            die_.chance(0.3)) // to its own process: blocking workers may lock up for good
            text = joined(text, R"({ "call": )" + quoted(name("s", service) + ".b") + " }");
        if (die_.chance(0.2))
            text = joined(text, R"({ "after_reply": [ )" + steps(service, false, 1) + " ] }");
        return R"({ "steps": [ )" + text + " ]" +
               (die_.chance(0.2) ? R"(, "error_probability": 0.1 })" : " }");
    }

    std::string service(std::uint64_t index) {
        std::string text = R"("kind": "service", "replicas": )" + std::to_string(1 + die_.below(3)) +
                           R"(, "workers": )" + die_.one_of({"1", "2", "5", "50"}) + R"(, "cores": )" +
                           die_.one_of({"0.5", "1", "2.5", "4"}) + R"(, "style": )" +
                           die_.one_of({R"("blocking")", R"("event-loop")"});
        if (die_.chance(0.6))
            text += R"(, "queue_limit": )" + die_.one_of({"0", "1", "10", "100"});
        const RandomLife life = random_life(life_die_);
        text += life.members;
        const std::string inner = endpoint(index, true, life.step);
        text += R"(, "endpoints": { "a": )" + inner + R"(, "b": )" + endpoint(index, false) + " }";
        std::string pools;
        for (std::uint64_t database = 0; database < databases_; ++database)
            if (text.find(quoted(name("d", database) + ".q")) != std::string::npos && die_.chance(0.9))
                pools = joined(pools, quoted(name("d", database)) + R"(: { "size": )" +
                                          die_.one_of({"1", "2", "6"}) + R"(, "acquire_timeout": )" +
                                          die_.one_of({R"("2ms")", R"("50ms")", R"("5s")"}) +
                                          random_ages(connection_die_) + " }");
        return "{ " + text + R"(, "pools": { )" + pools + " } }";
    }

    std::string database(std::uint64_t index) {
        std::string text = R"("kind": "database", "max_connections": )" +
                           die_.one_of({"1", "3", "8", "100"}) + R"(, "cores": )" +
                           die_.one_of({"0.7", "1", "2", "8"});
        if (die_.chance(0.4))
            text +=
                R"(, "contention": )" +
                die_.one_of(
                    {R"({ "usl": { "contention": 0.1, "coherency": 0.01 } })",
                     R"({ "points": [ { "queries": 1, "speed": 1 }, { "queries": 4, "speed": 0.3 } ] })"});
        text +=
            R"(, "commit": "2ms", "maintenance_rates": { "scan": "200/s", "index": "200/s", "rewrite": "300/s", "update": "500/s", "foreign_key": "100/s" }, "deadlock_timeout": "15ms", "lock_timeout": )" +
            die_.one_of({R"("40ms")", R"("300ms")"});
        text += random_tables(table_die_);
        text += random_storage(storage_die_, table_die_);
        if (die_.chance(0.3))
            text += R"(, "idle_in_transaction_session_timeout": "20ms")";
        if (has_replica_[index])
            text += random_primary(replica_die_);
        text += random_connections(connection_die_);
        text += random_autovacuum(vacuum_die_, table_die_);
        return "{ " + text + R"(, "queries": { "s": { "time": "2ms", "table": "t" }, "q": { "time": )" +
               length() + statement() + R"( }, "r": { "time": )" + length() + statement() +
               R"(, "error_probability": 0.05 } } })";
    }

    std::string client() {
        std::string load = R"("arrivals": { "rate": ")" + std::to_string(5 + die_.below(120)) +
                           R"(/s", "pattern": )" + die_.one_of({R"("poisson")", R"("even")"});
        if (options_.endless)
            load += " }";
        else
            load += R"(, "steps": { "stop": { "at": "3s", "rate": "0/s" } } })";
        if (options_.endless && die_.chance(0.4))
            load = R"("users": { "count": )" + std::to_string(1 + die_.below(20)) + R"(, "think": )" +
                   length() + " }";
        const std::string journey = steps(0, true, 2);
        return R"({ "kind": "client", )" + load + R"(, "journeys": { "j": { "steps": [ )" + journey +
               R"( ], "good_within": "60ms" }, "k": { "weight": 0.3, "steps": [ )" + call_from(0, true) +
               " ] } } }";
    }

    /// A knob of any of the kinds of changes, and what it is set to.
    std::string change() {
        const std::string of_service = "/components/" + name("s", die_.below(services_));
        switch (die_.below(databases_ > 0 ? 6 : 5)) {
        case 0:
            restarted_.insert(of_service.substr(of_service.rfind('/') + 1));
            return quoted(of_service + "/workers") + R"(, "to": )" + die_.one_of({"1", "3", "100"}) +
                   die_.one_of({"", R"(, "replica": 0)", R"(, "share": 0.5)"});
        case 1:
            return quoted(of_service + "/queue_limit") + R"(, "to": )" + die_.one_of({"0", "5", "null"});
        case 2:
            return quoted(of_service + "/endpoints/b/error_probability") + R"(, "to": 0.4)" +
                   die_.one_of({"", R"(, "replica": 0)"});
        case 3:
            return quoted(of_service + "/endpoints/b/steps") + R"(, "to": [ { "work": )" + length() + " } ]";
        case 4:
            return quoted("/policies/" + name("p", die_.below(4)) + "/retry") +
                   R"(, "to": { "attempts": 2, "backoff": "none" })";
        default:
            return quoted("/components/" + name("d", die_.below(databases_)) + "/queries/q/time") +
                   R"(, "to": )" + length();
        }
    }

    std::string beginning() {
        const std::string at = R"("at": ")" + std::to_string(die_.below(2500)) + R"(ms")";
        return condition_die_.chance(0.2) ? condition() : at;
    }

    std::string role() {
        return extra_die_.one_of({"", "", R"("role": "response", )", R"("role": "environment", )"});
    }

    std::string load() {
        return R"("for": ")" + std::to_string(1 + extra_die_.below(800)) + R"(ms", "load": )" +
               quoted(name("u", 0)) + R"(, "factor": )" + extra_die_.one_of({"0", "0.4", "1.5", "4"}) + " }";
    }

    std::string condition() {
        const std::string server = quoted(name("s", condition_die_.below(services_)));
        const std::string signal = condition_die_.one_of(
            {R"("queue_depth", "above": 2, "component": )" + server,
             R"("in_service", "above": 1, "component": )" + server,
             R"("busy_workers", "below": 1, "component": )" + server,
             R"("utilisation", "above": 0.4, "component": )" + server,
             R"("bad_share", "above": 0.3, "over": "200ms", "component": )" + quoted(name("u", 0)),
             R"("goodput", "below": 5, "over": "500ms", "component": )" + quoted(name("u", 0))});
        const std::string held_for = condition_die_.one_of({R"("0s")", R"("150ms")"});
        const std::string reaction = condition_die_.one_of({R"("0s")", R"("70ms")"});
        return R"("when": { "every": "50ms", "held_for": )" + held_for + R"(, "signal": )" + signal +
               R"( }, "reaction": )" + reaction;
    }

    /// A database, or its replica if it has one.
    std::string of_group() {
        const std::uint64_t index = die_.below(databases_);
        return name(has_replica_[index] && replica_die_.chance(0.3) ? "r" : "d", index);
    }

    std::string fault() {
        const bool of_database = databases_ > 0 && die_.chance(0.5);
        const bool of_cache = has_cache_ && cache_die_.chance(0.2);
        const std::string server = of_database ? of_group() : name("s", die_.below(services_));
        const std::string target = quoted(of_cache ? name("c", 0) : server);
        std::string text = "{ " + beginning() + ", " + role();
        if (extra_die_.chance(0.15))
            return text + load();
        if (databases_ > 0 && migration_die_.chance(0.5))
            return text +
                   random_migration(migration_die_, table_die_, name("d", migration_die_.below(databases_)));
        if (life_die_.chance(0.1))
            return text + R"("restart": )" + target + R"(, "every": )" +
                   life_die_.one_of({R"("0s" })", R"("70ms" })"});
        text += R"("for": ")" + std::to_string(1 + die_.below(800)) + R"(ms", )";
        // Without time-outs everywhere, what is lost in silence would be waited for for ever.
        switch (die_.below(options_.endless ? 9 : 7)) {
        case 0:
            return text + R"("slow": )" + target + R"(, "factor": )" +
                   die_.one_of({"10", "2", "0.5", "3.3"}) + " }";
        case 1:
            return text + R"("error_rate": )" + target + R"(, "probability": )" + die_.one_of({"0.3", "1"}) +
                   " }";
        case 2:
            return text + R"("crash": )" + target + (die_.chance(0.3) ? R"(, "replica": 0 })" : " }");
        case 3:
            return text + R"("hang": )" + target + (die_.chance(0.3) ? R"(, "share": 0.5 })" : " }");
        case 4:
            return text + R"("delay": )" + target + R"(, "by": "3ms" })";
        case 5:
            return text + R"("cut": )" + target + R"(, "mode": "hold")" +
                   (die_.chance(0.3) ? R"(, "share": 0.5 })" : " }");
        case 6:
            return text + R"("set": )" + change() + " }";
        case 7:
            return text + R"("cut": )" + target + (die_.chance(0.3) ? R"(, "replica": 0 })" : " }");
        default:
            return text + R"("host_crash": )" + target + (die_.chance(0.3) ? R"(, "replica": 0 })" : " }");
        }
    }

    std::uint64_t seed_;
    Die die_{seed_};
    Die condition_die_{~seed_};       // apart, so that the rest is as it was without conditions
    Die extra_die_{~seed_ * 3};       // likewise, without roles and loads
    Die migration_die_{~seed_ * 5};   // likewise
    Die storage_die_{~seed_ * 7};     // likewise, without plans, pages and repeats
    Die replica_die_{~seed_ * 11};    // likewise, without replicas
    Die shard_die_{~seed_ * 13};      // likewise, without shards
    Die connection_die_{~seed_ * 19}; // likewise, without poolers, statement_timeout and ages of connections
    Die isolation_die_{~seed_ * 17};  // likewise, at read committed
    Die vacuum_die_{~seed_ * 23};     // likewise, without autovacuum
    Die move_die_{~seed_ * 29};       // likewise, without moves of keys
    Die cache_die_{~seed_ * 37};      // likewise, without caches
    Die life_die_{~seed_ * 41}; // likewise, without lives, memory, probes, sessions, autoscalers and restarts
    Die table_die_{~seed_ * 31}; // for what else is about tables, indexes, statistics, and kinds of DDL
    Die job_die_{~seed_ * 43};   // likewise, without jobs
    Die queue_die_{~seed_ * 47}; // likewise, without queues
    RandomScenarioOptions options_;
    bool has_queue_ = false;
    std::vector<bool> has_replica_;   // by database
    std::set<std::string> restarted_; // they have knobs set that act then
    bool has_cache_ = false;
    bool in_miss_ = false; // a coalesced step must not wait for itself
    std::uint64_t services_ = 0;
    std::uint64_t databases_ = 0;
    std::set<std::uint64_t> in_transaction_of_; // databases, while the steps of one are written
    bool in_one_piece_ = false; // inside a transaction, or a parallel step: no transaction begins there
    ScenarioParts parts_;
};

} // namespace

ScenarioParts random_parts(std::uint64_t seed, const RandomScenarioOptions& options) {
    return Author(seed, options).write();
}

} // namespace shaketable::models
