#include "cli/run.hpp"

#include "analysis/evidence.hpp"
#include "analysis/inputs_hash.hpp"
#include "analysis/replicate.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "analysis/what_if.hpp"
#include "cli/run_bounds.hpp"
#include "cli/run_interrupt.hpp"
#include "cli/run_machine.hpp"
#include "cli/run_options.hpp"
#include "cli/run_outputs.hpp"
#include "cli/run_progress.hpp"
#include "cli/run_replications.hpp"
#include "cli/run_report.hpp"
#include "cli/run_what_if.hpp"
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
    if (const auto error = beyond_end("--until", request.until, config.duration))
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

void name_result(analysis::Result& result, const Prepared& prepared, const std::string& path) {
    result.variant = prepared.variant;
    result.inputs = prepared.inputs;
    result.file = std::filesystem::path(path).filename().string();
}

analysis::Entry run_one(const Prepared& prepared, const RunRequest& request, const Interrupt& interrupt,
                        const std::string& path) {
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
    name_result(entry.result, prepared, path);
    entry.machine =
        this_machine(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    return entry;
}

/// Each variant many times, on several cores.
std::vector<analysis::Entry> replicate_all(const std::vector<Prepared>& all, const RunRequest& request,
                                           const std::string& path) {
    const Interrupt interrupt;
    std::vector<models::ScenarioPtr> scenarios;
    std::vector<std::string> names;
    for (const Prepared& prepared : all) {
        scenarios.push_back(prepared.scenario);
        names.push_back(prepared.variant);
    }
    const auto began = std::chrono::steady_clock::now();
    ProgressLine line;
    std::vector<analysis::Result> results = analysis::replicate(
        scenarios, names,
        {.run = {.seed = request.seed, .until = request.until, .limits = request.limits},
         .keep_going = [&] { return !interrupt.asked(); },
         .count = request.replications,
         .threads = request.threads,
         .progress =
             [&](std::size_t done, std::size_t of) {
                 if (line.due())
                     line.show(std::to_string(done) + " of " + std::to_string(of) + " runs");
             }});
    const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::vector<analysis::Entry> entries;
    for (std::size_t variant = 0; variant < all.size(); ++variant) {
        entries.push_back({.result = std::move(results[variant]), .machine = this_machine(wall_s)});
        name_result(entries.back().result, all[variant], path);
    }
    return entries;
}

std::vector<analysis::Entry> run_all(const std::vector<Prepared>& all, const RunRequest& request,
                                     const std::string& path) {
    const Interrupt interrupt;
    std::vector<analysis::Entry> entries;
    for (const Prepared& prepared : all) {
        entries.push_back(run_one(prepared, request, interrupt, path));
        if (entries.back().result.stopped == analysis::Stopped::kCancelled)
            break;
    }
    return entries;
}

/// What happened, and what would have happened if somebody had acted.
engine::Result<std::vector<analysis::Entry>, scenarios::InputErrors>
run_what_if(const scenarios::LoadedFile& file, const RunRequest& request, const std::string& path) {
    const auto acts = acts_of(request, file);
    if (!acts)
        return acts.error();
    RunRequest without = request;
    without.settings.clear();
    RunRequest with = request;
    with.settings = acts.value().settings;
    const std::string variant = variants_of(file, request).front();
    auto usual = prepare(file, variant, without);
    if (!usual)
        return usual.error();
    auto changed = prepare(file, variant, with);
    if (!changed)
        return told_of_options(changed.error(), acts.value());
    if (const auto error =
            beyond_end("--at", request.at, request.until.value_or(usual.value().scenario->config.duration)))
        return scenarios::InputErrors{*error};
    changed.value().variant += ", what if";
    const models::ScenarioPtr with_acts = changed.value().scenario;
    const models::ScenarioPtr without_acts = usual.value().scenario;
    std::vector<Prepared> both;
    both.push_back(std::move(usual).value());
    both.push_back(std::move(changed).value());
    std::vector<analysis::Entry> entries = run_all(both, request, path);
    if (entries.size() == 2) {
        const Interrupt interrupt;
        entries.back().result.expectations.clear(); // they are of what the file says
        entries.back().result.what_if = {
            .at_s = request.at->seconds(),
            .acts = acts.value().given,
            .versus = variant,
            .effect = analysis::effect_of(
                with_acts, without_acts,
                {.seed = request.seed,
                 .until = request.until,
                 .limits = request.limits,
                 .keep_going = [&](const models::Simulation&) { return !interrupt.asked(); }})};
    } else {
        std::cerr << "shaketable: stopped before the act: what would have come of it is not told\n";
    }
    return entries;
}

void print_text(const RunRequest& request, const scenarios::LoadedFile& file,
                const std::vector<analysis::Entry>& entries) {
    RunReport report{.scenario = request.scenario,
                     .title = entries.front().result.title,
                     .story = entries.front().result.story,
                     .lesson = entries.front().result.lesson,
                     .results = {},
                     .evidence = analysis::evidence_of(analysis::json_of(entries.front())),
                     .variants = file.variants.size()};
    for (const analysis::Entry& entry : entries)
        report.results.push_back(&entry.result);
    std::cout << (request.replications > 1 ? replications_text(report) : report_text(report));
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

engine::Result<std::vector<analysis::Entry>, scenarios::InputErrors>
run_as_asked(const scenarios::LoadedFile& file, const RunRequest& request, const std::string& path) {
    if (request.at)
        return run_what_if(file, request, path);
    const auto prepared = prepare_all(file, request);
    if (!prepared)
        return prepared.error();
    return (request.replications > 1 ? replicate_all : run_all)(prepared.value(), request, path);
}

int run(const RunRequest& request) {
    const auto path = scenarios::resolve_scenario(request.scenario);
    if (!path)
        return report_errors(path.error());
    const auto file = scenarios::load_file(path.value());
    if (!file)
        return report_errors(file.error());
    RunOutputs outputs(request, path.value());
    if (!outputs.errors().empty())
        return report_errors(outputs.errors());
    const auto ran = run_as_asked(file.value(), request, path.value());
    if (!ran)
        return report_errors(ran.error());

    const std::vector<analysis::Entry>& entries = ran.value();
    const bool written = outputs.commit(entries);
    if (request.format == OutputFormat::kJson)
        std::cout << analysis::json_text(analysis::document_of(entries));
    else
        print_text(request, file.value(), entries);
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
  shaketable run my.json --all-variants --replications 20
  shaketable run my.json --at 120s --set /policies/to-db/retry/attempts=1
  shaketable run my.json --at 120s --do "load shoppers factor=0.1 for=30s"
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
