// The options of the verb `run`: added, read, and checked with every reason why not.
#pragma once

#include "cli/verb.hpp"
#include "engine/result.hpp"
#include "engine/run_loop.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shaketable::cli {

struct RunRequest {
    std::string scenario;
    std::string variant; // empty: the file as it stands
    bool all_variants = false;
    std::vector<std::string> settings;
    std::optional<std::uint64_t> seed;
    std::optional<engine::Duration> until;
    engine::RunLimits limits;
    std::optional<engine::Duration> at = {}; // of what if; absent: the settings hold from the beginning
    std::vector<std::string> acts = {};
    std::size_t replications = 1;
    std::size_t threads = 1;
    std::string json_path;  // empty: none
    std::string csv_path;   // the same
    std::string junit_path; // the same
    OutputFormat format = OutputFormat::kText;
};

void add_run_options(CLI::App& verb);
/// What was given; requires that the verb was parsed.
[[nodiscard]] engine::Result<RunRequest, scenarios::InputErrors> run_request(const CLI::App& verb);

} // namespace shaketable::cli
