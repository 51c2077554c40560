#include "cli/run_options.hpp"

#include "cli/run_bounds.hpp"

#include <algorithm>
#include <thread>

namespace shaketable::cli {

void add_run_options(CLI::App& verb) {
    verb.add_option("scenario", "A name of the library or the path of a file")
        ->required()
        ->type_name("NAME|FILE");
    add_variant_options(verb);
    verb.add_flag("--all-variants")
        ->description("The file as it stands, then each of its variants")
        ->excludes(verb.get_option("--variant"));
    add_bounds_options(verb);
    verb.add_option("--at", "What if: everything as it was until then; --set and --do happen at that time, "
                            "and both are shown")
        ->type_name("TIME")
        ->excludes(verb.get_option("--all-variants"));
    verb.add_option("--do", "What happens then: an entry of a timeline, such as \"crash web for=10s\"")
        ->type_name("ACT")
        ->needs(verb.get_option("--at"));
    verb.get_option("--do")->expected(1)->take_all();
    verb.add_option("--replications", "Runs each variant with so many seeds: means, and 95 % intervals")
        ->type_name("N")
        ->excludes(verb.get_option("--at"));
    verb.add_option("--threads", "Runs so many replications side by side; without it one on each core")
        ->type_name("N");
    verb.add_option("--json", "Also writes the result as JSON into a file")->type_name("FILE");
    verb.add_option("--csv", "Also writes the result as tables (CSV) into a directory")->type_name("DIR");
    verb.add_option("--junit", "Also writes whether each expectation holds as a JUnit report (XML)")
        ->type_name("FILE");
    add_format_option(verb);
}

namespace {

constexpr std::uint64_t kReplicationsMost = 1'000'000;
constexpr std::uint64_t kThreadsMost = 1024;

void refuse_empty(const CLI::App& verb, const std::string& option, const std::string& accepted,
                  scenarios::InputErrors& errors) {
    if (verb.get_option(option)->count() > 0 && text_given(verb, option).value_or("").empty())
        errors.push_back(option_error(option, "is empty", accepted));
}

} // namespace

engine::Result<RunRequest, scenarios::InputErrors> run_request(const CLI::App& verb) {
    scenarios::InputErrors errors;
    const RunBounds bounds = bounds_given(verb, errors);
    RunRequest request{.scenario = verb.get_option("scenario")->as<std::string>(),
                       .variant = variant_of(verb),
                       .all_variants = verb.get_option("--all-variants")->count() > 0,
                       .settings = settings_of(verb),
                       .seed = bounds.seed,
                       .until = bounds.until,
                       .limits = bounds.limits,
                       .json_path = text_given(verb, "--json").value_or(""),
                       .csv_path = text_given(verb, "--csv").value_or(""),
                       .junit_path = text_given(verb, "--junit").value_or(""),
                       .format = format_of(verb)};
    request.at = duration_given(verb, "--at", errors);
    request.acts = verb.get_option("--do")->results();
    if (request.at && request.settings.empty() && request.acts.empty())
        errors.push_back(option_error("--at", "stands alone", "beside it --set or --do: what happens then"));
    request.replications = number_given(verb, {"--replications", 1, kReplicationsMost}, errors).value_or(1);
    request.threads =
        number_given(verb, {"--threads", 1, kThreadsMost}, errors)
            .value_or(std::clamp<std::uint64_t>(std::thread::hardware_concurrency(), 1, kThreadsMost));
    refuse_empty(verb, "--json", "the path of a file", errors);
    refuse_empty(verb, "--csv", "the path of a directory", errors);
    refuse_empty(verb, "--junit", "the path of a file", errors);
    if (!errors.empty())
        return errors;
    return request;
}

} // namespace shaketable::cli
