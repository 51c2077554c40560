#include "cli/run_replications.hpp"

#include "analysis/figure_text.hpp"
#include "cli/run_table.hpp"
#include "cli/verb.hpp"

#include <algorithm>
#include <array>

namespace shaketable::cli {

namespace {

using Text = std::string (*)(analysis::Figure);

/// A difference of two shares: in percentage points.
std::string points_text(analysis::Figure share) {
    return share ? analysis::number_text(*share * 100.0) + " pp" : analysis::kNotAvailable;
}

struct Column {
    const char* heading;
    const char* pointer;
    Text text;
    Text of_difference = text;
};

/// Of journeys: a count that may be below zero.
std::string net_text(analysis::Figure net) {
    return net && *net < 0.0 ? "-" + analysis::number_text(-*net) : analysis::number_text(net);
}
std::string signed_text(Text text, double number) {
    return (number < 0.0 ? "-" : "+") + text(number < 0.0 ? -number : number);
}

constexpr std::array<Column, 7> kColumns = {{
    {"goodput", "/total/goodput_per_s", analysis::rate_text},
    {"availability", "/total/availability", analysis::percent_text, points_text},
    {"p50", "/total/latency/p50_s", analysis::seconds_text},
    {"p99", "/total/latency/p99_s", analysis::seconds_text},
    {"attempts", "/total/attempts_per_journey", analysis::number_text},
    {"net harm", "/harm/net", net_text},
    {"back after", "/verdict/time_to_recover_s", analysis::seconds_text},
}};

const analysis::Summary* find(const std::vector<analysis::NamedSummary>& list, const std::string& pointer) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.pointer == pointer; });
    return found == list.end() ? nullptr : &found->summary;
}

std::string interval_text(const Column& column, const analysis::Summary* summary, bool is_difference) {
    if (summary == nullptr)
        return analysis::kNotAvailable;
    const Text text = is_difference ? column.of_difference : column.text;
    const std::string mean = is_difference ? signed_text(text, summary->mean) : text(summary->mean);
    return summary->half_width ? mean + " ± " + text(summary->half_width) : mean;
}

std::string verdicts_text(const analysis::Replications& all) {
    std::string text;
    for (const auto& [name, count] : all.verdicts)
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + name;
    std::replace(text.begin(), text.end(), '_', ' ');
    return text.empty() ? analysis::kNotAvailable : text;
}

std::string means_table(const std::vector<const analysis::Result*>& results) {
    std::vector<Row> rows = {{"mean"}};
    for (const Column& column : kColumns)
        rows.front().emplace_back(column.heading);
    for (const analysis::Result* result : results) {
        Row row = {result->variant};
        for (const Column& column : kColumns)
            row.push_back(interval_text(column, find(result->replications->figures, column.pointer), false));
        rows.push_back(std::move(row));
    }
    return table_text(rows);
}

std::string verdicts_table(const std::vector<const analysis::Result*>& results) {
    std::vector<Row> rows = {{"runs by verdict", ""}};
    for (const analysis::Result* result : results)
        if (!result->replications->verdicts.empty())
            rows.push_back({result->variant, verdicts_text(*result->replications)});
    return rows.size() > 1 ? "\n" + table_text(rows) : "";
}

/// Nothing where there is one variant only.
std::string differences_table(const std::vector<const analysis::Result*>& results) {
    if (results.size() < 2)
        return "";
    std::vector<Row> rows = {{"from " + results.front()->variant + ", seed by seed"}};
    for (const Column& column : kColumns)
        rows.front().emplace_back(column.heading);
    for (const analysis::Result* result : results) {
        if (result->replications->versus.empty())
            continue;
        Row row = {result->variant};
        for (const Column& column : kColumns)
            row.push_back(
                interval_text(column, find(result->replications->differences, column.pointer), true));
        rows.push_back(std::move(row));
    }
    return "\n" + table_text(rows);
}

std::string expectations_text(const std::vector<const analysis::Result*>& results) {
    std::vector<Row> rows = {{"does not always hold", "holds in"}};
    std::size_t all = 0;
    for (const analysis::Result* result : results)
        for (const auto& [name, held] : result->replications->expectations) {
            ++all;
            if (held < result->replications->count)
                rows.push_back({result->variant + ": " + scenarios::printable(name),
                                std::to_string(held) + " of " + std::to_string(result->replications->count)});
        }
    if (all == 0)
        return "";
    const std::size_t broken = rows.size() - 1;
    return "\n" + (broken == 0 ? std::string() : table_text(rows) + "\n") + std::to_string(all - broken) +
           " of " + std::to_string(all) + " expectations hold in every run\n";
}

} // namespace

std::string replications_text(const RunReport& report) {
    const analysis::Replications& first = *report.results.front()->replications;
    std::string text = in_bold(scenarios::printable(report.title)) + "\n" + std::to_string(first.count) +
                       (first.count == 1 ? " run of each" : " runs of each");
    if (first.count > 0)
        text += ", seeds " + std::to_string(first.first_seed) + " to " +
                std::to_string(first.first_seed + first.count - 1) + ": mean ± half of the 95 % interval";
    text += "\n\n" + means_table(report.results) + differences_table(report.results) +
            verdicts_table(report.results) + expectations_text(report.results);
    return text;
}

} // namespace shaketable::cli
