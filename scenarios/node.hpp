// A JSON value that knows where it stands: what a document parses to, what patches change, what is read.
//
// A plain value: copying a node copies the tree under it. Members keep the order of the file, and their names
// are unique. Strings are valid UTF-8.
#pragma once

#include "scenarios/input_error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shaketable::scenarios {

struct Member;
struct Node;
using Elements = std::vector<Node>;
using Members = std::vector<Member>;

struct Node {
    Place place;
    /// A whole number is unsigned only where it exceeds the signed ones.
    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Elements, Members>
        value;

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value); }
    [[nodiscard]] const Members* members() const { return std::get_if<Members>(&value); }
    [[nodiscard]] Members* members() { return std::get_if<Members>(&value); }
    [[nodiscard]] const Elements* elements() const { return std::get_if<Elements>(&value); }
    [[nodiscard]] Elements* elements() { return std::get_if<Elements>(&value); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }
    /// The member of this name; nullptr where there is none or this is no object.
    [[nodiscard]] const Member* find(std::string_view name) const;
    [[nodiscard]] Member* find(std::string_view name);
};

struct Member {
    std::string name;
    Place place; // of the name
    Node value;
};

/// The names of the members, in their order.
[[nodiscard]] std::vector<std::string_view> names_of(const Members& members);

/// What stands there, short enough for one line: "\"ten\" (text)", "an object", "12".
[[nodiscard]] std::string shown(const Node& node);

/// JSON text without comments, indented by two, with a line feed at its end.
[[nodiscard]] std::string json_text(const Node& node);

} // namespace shaketable::scenarios
