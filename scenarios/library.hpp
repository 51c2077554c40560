// The scenarios that come with the program: the library, in which a name stands for
// scenarios/library/**/NAME.json, and the templates, from which new ones are made.
#pragma once

#include "engine/result.hpp"
#include "scenarios/input_error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shaketable::scenarios {

struct LibraryEntry {
    std::string name; // unique: the file's name without ".json"
    std::string path;
};

/// Where the library is: the environment variable SHAKETABLE_LIBRARY, or else beside the program or where it
/// was built.
[[nodiscard]] engine::Result<std::string, InputErrors> library_directory();
/// Where the templates are, found in the same way; the variable is SHAKETABLE_TEMPLATES.
[[nodiscard]] engine::Result<std::string, InputErrors> template_directory();

/// All files below the directory, by folder, then by name.
[[nodiscard]] std::vector<LibraryEntry> library_entries(const std::string& directory);

/// The path of the file that a user names. What contains '/' or ends in ".json" or exists is a path; anything
/// else is a name in the library.
[[nodiscard]] engine::Result<std::string, InputErrors> resolve_scenario(const std::string& name_or_path);

/// The path of the file that a new scenario begins as: a template, or else a scenario of the library.
[[nodiscard]] engine::Result<std::string, InputErrors> resolve_template(const std::string& name);

} // namespace shaketable::scenarios
