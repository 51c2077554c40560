#include "analysis/lock_evidence.hpp"

#include "analysis/metric_pointers.hpp"
#include "analysis/traced_calls.hpp"
#include "models/database/ddl.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <sstream>
#include <string>

namespace shaketable::analysis {

namespace {

constexpr double kNotableIdle = 0.5;     // transactions, in the mean of the worst window
constexpr double kNotablePrepared = 5.0; // transactions at a time, at the most
constexpr double kLongStatement_s = 1.0; // half of a caller's take longer
constexpr double kSlowCall_s = 0.1;      // one in twenty takes longer

/// A statement of a migration that was under way when most waited.
struct Statement {
    std::string migration = {};
    std::string kind = {}; // "add-column"
    const models::DdlForm* form = nullptr;
    bool keeps_locks = false; // other statements are of the same transaction
    bool gives_up = false;    // it waits no longer than a lock_timeout
    double began_s = 0.0;     // the migration
};

const models::DdlForm* form_named(const std::string& name) {
    const auto names = enum_names(models::DdlKind());
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? nullptr
                                : &models::form_of(static_cast<models::DdlKind>(found - names.begin()));
}

std::string upper(std::string_view words) {
    std::string text(words);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return text;
}

/// Of "add-column orders, backfill orders" the one that takes the strongest lock of the table.
std::optional<Statement> strongest(const std::string& steps, const std::string& table) {
    std::optional<Statement> strongest;
    std::istringstream text(steps);
    for (std::string step; std::getline(text >> std::ws, step, ',');) {
        const std::size_t space = step.find(' ');
        const std::string kind = step.substr(0, space);
        const models::DdlForm* const form = form_named(kind);
        if (form == nullptr || space == std::string::npos || step.substr(space + 1) != table)
            continue;
        if (!strongest || form->lock > strongest->form->lock)
            strongest = Statement{.kind = kind, .form = form};
    }
    return strongest;
}

class Waits {
  public:
    Waits(const Json& entry, const Worst& where, double at_s) : entry_(entry), here_(where), at_s_(at_s) {
        peak_ =
            peak_window(entry, series_pointer(where.name, "metrics/lock_waiting/instance_max")).value_or(0);
        find_table();
        find_statement();
    }

    std::vector<Evidence> tell() {
        const bool is_prepared = tell_of_two_phases();
        tell_of_waits();
        if (is_prepared)
            return std::move(told_); // it is their coordinator that has left them
        if (statement_ && statement_->gives_up)
            return std::move(told_); // what came before it held nobody up
        if (!tell_of_idle() && statement_)
            tell_of_long_statements();
        return std::move(told_);
    }

  private:
    [[nodiscard]] Sentence sentence() const { return {entry_, at_s_}; }
    [[nodiscard]] std::size_t window_of(double at_s) const {
        return static_cast<std::size_t>(at_s / number_at(entry_, "/series/window_s"));
    }

    void find_table() {
        constexpr std::string_view kBegin = "lock_waiting_";
        double most = 0.0;
        for (const auto& [name, figures] :
             at(entry_, models::child_pointer("/components", here_.name) + "/metrics").items())
            if (name.starts_with(kBegin) && figures["instance_max"].get<double>() > most) {
                most = figures["instance_max"].get<double>();
                table_ = name.substr(kBegin.size());
            }
    }

    void find_statement() {
        for (const Json& record : at(entry_, "/timeline")) {
            if (record["verb"] != "migrate" || record["component"] != here_.name ||
                !record["knobs"].contains("steps") || window_of(record["began_s"].get<double>()) > peak_ ||
                (!record["ended_s"].is_null() && window_of(record["ended_s"].get<double>()) < peak_))
                continue;
            const Json& knobs = record["knobs"];
            statement_ = strongest(knobs["steps"].get<std::string>(), table_);
            if (!statement_)
                continue;
            statement_->migration = record["name"].get<std::string>();
            statement_->keeps_locks = knobs.contains("in_one_transaction");
            statement_->gives_up = knobs.contains("lock_timeout_s");
            statement_->began_s = record["began_s"].get<double>();
            return;
        }
    }

    /// Where so many are prepared that those who wait may do so for them.
    bool tell_of_two_phases() {
        const std::string prepared = here_.metric("prepared/instance_max");
        if (number_at(entry_, prepared) < kNotablePrepared)
            return false;
        told_.push_back(sentence()
                            .say("In " + here_.name + " up to ")
                            .count(prepared)
                            .say(" transactions at a time were prepared: only their coordinator could free "
                                 "the locks that they kept")
                            .end());
        return true;
    }

    void tell_of_waits() {
        Sentence waits = sentence();
        waits.say("In " + here_.name + " up to ")
            .count(here_.metric("lock_waiting/instance_max"))
            .say(" statements at a time waited for locks");
        if (statement_)
            waits.say(" of " + table_ + ", " + wanted_by(*statement_));
        else if (!table_.empty()) // nothing but a migration keeps others from a whole table
            waits.say(" of rows of " + table_ + " that other transactions held");
        else
            waits.say(" that other transactions held");
        if (number_at(entry_, here_.metric("lock_wait/count")) > 0.0) // else none has got one by the end
            waits.say("; ")
                .count(here_.metric("lock_wait/count"))
                .say(" waits ended, after ")
                .seconds(here_.metric("lock_wait/mean_s"))
                .say(" in the mean and ")
                .seconds(here_.metric("lock_wait/max_s"))
                .say(" at the longest");
        told_.push_back(waits.end());
    }

    [[nodiscard]] static std::string wanted_by(const Statement& statement) {
        const std::string mode = upper(models::name_of(statement.form->lock));
        const bool alone = statement.form->lock == models::TableLock::kAccessExclusive;
        std::string words = "which the " + statement.kind + " of " + statement.migration;
        words += alone ? " needs for itself alone (" + mode + ")" : " locks in mode " + mode;
        if (statement.form->work == models::DdlWork::kRewrite)
            words += " while it writes every row anew";
        if (statement.keeps_locks)
            words += " to the end of its transaction";
        return words;
    }

    [[nodiscard]] std::string metric_of_pool(const std::string& figure) const {
        return "pool_" + here_.name + "_" + figure;
    }

    /// The component with most transactions in which nothing happened at the worst time.
    bool tell_of_idle() {
        const std::string metric = metric_of_pool("idle_in_transaction");
        Worst idle;
        for (const auto& [name, component] : at(entry_, "/components").items()) {
            if (!component["metrics"].contains(metric))
                continue;
            const double mean = number_at(
                entry_, series_pointer(name, "metrics/" + metric + "/mean/" + std::to_string(peak_)));
            if (mean > idle.most)
                idle = {.name = name, .most = mean};
        }
        if (idle.most < kNotableIdle)
            return false;
        const bool one = number_at(entry_, idle.metric(metric + "/instance_max")) == 1.0;
        Sentence held = sentence();
        held.say((at(entry_, models::child_pointer("/components", idle.name) + "/instances").size() > 1
                      ? "A replica of "
                      : "") +
                 idle.name + " had up to ")
            .count(idle.metric(metric + "/instance_max"))
            .say(one ? " transaction" : " transactions")
            .say(" of " + here_.name + " open, with " + (one ? "its" : "their") +
                 " locks, in which no statement was under way (idle in transaction)");
        tell_of_slow_call(held, idle.name);
        told_.push_back(held.end());
        return true;
    }

    /// Whom the holder calls between a statement and the commit.
    void tell_of_slow_call(Sentence& held, const std::string& holder) const {
        const std::string callee = called_in_transaction(entry_, holder, here_.name);
        const std::string p95 = models::child_pointer("/edges", holder + "->" + callee) + "/latency/p95_s";
        if (callee.empty() || number_at(entry_, p95) < kSlowCall_s)
            return;
        held.say(": in between it calls " + callee + ", and one such call in twenty took ")
            .seconds(p95)
            .say(" or longer");
    }

    void tell_of_long_statements() {
        Sentence ahead = sentence();
        ahead.say("When " + statement_->migration + " began, ");
        if (const std::optional<TracedCall> call = longest_call_at(entry_, here_.name, statement_->began_s);
            call && call->length_s >= kLongStatement_s) {
            ahead.say(call->name + " of " + call->caller + " was under way: it ran from ")
                .seconds(call->pointer + "/began_s")
                .say(" to ")
                .seconds(call->pointer + "/ended_s");
            told_.push_back(ahead.end());
        } else if (const std::string caller = slowest_client(); !caller.empty()) {
            ahead.say("a statement of " + caller + " was under way; half of them took ")
                .seconds(models::child_pointer("/edges", caller + "->" + here_.name) + "/latency/p50_s")
                .say(" or longer");
            told_.push_back(ahead.end());
        }
    }

    /// Whose statements take long, of those who had a connection in use when the migration began.
    [[nodiscard]] std::string slowest_client() const {
        std::string slowest;
        double longest = kLongStatement_s;
        for (const auto& [name, component] : at(entry_, "/components").items()) {
            const std::string edge = models::child_pointer("/edges", name + "->" + here_.name);
            const std::string in_use = metric_of_pool("in_use");
            if (!component["metrics"].contains(in_use) || !entry_.contains(Json::json_pointer(edge)) ||
                number_at(entry_, series_pointer(name, "metrics/" + in_use + "/mean/" +
                                                           std::to_string(window_of(statement_->began_s)))) ==
                    0.0)
                continue;
            if (const double p50 = number_at(entry_, edge + "/latency/p50_s"); p50 >= longest) {
                longest = p50;
                slowest = name;
            }
        }
        return slowest;
    }

    const Json& entry_;
    const Worst& here_;
    double at_s_;
    std::size_t peak_ = 0;
    std::string table_ = {}; // of whose locks, or of whose rows' locks, most waited
    std::optional<Statement> statement_ = {};
    std::vector<Evidence> told_ = {};
};

} // namespace

std::vector<Evidence> lock_evidence(const Json& entry, double at_s) {
    const Worst worst = worst_by(entry, "lock_waiting", "instance_max");
    if (worst.most < kNotableWaiters)
        return {};
    const bool some_ended = number_at(entry, worst.metric("lock_wait/count")) > 0.0;
    if (some_ended && number_at(entry, worst.metric("lock_wait/max_s")) < kNotableWait_s)
        return {};
    return Waits(entry, worst, at_s).tell();
}

} // namespace shaketable::analysis
