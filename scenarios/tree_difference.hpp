// In which values two trees differ, by JSON Pointer: what one configuration changes of another.
#pragma once

#include "scenarios/node.hpp"

#include <string>
#include <vector>

namespace shaketable::scenarios {

struct TreeDifference {
    std::string pointer;
    const Node* left = nullptr; // in its tree; nullptr: it has nothing there
    const Node* right = nullptr;
};

/// As deep as objects and lists of one length lead, in the order of the left tree; then what only the right
/// one has. The order of members is no difference, and free members are left out. The trees must outlive it.
[[nodiscard]] std::vector<TreeDifference> tree_differences(const Node& left, const Node& right);

} // namespace shaketable::scenarios
