// A scenario so small that every figure of it can be told by hand: a journey each 100 ms, evenly, from 100 ms
// on; one service that computes 20 ms for it; 1 ms each way; 10 s in all; good within 100 ms.
#pragma once

#include "analysis/run.hpp"

#include <string>
#include <vector>

namespace shaketable::analysis {

/// With settings "POINTER=VALUE"; aborts the test program if they are wrong.
[[nodiscard]] models::ScenarioPtr tiny_scenario(const std::vector<std::string>& settings = {});
[[nodiscard]] Result run_tiny(const std::vector<std::string>& settings = {}, const RunOptions& options = {});

/// A setting: one more entry of the timeline.
[[nodiscard]] inline std::string entry(const std::string& name, const std::string& text) {
    return "/timeline/" + name + "=" + text;
}

} // namespace shaketable::analysis
