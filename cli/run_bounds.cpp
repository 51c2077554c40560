#include "cli/run_bounds.hpp"

#include "cli/run_machine.hpp"
#include "scenarios/quantities.hpp"

#include <charconv>
#include <limits>

namespace shaketable::cli {

namespace {

/// The largest whole number that every reader of JSON takes exactly; the file's own "seed" has the same
/// bound.
constexpr std::uint64_t kSeedMost = 9'007'199'254'740'992;
constexpr std::uint64_t kMebibytesMost = std::numeric_limits<std::size_t>::max() >> 20U;

} // namespace

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

std::optional<engine::Duration> duration_given(const CLI::App& verb, const std::string& option,
                                               scenarios::InputErrors& errors) {
    const auto text = text_given(verb, option);
    if (!text)
        return std::nullopt;
    const auto parsed = scenarios::parse_duration(*text);
    if (parsed.quantity && *parsed.quantity > engine::Duration())
        return parsed.quantity;
    const std::string reason = parsed.quantity ? "" : ", which " + std::string(parsed.reason);
    errors.push_back(
        option_error(option, "is " + scenarios::in_quotes(*text) + reason,
                     "a duration above 0, such as \"90s\" (" + std::string(scenarios::kDurationUnits) + ")"));
    return std::nullopt;
}

void add_bounds_options(CLI::App& verb) {
    verb.add_option("--seed", "Chooses the random draws; without it the file's")->type_name("N");
    verb.add_option("--until", "Ends the run so long after the warm-up, for instance 90s")->type_name("TIME");
    verb.add_option("--max-events", "Stops the run after so many events")->type_name("N");
    verb.add_option("--max-memory",
                    "Stops the run when it takes more than so many mebibytes; without it half of "
                    "the machine's memory, at most 16384")
        ->type_name("MIB");
}

RunBounds bounds_given(const CLI::App& verb, scenarios::InputErrors& errors) {
    RunBounds bounds{.seed = number_given(verb, {"--seed", 0, kSeedMost}, errors),
                     .until = duration_given(verb, "--until", errors)};
    if (const auto events = number_given(verb, {"--max-events", 1, bounds.limits.events}, errors))
        bounds.limits.events = *events;
    bounds.limits.bytes = memory_share_bytes();
    if (const auto mebibytes = number_given(verb, {"--max-memory", 1, kMebibytesMost}, errors))
        bounds.limits.bytes = static_cast<std::size_t>(*mebibytes) << 20U;
    return bounds;
}

std::optional<scenarios::InputError> beyond_end(const std::string& option,
                                                const std::optional<engine::Duration>& time,
                                                engine::Duration duration) {
    if (!time || *time <= duration)
        return std::nullopt;
    return option_error(option, "is " + scenarios::text_of(*time),
                        "at most the file's duration, " + scenarios::text_of(duration));
}

} // namespace shaketable::cli
