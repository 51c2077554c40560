// The options that say which draws a run makes, how far it goes and what stops it: of the verbs that
// simulate.
#pragma once

#include "cli/verb.hpp"
#include "engine/run_loop.hpp"
#include "engine/time.hpp"

#include <optional>

namespace shaketable::cli {

struct RunBounds {
    std::optional<std::uint64_t> seed = {};     // absent: the file's
    std::optional<engine::Duration> until = {}; // after zero; absent: the file's duration
    engine::RunLimits limits = {};
};

/// Adds --seed, --until, --max-events and --max-memory.
void add_bounds_options(CLI::App& verb);
/// What was given for them; requires that the verb was parsed.
[[nodiscard]] RunBounds bounds_given(const CLI::App& verb, scenarios::InputErrors& errors);

struct WholeNumber {
    std::string option;
    std::uint64_t least = 0;
    std::uint64_t most = 0;
};
/// What was given for an option that takes a whole number, if it was.
[[nodiscard]] std::optional<std::uint64_t> number_given(const CLI::App& verb, const WholeNumber& wanted,
                                                        scenarios::InputErrors& errors);

/// The same of one that takes a length of time above 0.
[[nodiscard]] std::optional<engine::Duration> duration_given(const CLI::App& verb, const std::string& option,
                                                             scenarios::InputErrors& errors);

/// Why the scenario can't be run until then, if it can't.
[[nodiscard]] std::optional<scenarios::InputError>
beyond_end(const std::string& option, const std::optional<engine::Duration>& time, engine::Duration duration);

} // namespace shaketable::cli
