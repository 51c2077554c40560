#include "cli/run_options.hpp"

#include "scenarios/quantities.hpp"

#include <charconv>
#include <limits>
#include <memory>

namespace shaketable::cli {

namespace {

/// The largest whole number that every reader of JSON takes exactly; the file's own "seed" has the same
/// bound.
constexpr std::uint64_t kSeedMost = 9'007'199'254'740'992;
constexpr std::uint64_t kMebibytesMost = std::numeric_limits<std::size_t>::max() >> 20U;

struct WholeNumber {
    std::string option;
    std::uint64_t least = 0;
    std::uint64_t most = 0;
};

std::optional<std::string> text_given(const CLI::App& verb, const std::string& option) {
    const CLI::Option* found = verb.get_option(option);
    return found->count() > 0 ? std::optional(found->as<std::string>()) : std::nullopt;
}

std::optional<std::uint64_t> number_given(const CLI::App& verb, const WholeNumber& wanted,
                                          scenarios::InputErrors& errors) {
    const auto text = text_given(verb, wanted.option);
    if (!text)
        return std::nullopt;
    std::uint64_t number = 0;
    const char* end = text->data() + text->size();
    const auto [stopped, error] = std::from_chars(text->data(), end, number);
    if (error == std::errc() && stopped == end && number >= wanted.least && number <= wanted.most)
        return number;
    errors.push_back(option_error(wanted.option, "is " + scenarios::in_quotes(*text),
                                  "a whole number from " + std::to_string(wanted.least) + " to " +
                                      std::to_string(wanted.most)));
    return std::nullopt;
}

std::optional<engine::Duration> until_given(const CLI::App& verb, scenarios::InputErrors& errors) {
    const auto text = text_given(verb, "--until");
    if (!text)
        return std::nullopt;
    const auto parsed = scenarios::parse_duration(*text);
    if (parsed.quantity && *parsed.quantity > engine::Duration())
        return parsed.quantity;
    const std::string reason = parsed.quantity ? "" : ", which " + std::string(parsed.reason);
    errors.push_back(
        option_error("--until", "is " + scenarios::in_quotes(*text) + reason,
                     "a duration above 0, such as \"90s\" (" + std::string(scenarios::kDurationUnits) + ")"));
    return std::nullopt;
}

} // namespace

scenarios::InputError option_error(const std::string& option, std::string found, std::string accepted) {
    scenarios::InputError error;
    error.place.file = std::make_shared<const std::string>("command line");
    error.pointer = option;
    error.found = std::move(found);
    error.accepted = std::move(accepted);
    return error;
}

void add_run_options(CLI::App& verb) {
    verb.add_option("scenario", "A name of the library or the path of a file")
        ->required()
        ->type_name("NAME|FILE");
    add_variant_options(verb);
    verb.add_flag("--all-variants")
        ->description("The file as it stands, then each of its variants")
        ->excludes(verb.get_option("--variant"));
    verb.add_option("--seed", "Chooses the random draws; without it the file's")->type_name("N");
    verb.add_option("--until", "Ends the run so long after the warm-up, for instance 90s")->type_name("TIME");
    verb.add_option("--max-events", "Stops the run after so many events")->type_name("N");
    verb.add_option("--max-memory", "Stops the run when the simulated world exceeds so many mebibytes")
        ->type_name("MIB");
    verb.add_option("--json", "Also writes the result as JSON into a file")->type_name("FILE");
    verb.add_option("--csv", "Also writes the result as tables (CSV) into a directory")->type_name("DIR");
    add_format_option(verb);
}

engine::Result<RunRequest, scenarios::InputErrors> run_request(const CLI::App& verb) {
    scenarios::InputErrors errors;
    RunRequest request{.scenario = verb.get_option("scenario")->as<std::string>(),
                       .variant = variant_of(verb),
                       .all_variants = verb.get_option("--all-variants")->count() > 0,
                       .settings = settings_of(verb),
                       .seed = number_given(verb, {"--seed", 0, kSeedMost}, errors),
                       .until = until_given(verb, errors),
                       .limits = {},
                       .json_path = text_given(verb, "--json").value_or(""),
                       .csv_path = text_given(verb, "--csv").value_or(""),
                       .format = format_of(verb)};
    if (verb.get_option("--json")->count() > 0 && request.json_path.empty())
        errors.push_back(option_error("--json", "is empty", "the path of a file"));
    if (verb.get_option("--csv")->count() > 0 && request.csv_path.empty())
        errors.push_back(option_error("--csv", "is empty", "the path of a directory"));
    if (const auto events = number_given(verb, {"--max-events", 1, request.limits.events}, errors))
        request.limits.events = *events;
    if (const auto mebibytes = number_given(verb, {"--max-memory", 1, kMebibytesMost}, errors))
        request.limits.bytes = static_cast<std::size_t>(*mebibytes) << 20U;
    if (!errors.empty())
        return errors;
    return request;
}

} // namespace shaketable::cli
