#include "analysis/capacity_evidence.hpp"

#include "analysis/metric_pointers.hpp"
#include "analysis/plan_evidence.hpp"

#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kFull = 0.95;        // of the cores, in a window
constexpr double kIdle = 0.5;         // of the cores of a shard beside one that is full
constexpr double kMostWindows = 0.5;  // of those that are marked harmed
constexpr double kNotableRows = 1000; // for each query that is answered
constexpr double kManyCalls = 5;      // for each request at the caller
constexpr std::size_t kShards = 3;    // databases of one caller, for one to be hotter than the others

struct FullDatabase {
    std::string name = {};
    std::size_t full = 0;        // windows
    std::size_t since = 0;       // the first of them
    std::string busiest_at = {}; // the pointer of its use in the first
};

bool is_database(const Json& component) { return component["kind"] == "database"; }

FullDatabase in_full_windows(const Json& entry, const std::string& name) {
    FullDatabase database{.name = name};
    const std::string series = series_pointer(name, "utilisation");
    const Json& marked = at(entry, "/harm/series/marked");
    const Json& use = at(entry, series);
    for (std::size_t window = 0; window < use.size(); ++window) {
        if (!marked[window].get<bool>() || use[window].is_null() || use[window].get<double>() < kFull)
            continue;
        if (database.full++ == 0) {
            database.since = window;
            database.busiest_at = series + "/" + std::to_string(window);
        }
    }
    return database;
}

/// The one that was full for longest; nothing if that was less than half of the harm.
FullDatabase full_database(const Json& entry) {
    FullDatabase longest;
    for (const auto& [name, component] : at(entry, "/components").items()) {
        if (!is_database(component) || component["utilisation"].is_null())
            continue;
        if (FullDatabase here = in_full_windows(entry, name); here.full > longest.full)
            longest = std::move(here);
    }
    double harmed = 0.0;
    for (const Json& is_marked : at(entry, "/harm/series/marked"))
        harmed += is_marked.get<bool>() ? 1.0 : 0.0;
    return static_cast<double>(longest.full) >= kMostWindows * harmed ? longest : FullDatabase();
}

/// The component that calls the database most often.
std::string main_caller(const Json& entry, const std::string& database) {
    std::string caller;
    double most = 0.0;
    for (const auto& [edge, figures] : at(entry, "/edges").items())
        if (edge.ends_with("->" + database) && figures["attempts"].get<double>() > most) {
            most = figures["attempts"].get<double>();
            caller = edge.substr(0, edge.size() - database.size() - 2);
        }
    return caller;
}

std::string edge_between(const std::string& caller, const std::string& callee) {
    return models::child_pointer("/edges", caller + "->" + callee);
}

class Full {
  public:
    Full(const Json& entry, const FullDatabase& database)
        : entry_(entry),
          here_{.name = database.name},
          database_(database),
          caller_(main_caller(entry, database.name)),
          sentence_(entry, static_cast<double>(database.since) * number_at(entry, "/series/window_s")) {}

    /// Whether the figures show what kept it busy.
    bool tell() {
        tell_of_use();
        const bool is_hot = tell_of_siblings();
        const bool is_asked_much = tell_of_calls();
        const bool looks_far = tell_of_rows();
        return is_hot || is_asked_much || looks_far;
    }
    Evidence end() { return sentence_.end(); }

  private:
    [[nodiscard]] std::string use_overall() const {
        return models::child_pointer("/components", here_.name) + "/utilisation";
    }

    void tell_of_use() {
        sentence_.say(here_.name + " had no core to spare: ")
            .percent(database_.busiest_at)
            .say(" busy (")
            .percent(use_overall())
            .say(" over the run)");
    }

    /// Of other databases of the caller none had much to do when this one became full.
    bool tell_of_siblings() {
        std::string busiest;
        double most = 0.0;
        std::size_t databases = 1;
        for (const auto& [name, component] : at(entry_, "/components").items()) {
            if (name == here_.name || !is_database(component) || component["utilisation"].is_null() ||
                !at(entry_, "/edges").contains(caller_ + "->" + name))
                continue;
            ++databases;
            const double use = number_at(entry_, use_then(name));
            if (busiest.empty() || use > most) {
                most = use;
                busiest = name;
            }
        }
        if (databases < kShards || most > kIdle)
            return false;
        sentence_
            .say(", while " + busiest + ", the busiest other database that " + caller_ + " calls, was at ")
            .percent(use_then(busiest));
        tell_of_hot_keys();
        return true;
    }
    [[nodiscard]] std::string use_then(const std::string& name) const {
        return series_pointer(name, "utilisation") + "/" + std::to_string(database_.since);
    }

    void tell_of_hot_keys() {
        const Json& metrics = at(entry_, models::child_pointer("/components", here_.name) + "/metrics");
        if (!metrics.contains("hot_key_calls") ||
            number_at(entry_, here_.metric("hot_key_calls/total")) == 0.0)
            return;
        sentence_.say("; ").count(here_.metric("hot_key_calls/total"));
        if (is_only_caller()) // else, and with retries, its attempts are others', too
            sentence_.say(" of the ").count(edge_between(caller_, here_.name) + "/attempts");
        sentence_.say(" calls of it were for hot keys");
    }
    [[nodiscard]] bool is_only_caller() const {
        std::size_t callers = 0;
        for (const auto& [edge, figures] : at(entry_, "/edges").items())
            callers += edge.ends_with("->" + here_.name) ? 1 : 0;
        return callers == 1 && number_at(entry_, edge_between(caller_, here_.name) + "/retries") == 0.0;
    }

    bool tell_of_calls() {
        const std::string edge = edge_between(caller_, here_.name);
        const std::string requests = Worst{.name = caller_}.metric("arrived/total");
        if (!entry_.contains(Json::json_pointer(requests)))
            return false;
        const double first_attempts =
            number_at(entry_, edge + "/attempts") - number_at(entry_, edge + "/retries");
        if (first_attempts < kManyCalls * number_at(entry_, requests))
            return false;
        sentence_.say("; " + caller_ + " made ")
            .count(edge + "/attempts")
            .say(" calls of it for the ")
            .count(requests)
            .say(" requests that it got, ")
            .number("/total/attempts_per_journey")
            .say(" calls a journey in all");
        return true;
    }

    bool tell_of_rows() {
        const Json& metrics = at(entry_, models::child_pointer("/components", here_.name) + "/metrics");
        if (!metrics.contains("rows_examined"))
            return false;
        const double rows = number_at(entry_, here_.metric("rows_examined/total"));
        if (rows == 0.0 || rows < kNotableRows * number_at(entry_, here_.metric("answered_ok/total")))
            return false;
        sentence_.say("; it looked at ")
            .count(here_.metric("rows_examined/total"))
            .say(" rows for the ")
            .count(here_.metric("answered_ok/total"))
            .say(" queries that it answered");
        say_whose_rows(sentence_, entry_, here_.name);
        return true;
    }

    const Json& entry_;
    Worst here_;
    const FullDatabase& database_;
    std::string caller_;
    Sentence sentence_;
};

} // namespace

CapacityEvidence capacity_evidence(const Json& entry, const std::string& told) {
    const FullDatabase database = full_database(entry);
    if (database.full == 0)
        return {};
    Full full(entry, database);
    const bool has_cause = full.tell();
    if (!has_cause && database.name == told)
        return {};
    return {.of = database.name, .evidence = full.end()};
}

} // namespace shaketable::analysis
