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

/// Why the scenario can't be run until then, if it can't.
[[nodiscard]] std::optional<scenarios::InputError> beyond_end(const std::optional<engine::Duration>& until,
                                                              engine::Duration duration);

} // namespace shaketable::cli
