#include "scenarios/node.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace shaketable::scenarios {

namespace {

nlohmann::ordered_json json_of(const Node& node) {
    return std::visit(
        [](const auto& value) -> nlohmann::ordered_json {
            using Value = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, Elements>) {
                auto list = nlohmann::ordered_json::array();
                for (const Node& element : value)
                    list.push_back(json_of(element));
                return list;
            } else if constexpr (std::is_same_v<Value, Members>) {
                auto object = nlohmann::ordered_json::object();
                auto& entries = object.get_ref<nlohmann::ordered_json::object_t&>();
                for (const Member& member : value) // names are unique: no search for each
                    entries.emplace_back(member.name, json_of(member.value));
                return object;
            } else {
                return value;
            }
        },
        node.value);
}

template <class Number>
std::string digits_of(Number number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number);
    return std::string(buffer, end.ptr);
}

} // namespace

namespace {

template <class Tree>
auto* find_member(Tree& object, std::string_view name) {
    if (auto* all = object.members())
        for (auto& member : *all)
            if (member.name == name)
                return &member;
    return static_cast<decltype(object.members()->data())>(nullptr);
}

} // namespace

const Member* Node::find(std::string_view name) const { return find_member(*this, name); }

Member* Node::find(std::string_view name) { return find_member(*this, name); }

std::vector<std::string_view> names_of(const Members& members) {
    std::vector<std::string_view> names;
    for (const Member& member : members)
        names.push_back(member.name);
    return names;
}

std::string shown(const Node& node) {
    return std::visit(
        [](const auto& value) -> std::string {
            using Value = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, std::nullptr_t>)
                return "null";
            else if constexpr (std::is_same_v<Value, bool>)
                return value ? "true" : "false";
            else if constexpr (std::is_same_v<Value, std::string>)
                return in_quotes(value) + " (text)";
            else if constexpr (std::is_same_v<Value, Elements>)
                return "a list";
            else if constexpr (std::is_same_v<Value, Members>)
                return "an object";
            else
                return digits_of(value);
        },
        node.value);
}

std::string json_text(const Node& node) { return json_of(node).dump(2) + "\n"; }

} // namespace shaketable::scenarios
