#include "cli/run.hpp"

#include "analysis/evidence.hpp"
#include "analysis/inputs_hash.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "cli/run_bounds.hpp"
#include "cli/run_interrupt.hpp"
#include "cli/run_machine.hpp"
#include "cli/run_options.hpp"
#include "cli/run_outputs.hpp"
#include "cli/run_progress.hpp"
#include "cli/run_report.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace shaketable::cli {

namespace {

/// One variant, ready to run.
struct Prepared {
    std::string variant;
    std::string inputs;
    models::ScenarioPtr scenario;
};

std::vector<std::string> variants_of(const scenarios::LoadedFile& file, const RunRequest& request) {
    if (!request.all_variants)
        return {request.variant.empty() ? std::string(scenarios::kBaseVariant) : request.variant};
    const std::vector<std::string_view> names = file.variant_names();
    return {names.begin(), names.end()};
}

engine::Result<Prepared, scenarios::InputErrors>
prepare(const scenarios::LoadedFile& file, const std::string& variant, const RunRequest& request) {
    auto scenario = scenarios::compile(file, variant, request.settings);
    if (!scenario)
        return std::move(scenario).error();
    const auto tree = file.tree_for(variant, request.settings);
    const models::ScenarioConfig& config = scenario.value()->config;
    if (const auto error = beyond_end(request.until, config.duration))
        return scenarios::in_variant({*error}, variant);
    return Prepared{.variant = variant,
                    .inputs = analysis::inputs_hash(tree.value(), request.seed.value_or(config.seed),
                                                    request.until.value_or(config.duration)),
                    .scenario = std::move(scenario).value()};
}

engine::Result<std::vector<Prepared>, scenarios::InputErrors> prepare_all(const scenarios::LoadedFile& file,
                                                                          const RunRequest& request) {
    std::vector<Prepared> all;
    scenarios::InputErrors errors;
    for (const std::string& variant : variants_of(file, request)) {
        auto prepared = prepare(file, variant, request);
        if (prepared)
            all.push_back(std::move(prepared).value());
        else
            errors.insert(errors.end(), prepared.error().begin(), prepared.error().end());
    }
    scenarios::sort_errors(errors);
    if (!errors.empty())
        return errors;
    return all;
}

analysis::Entry run_one(const Prepared& prepared, const RunRequest& request, const Interrupt& interrupt) {
    const models::Scenario& scenario = *prepared.scenario;
    const engine::Time end = scenario.zero + request.until.value_or(scenario.config.duration);
    const auto began = std::chrono::steady_clock::now();
    analysis::Entry entry;
    {
        Progress progress(prepared.variant, scenario.zero, end);
        entry.result =
            analysis::run_variant(prepared.scenario, {.seed = request.seed,
                                                      .until = request.until,
                                                      .limits = request.limits,
                                                      .keep_going = [&](const models::Simulation& now) {
                                                          progress.show(now);
                                                          return !interrupt.asked();
                                                      }});
    }
    entry.result.variant = prepared.variant;
    entry.result.inputs = prepared.inputs;
    entry.machine =
        this_machine(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    return entry;
}

std::vector<analysis::Entry> run_all(const std::vector<Prepared>& all, const RunRequest& request,
                                     const std::string& path) {
    const Interrupt interrupt;
    std::vector<analysis::Entry> entries;
    for (const Prepared& prepared : all) {
        entries.push_back(run_one(prepared, request, interrupt));
        entries.back().result.file = std::filesystem::path(path).filename().string();
        if (entries.back().result.stopped == analysis::Stopped::kCancelled)
            break;
    }
    return entries;
}

void print_text(const RunRequest& request, const scenarios::LoadedFile& file,
                const models::ScenarioConfig& config, const std::vector<analysis::Entry>& entries) {
    RunReport report{.scenario = request.scenario,
                     .title = config.title,
                     .story = config.story,
                     .results = {},
                     .evidence = analysis::evidence_of(analysis::json_of(entries.front())),
                     .variants = file.variants.size()};
    for (const analysis::Entry& entry : entries)
        report.results.push_back(&entry.result);
    std::cout << report_text(report);
}

/// 4 and a line on standard error for each result that is partial; else 1 if an expectation does not hold.
int status_of(const std::vector<analysis::Entry>& entries) {
    int status = kDone;
    for (const analysis::Entry& entry : entries)
        if (!entry.result.meets_expectations())
            status = kExpectationFailed;
    for (const analysis::Entry& entry : entries)
        if (entry.result.partial()) {
            std::cerr << "shaketable: " << entry.result.variant << " stopped: " << stop_text(entry.result)
                      << '\n';
            status = kStopped;
        }
    return status;
}

int run(const RunRequest& request) {
    const auto path = scenarios::resolve_scenario(request.scenario);
    if (!path)
        return report_errors(path.error());
    const auto file = scenarios::load_file(path.value());
    if (!file)
        return report_errors(file.error());
    const auto prepared = prepare_all(file.value(), request);
    if (!prepared)
        return report_errors(prepared.error());
    RunOutputs outputs(request, path.value());
    if (!outputs.errors().empty())
        return report_errors(outputs.errors());

    const std::vector<analysis::Entry> entries = run_all(prepared.value(), request, path.value());
    const bool written = outputs.commit(entries);
    if (request.format == OutputFormat::kJson)
        std::cout << analysis::json_text(analysis::document_of(entries));
    else
        print_text(request, file.value(), prepared.value().front().scenario->config, entries);
    const int status = status_of(entries);
    if (written)
        return status;
    report_errors(outputs.errors());
    return kInternalError; // not the input's fault
}

constexpr const char* kRunFooter =
    R"(The figures count from the end of the warm-up; what they mean: docs/results.md.
Ctrl-C (or SIGTERM) stops the run and shows what there is so far; twice, it ends the program.

Exit status: 0 done, and every expectation holds; 1 an expectation does not hold; 2 the input can't be run; 3 the result
can't be written; 4 stopped by a limit or by Ctrl-C, with a partial result.

Examples:
  shaketable run hello
  shaketable run hello --all-variants
  shaketable run my.json --variant budget --seed 7 --json result.json
  shaketable run my.json --all-variants --csv tables
  shaketable run my.json --all-variants --junit report.xml
  shaketable run hello --set /components/web/cores=2 --until 30s --format json)";

} // namespace

void add_run(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("run", "Runs a scenario and shows what came of it");
    add_run_options(*verb);
    verb->footer(kRunFooter);
    verb->callback([verb, &exit_status] {
        const auto request = run_request(*verb);
        exit_status = request ? run(request.value()) : report_errors(request.error());
    });
}

} // namespace shaketable::cli
