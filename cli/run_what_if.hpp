// The options --at and --do of the verb `run`: what would have happened if somebody had acted at some
// instant. An act becomes an entry of the timeline; the same run is done with and without it.
#pragma once

#include "cli/run_options.hpp"
#include "engine/result.hpp"
#include "scenarios/load.hpp"

namespace shaketable::cli {

/// The acts as entries of the timeline.
struct Acts {
    std::vector<std::string> given = {};    // as the user typed them
    std::vector<std::string> options = {};  // after which
    std::vector<std::string> entries = {};  // their names in the timeline
    std::vector<std::string> settings = {}; // that add them
};

/// Requires that the request has an instant. What an act means to the scenario is for the reader to check.
[[nodiscard]] engine::Result<Acts, scenarios::InputErrors> acts_of(const RunRequest& request,
                                                                   const scenarios::LoadedFile& file);
/// Errors about the entries of acts become errors about the options that gave them.
[[nodiscard]] scenarios::InputErrors told_of_options(scenarios::InputErrors errors, const Acts& acts);

} // namespace shaketable::cli
