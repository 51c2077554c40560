#include "cli/run_report.hpp"

#include "analysis/figure_text.hpp"
#include "analysis/verdict_text.hpp"
#include "cli/outline.hpp"
#include "cli/run_table.hpp"
#include "cli/verb.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace shaketable::cli {

using analysis::back_after_text;
using analysis::count_text;
using analysis::kNotAvailable;
using analysis::net_text;
using analysis::number_text;
using analysis::percent_text;
using analysis::rate_text;
using analysis::seconds_text;
using analysis::verdict_text;

namespace {

/// The first sentences of the story, as many as fit in two lines; all of it is in `shaketable show`.
std::string opening(const std::string& story) {
    constexpr std::size_t kMost = 200;
    if (story.size() <= kMost)
        return story;
    const std::size_t end = story.rfind(". ", kMost);
    return end == std::string::npos ? "" : story.substr(0, end + 1);
}

Row journey_row(std::string name, const analysis::JourneyFigures& figures, const analysis::HarmCount* harm,
                const analysis::Judgement* judgement) {
    return {std::move(name),
            rate_text(figures.goodput_per_s),
            percent_text(figures.availability),
            seconds_text(figures.latency.percentiles.p50_s),
            seconds_text(figures.latency.percentiles.p99_s),
            number_text(figures.attempts_per_journey),
            harm == nullptr ? kNotAvailable : net_text(*harm),
            verdict_text(judgement),
            back_after_text(judgement)};
}

std::string journey_table(const std::vector<const analysis::Result*>& results) {
    std::vector<Row> rows = {{"journeys", "goodput", "availability", "p50", "p99", "attempts", "net harm",
                              "verdict", "back after"}};
    for (const analysis::Result* result : results) {
        rows.push_back(journey_row(result->variant + (result->partial() ? " (partial)" : ""), result->total,
                                   result->harm ? &result->harm->total : nullptr,
                                   result->verdict ? &result->verdict->total : nullptr));
        for (std::size_t i = 0; i < result->journeys.size() && result->journeys.size() > 1; ++i) {
            const analysis::JourneyResult& journey = result->journeys[i];
            rows.push_back(journey_row("  " + journey.client + "." + journey.name, journey.figures,
                                       result->harm ? &result->harm->journeys[i].count : nullptr,
                                       result->verdict ? &result->verdict->journeys[i] : nullptr));
        }
    }
    return table_text(rows);
}

/// Of several counters those that the component has, together.
std::string counters_text(const analysis::ComponentResult& component,
                          std::initializer_list<std::string_view> metrics) {
    bool has_any = false;
    std::uint64_t total = 0;
    for (const std::string_view metric : metrics)
        if (const analysis::MetricFigures* figures = component.find(metric)) {
            has_any = true;
            total += figures->total;
        }
    return has_any ? count_text(total) : kNotAvailable;
}

/// A level of requests, messages or statements that wait.
bool is_queue(const analysis::MetricFigures& metric) {
    return metric.kind == models::MetricKind::kGauge &&
           (metric.name == "queue_depth" || metric.name == "backlog" || metric.name == "lag" ||
            metric.name.ends_with("_waiting"));
}

/// The most that ever waited in one place: in the queue of an instance, for a connection of its pools, or as
/// messages that nobody has done yet.
std::string longest_queue(const analysis::ComponentResult& component) {
    analysis::Figure longest;
    for (const analysis::MetricFigures& metric : component.metrics)
        if (is_queue(metric) && metric.max)
            longest = std::max(longest, metric.max);
    return number_text(longest);
}

std::string component_table(const analysis::Result& result) {
    std::vector<Row> rows = {{"components of " + result.variant, "utilisation", "longest queue",
                              "turned away", "wasted requests", "retries"}};
    for (const analysis::ComponentResult& component : result.components)
        rows.push_back({component.name, percent_text(component.utilisation), longest_queue(component),
                        counters_text(component, {"rejected", "turned_away"}),
                        counters_text(component, {"wasted"}), counters_text(component, {"call_retries"})});
    return table_text(rows);
}

/// How many expectations hold, and those that don't; nothing where there are none.
std::string expectation_text(const std::vector<const analysis::Result*>& results) {
    std::vector<Row> rows = {{"does not hold", "expected", "measured", "look at"}};
    std::size_t all = 0;
    for (const analysis::Result* result : results) {
        all += result->expectations.size();
        for (const analysis::ExpectationResult& one : result->expectations)
            if (!one.holds)
                rows.push_back({result->variant + ": " + scenarios::printable(one.name), one.expected,
                                one.measured, scenarios::printable(one.pointer)});
    }
    if (all == 0)
        return "";
    const std::size_t broken = rows.size() - 1;
    const std::string count =
        std::to_string(all - broken) + " of " + std::to_string(all) + " expectations hold\n\n";
    return broken == 0 ? count : table_text(rows) + "\n" + count;
}

std::string evidence_text(const RunReport& report) {
    if (report.evidence.empty())
        return "";
    std::string text = in_bold("What happened in " + report.results.front()->variant) + "\n";
    for (const analysis::Evidence& sentence : report.evidence)
        text += wrapped(seconds_text(sentence.at_s) + ": " + scenarios::printable(sentence.text), 2);
    return text + "\n";
}

/// What would have come of it if somebody had acted.
std::string what_if_text(const std::vector<const analysis::Result*>& results) {
    std::string text;
    for (const analysis::Result* result : results) {
        if (!result->what_if)
            continue;
        std::string acts;
        for (const std::string& act : result->what_if->acts)
            acts += (acts.empty() ? "" : ", ") + scenarios::printable(act);
        std::string line = "What if, at " + seconds_text(result->what_if->at_s) + ", " + acts + ": ";
        if (const auto& effect = result->what_if->effect)
            line += analysis::journeys_text(effect->total.helped) +
                    " would have been good that were not, and " + count_text(effect->total.harmed) +
                    " the other way round.";
        else
            line += "stopped before that can be told.";
        text += wrapped(line, 0) + "\n";
    }
    return text;
}

std::string identity_line(const analysis::Result& result) {
    std::string line = result.variant + ": fingerprint " + analysis::hex_of(result.fingerprint) + ", seed " +
                       std::to_string(result.seed) + ", " + count_text(result.events) + " events, " +
                       seconds_text(result.simulated_s) + " simulated";
    if (result.warm_up_s > 0.0)
        line += " after " + seconds_text(result.warm_up_s) + " of warm-up";
    if (result.clamped_draws > 0)
        line += ", " + count_text(result.clamped_draws) + " draws clamped to [0, 100 years]";
    if (result.partial())
        line += "; stopped: " + stop_text(result);
    return line + "\n";
}

std::string hint(const RunReport& report) {
    if (report.results.size() == 1 && report.variants > 0)
        return "Next: " + command_line({"run", report.scenario, "--all-variants"}) + "\n";
    return "Next: " + command_line({"run", report.scenario, "--json", "result.json"}) +
           " for every figure and the series\n";
}

} // namespace

std::string stop_text(const analysis::Result& result) {
    std::string name(analysis::name_of(result.stopped));
    std::replace(name.begin(), name.end(), '_', ' ');
    if (result.replications)
        return name + " after " + std::to_string(result.replications->count) +
               (result.replications->count == 1 ? " run" : " runs") + "; the figures are of those";
    return name + " at " + seconds_text(result.simulated_s) + " of " + seconds_text(result.duration_s) +
           "; the figures cover the time until then";
}

std::string report_text(const RunReport& report) {
    std::string text = in_bold(scenarios::printable(report.title)) + "\n";
    if (const std::string story = opening(report.story); !story.empty())
        text += wrapped(story, 0);
    text += "\n" + journey_table(report.results) + "\n" + component_table(*report.results.front()) + "\n";
    text += what_if_text(report.results) + evidence_text(report) + expectation_text(report.results);
    if (report.results.size() > 1 && !report.lesson.empty())
        text += in_bold("Lesson") + "\n" + wrapped(report.lesson, 2) + "\n";
    for (const analysis::Result* result : report.results)
        text += identity_line(*result);
    return text + hint(report);
}

} // namespace shaketable::cli
