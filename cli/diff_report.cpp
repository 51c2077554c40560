#include "cli/diff_report.hpp"

#include "analysis/figure_text.hpp"
#include "cli/diff_words.hpp"
#include "cli/outline.hpp"
#include "cli/verb.hpp"

#include <algorithm>

namespace shaketable::cli {

using analysis::count_text;

namespace {

constexpr std::size_t kKnobsShown = 8;
constexpr std::size_t kValueLength = 40;
constexpr std::array<const char*, 2> kSides = {"A", "B"};

std::string run_line(const DiffReport& report, std::size_t side) {
    const DiffedRun& run = report.runs[side];
    return in_bold(kSides[side]) + "  " + run.scenario +
           (run.variant == "base" ? "" : ", variant " + run.variant) + ", seed " + std::to_string(run.seed) +
           "\n";
}

std::string value_text(const scenarios::Node* node) {
    if (node == nullptr)
        return "absent";
    const std::string text = brief(*node);
    std::size_t end = kValueLength;
    if (text.size() <= end)
        return text;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) // not within a character
        --end;
    return text.substr(0, end) + "...";
}

std::string knobs_text(const DiffReport& report) {
    if (report.knobs.empty())
        return "";
    std::vector<Row> rows = {{"configuration", "A", "B"}};
    for (const scenarios::TreeDifference& knob : report.knobs)
        if (rows.size() <= kKnobsShown)
            rows.push_back({knob.pointer, value_text(knob.left), value_text(knob.right)});
    std::string text = "\n" + table_text(rows);
    if (report.knobs.size() > kKnobsShown)
        text += "and " + std::to_string(report.knobs.size() - kKnobsShown) + " more, with --format json\n";
    return text;
}

std::string alone_text(const DiffReport& report) {
    std::string text;
    for (std::size_t side = 0; side < 2; ++side) {
        const std::vector<std::string>& names = report.comparison.alone[side];
        if (!names.empty())
            text += std::string("Only in ") + kSides[side] +
                    ", not compared: " + scenarios::listed({names.begin(), names.end()}) + "\n";
    }
    return text.empty() ? "" : "\n" + text;
}

std::string sameness_text(const analysis::Comparison& comparison) {
    return exact_seconds(comparison.same_s) + ", warm-up included: " + count_text(comparison.same_facts) +
           " facts of " + std::to_string(comparison.shared.size()) + " components";
}

std::string stop_words(const analysis::Comparison& comparison) {
    std::string reason(analysis::name_of(comparison.stopped));
    std::replace(reason.begin(), reason.end(), '_', ' ');
    return std::string(" Not to the end: ") + kSides[comparison.stopped_side] + " was stopped (" + reason +
           ").";
}

std::string replica_words(const analysis::DivergenceSide& side) {
    return side.state && side.state->replicas > 1 ? ", replica " + std::to_string(side.state->replica) : "";
}

std::string state_text(const analysis::Divergence& divergence) {
    const auto& sides = divergence.sides;
    if (!sides[0].state && !sides[1].state)
        return "";
    std::vector<Row> rows = {{divergence.component + " right after", "A" + replica_words(sides[0]),
                              "B" + replica_words(sides[1])}};
    for (Row& row : state_rows(sides))
        rows.push_back(std::move(row));
    return "\n" + table_text(rows);
}

std::string divergence_text(const analysis::Divergence& divergence) {
    std::string text = "At " + exact_seconds(divergence.at_s) +
                       (divergence.at_s < 0.0 ? " (warm-up), " : ", ") + in_bold(divergence.component) +
                       ":\n";
    for (std::size_t side = 0; side < 2; ++side)
        text +=
            in_bold(kSides[side]) + "  " + side_words(divergence.component, divergence.sides[side]) + "\n";
    if (!divergence.also.empty())
        text += "At the same instant also: " +
                scenarios::listed({divergence.also.begin(), divergence.also.end()}) + "\n";
    return text + state_text(divergence);
}

} // namespace

std::string diff_text(const DiffReport& report) {
    const analysis::Comparison& comparison = report.comparison;
    std::string text =
        run_line(report, 0) + run_line(report, 1) + knobs_text(report) + alone_text(report) + "\n";
    if (comparison.divergence)
        return text + "The same for " + sameness_text(comparison) + ".\n" +
               divergence_text(*comparison.divergence);
    if (comparison.stopped != analysis::Stopped::kEnd)
        return text + "The same for " + sameness_text(comparison) + "." + stop_words(comparison) + "\n";
    return text + "The same to the end, for " + sameness_text(comparison) + ".\n";
}

} // namespace shaketable::cli
