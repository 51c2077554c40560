#include "cli/diff.hpp"

#include "cli/diff_json.hpp"
#include "cli/diff_options.hpp"
#include "cli/diff_report.hpp"
#include "cli/run_interrupt.hpp"
#include "cli/run_progress.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <algorithm>
#include <iostream>

namespace shaketable::cli {

namespace {

/// One of the two, ready to run.
struct PreparedSide {
    scenarios::Node tree;
    models::ScenarioPtr scenario;
};

engine::Result<PreparedSide, scenarios::InputErrors> prepare_side(const DiffSide& side,
                                                                  const RunBounds& bounds) {
    const auto path = scenarios::resolve_scenario(side.scenario);
    if (!path)
        return path.error();
    const auto file = scenarios::load_file(path.value());
    if (!file)
        return file.error();
    auto tree = file.value().tree_for(side.variant, side.settings);
    if (!tree)
        return std::move(tree).error();
    auto scenario = scenarios::compile(file.value(), side.variant, side.settings);
    if (!scenario)
        return std::move(scenario).error();
    if (const auto error = beyond_end("--until", bounds.until, scenario.value()->config.duration))
        return scenarios::in_variant({*error}, side.variant);
    return PreparedSide{std::move(tree).value(), std::move(scenario).value()};
}

std::uint64_t seed_of(const PreparedSide& side, const DiffRequest& request) {
    return request.bounds.seed.value_or(side.scenario->config.seed);
}

/// But for what only tells people what it is.
std::vector<scenarios::TreeDifference> differing_knobs(const scenarios::Node& a, const scenarios::Node& b) {
    std::vector<scenarios::TreeDifference> knobs = scenarios::tree_differences(a, b);
    std::erase_if(knobs, [](const scenarios::TreeDifference& knob) {
        return knob.pointer == "/title" || knob.pointer == "/story" || knob.pointer == "/lesson" ||
               knob.pointer.starts_with("/expect/") || knob.pointer == "/expect";
    });
    return knobs;
}

int status_of(const analysis::Comparison& comparison) {
    if (comparison.divergence)
        return kDifferent;
    return comparison.stopped == analysis::Stopped::kEnd ? kDone : kStopped;
}

engine::Result<std::array<PreparedSide, 2>, scenarios::InputErrors> prepare_both(const DiffRequest& request) {
    auto a = prepare_side(request.sides[0], request.bounds);
    auto b = prepare_side(request.sides[1], request.bounds);
    scenarios::InputErrors errors;
    for (const auto* side : {&a, &b})
        if (!*side)
            errors.insert(errors.end(), side->error().begin(), side->error().end());
    scenarios::sort_errors(errors);
    if (!errors.empty())
        return errors;
    return std::array<PreparedSide, 2>{std::move(a).value(), std::move(b).value()};
}

analysis::Comparison compare(const std::array<PreparedSide, 2>& sides, const DiffRequest& request) {
    std::array<analysis::ComparedRun, 2> runs;
    engine::Time zero = engine::Time::latest();
    engine::Time end = engine::Time::latest();
    for (std::size_t side = 0; side < 2; ++side) {
        const models::Scenario& scenario = *sides[side].scenario;
        runs[side] = {.scenario = sides[side].scenario, .seed = seed_of(sides[side], request)};
        zero = std::min(zero, scenario.zero);
        end = std::min(end, scenario.zero + request.bounds.until.value_or(scenario.config.duration));
    }
    const Interrupt interrupt;
    Progress progress("diff", zero, end);
    return analysis::compare_runs(
        runs, {.until = request.bounds.until,
               .bounds = {.limits = request.bounds.limits, .keep_going = [&](const models::Simulation& now) {
                              progress.show(now);
                              return !interrupt.asked();
                          }}});
}

int diff(const DiffRequest& request) {
    const auto sides = prepare_both(request);
    if (!sides)
        return report_errors(sides.error());
    const auto& [a, b] = sides.value();
    const auto named = [&](std::size_t side) {
        const DiffSide& asked = request.sides[side];
        return DiffedRun{.scenario = asked.scenario,
                         .variant =
                             asked.variant.empty() ? std::string(scenarios::kBaseVariant) : asked.variant,
                         .seed = seed_of(sides.value()[side], request)};
    };
    const DiffReport report{.runs = {named(0), named(1)},
                            .knobs = differing_knobs(a.tree, b.tree),
                            .comparison = compare(sides.value(), request)};
    std::cout << (request.format == OutputFormat::kJson ? diff_json(report) : diff_text(report));
    return status_of(report.comparison);
}

constexpr const char* kDiffFooter =
    R"(Both are run side by side; each component that both have, by its name, is compared fact by fact (what arrived,
was served, turned away, answered, called). The first fact that differs is told with both sides' state: docs/diff.md.
Times count from the end of the warm-up. One scenario alone is compared with itself, as --set-a and --set-b change it.

Exit status: 0 the same to the end; 1 they differ; 2 the input can't be run; 4 stopped by a limit or by Ctrl-C before
any difference was found.

Examples:
  shaketable diff retry-storm --variants naive,full-jitter
  shaketable diff retry-storm#naive my-storm.json
  shaketable diff hello --set-b /components/web/cores=2
  shaketable diff hello --set-b /seed=2 --until 10s --format json)";

} // namespace

void add_diff(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("diff", "Names the first event in which two runs differ");
    add_diff_options(*verb);
    verb->footer(kDiffFooter);
    verb->callback([verb, &exit_status] {
        const auto request = diff_request(*verb);
        exit_status = request ? diff(request.value()) : report_errors(request.error());
    });
}

} // namespace shaketable::cli
