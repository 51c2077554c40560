// The options of the verb `diff`: which two runs are compared.
#pragma once

#include "cli/run_bounds.hpp"
#include "engine/result.hpp"

#include <array>
#include <string>
#include <vector>

namespace shaketable::cli {

/// One of the two.
struct DiffSide {
    std::string scenario; // a name of the library or a path
    std::string variant;  // empty: the file as it stands
    std::vector<std::string> settings;
};

struct DiffRequest {
    std::array<DiffSide, 2> sides;
    RunBounds bounds; // of both
    OutputFormat format = OutputFormat::kText;
};

void add_diff_options(CLI::App& verb);
/// What was given; requires that the verb was parsed.
[[nodiscard]] engine::Result<DiffRequest, scenarios::InputErrors> diff_request(const CLI::App& verb);

} // namespace shaketable::cli
