// What the evidence of a scenario of the library tells.
#pragma once

#include "analysis/figures_json.hpp"
#include "scenarios/compile.hpp"

#include <string>

namespace shaketable::analysis {

struct Told {
    Json entry;
    std::string text = {}; // a line each

    [[nodiscard]] bool says(const std::string& words) const { return text.find(words) != std::string::npos; }
};

/// Of a variant at seed 1; each number that is not what the result has there fails the test.
[[nodiscard]] Told told(const std::string& scenario, const std::string& variant,
                        const scenarios::Settings& settings = {});
/// Of a scenario's own text.
[[nodiscard]] Told told_of_text(const std::string& text, const scenarios::Settings& settings = {});

} // namespace shaketable::analysis
