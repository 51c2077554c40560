// JSON Pointer (RFC 6901): "/components/web/workers" names one value of a document.
#pragma once

#include "models/json_pointer.hpp"
#include "scenarios/node.hpp"

#include <optional>

namespace shaketable::scenarios {

/// The names on the way, unescaped; nothing if the text is no pointer (it begins with "/" or is empty).
[[nodiscard]] std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer);

using models::child_pointer;

/// How far a pointer leads into a document.
template <class Tree>
struct BasicPointerTarget {
    Tree* node = nullptr;           // the deepest value on the way
    std::size_t names_followed = 0; // how many of the pointer's names lead there
};
using PointerTarget = BasicPointerTarget<const Node>;
using MutablePointerTarget = BasicPointerTarget<Node>;
[[nodiscard]] PointerTarget follow(const Node& root, const std::vector<std::string>& names);
[[nodiscard]] MutablePointerTarget follow(Node& root, const std::vector<std::string>& names);

} // namespace shaketable::scenarios
