// The named profiles of policies: real defaults of their owners, each with its source in its own file below
// scenarios/profiles/, which are compiled into the program.
#pragma once

#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::scenarios {

struct ProfileText {
    std::string_view name;
    std::string_view text; // the members of a policy, as a document with comments
};
/// By name. Made by CMake of the files.
[[nodiscard]] const std::vector<ProfileText>& profile_texts();

/// Puts beneath each policy of `base` the profile that the policy of the same name has in `whole`, which is
/// `base` with all its changes: what the policy states itself stays, null takes out. Returns whether there
/// was any.
bool lay_profiles(Node& base, const Node& whole, ErrorList& errors);

} // namespace shaketable::scenarios
