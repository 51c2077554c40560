// A list of scenarios with their titles and variants: of the library, and of the templates.
#pragma once

#include "scenarios/library.hpp"

#include <string>
#include <vector>

namespace shaketable::cli {

struct ListedScenario {
    std::string name;
    std::string path;
    std::string title; // empty: the file can't be read
    std::vector<std::string> variants;
};

/// A file that can't be read stays in the list, without a title; `validate` says what is wrong with it.
[[nodiscard]] std::vector<ListedScenario> listed_scenarios(const std::string& directory);

[[nodiscard]] std::string list_text(const std::vector<ListedScenario>& all);
/// One object with the list as its member `name`.
[[nodiscard]] std::string list_json(const std::vector<ListedScenario>& all, const std::string& name);

} // namespace shaketable::cli
