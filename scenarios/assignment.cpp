#include "scenarios/assignment.hpp"

#include "scenarios/document.hpp"
#include "scenarios/json_pointer.hpp"
#include "scenarios/load.hpp"
#include "scenarios/nearest_name.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::scenarios {

namespace {

void place_all(Node& node, const Place& place) {
    node.place = place;
    if (Elements* list = node.elements())
        for (Node& element : *list)
            place_all(element, place);
    if (Members* members = node.members())
        for (Member& member : *members) {
            member.place = place;
            place_all(member.value, place);
        }
}

/// JSON, or else text. Duplicate members are reported as of `pointer`.
Node value_of(const std::string& text, const std::string& pointer, const Place& place, ErrorList& errors) {
    ErrorList duplicates;
    auto parsed = parse_document(text, place.file_name(), duplicates);
    if (!parsed)
        return Node{place, text};
    for (InputError& duplicate : duplicates.take()) {
        duplicate.place = place;
        duplicate.pointer.insert(0, pointer);
        errors.add_incomplete(std::move(duplicate));
    }
    Node node = std::move(parsed).value();
    place_all(node, place);
    return node;
}

DeadEnd dead_end(const std::vector<std::string>& names, const MutablePointerTarget& end) {
    DeadEnd found;
    for (std::size_t i = 0; i < end.names_followed; ++i)
        found.pointer = child_pointer(found.pointer, names[i]);
    const std::string& missing = names[end.names_followed];
    found.found = "has no " + in_quotes(missing);
    if (end.names_followed == 0 && missing == kVariantsKnob.name) {
        found.found = "can't change the variants, only the one that is run";
        found.accepted = "a member of the scenario; --variant chooses one of them";
    } else if (const Members* members = std::as_const(*end.node).members()) {
        found.accepted = listed(names_of(*members));
        found.nearest = nearest_name(missing, names_of(*members));
    } else if (const Elements* list = std::as_const(*end.node).elements()) {
        found.accepted = "an index below " + std::to_string(list->size());
    } else {
        found.found = "is " + shown(*end.node) + " and has no " + in_quotes(missing);
    }
    return found;
}

void assign_member(Node& object, const std::string& name, Node value) {
    const Place place = value.place;
    if (value.is_null()) {
        std::erase_if(*object.members(), [&](const Member& member) { return member.name == name; });
        object.place = place; // what is missing now is missing because of the setting
    } else if (Member* existing = object.find(name)) {
        existing->value = std::move(value);
    } else {
        object.members()->push_back(Member{name, place, std::move(value)});
    }
}

} // namespace

std::optional<DeadEnd> assign(Node& root, const std::vector<std::string>& names, Node value) {
    const MutablePointerTarget end = follow(root, names);
    const bool found = end.names_followed == names.size();
    const bool makes_member = end.names_followed + 1 == names.size() && end.node->members() != nullptr;
    if (!found && (!makes_member || value.is_null()))
        return dead_end(names, end);
    const std::vector<std::string> parent_names(names.begin(), names.end() - 1);
    Node& parent = *follow(root, parent_names).node;
    if (parent.members() != nullptr)
        assign_member(parent, names.back(), std::move(value));
    else
        *end.node = std::move(value);
    return std::nullopt;
}

void apply_assignment(Node& root, const std::string& assignment, ErrorList& errors) {
    const Place place{std::make_shared<const std::string>("--set " + assignment)};
    const std::size_t equals = assignment.find('=');
    const auto names = parse_pointer(std::string_view(assignment).substr(0, equals));
    if (equals == std::string::npos || !names || names->empty()) {
        errors.add({.place = place,
                    .pointer = "",
                    .found = "is no setting",
                    .accepted = "POINTER=VALUE, for instance /components/web/workers=20",
                    .nearest = "",
                    .variant = ""});
        return;
    }
    Node value = value_of(assignment.substr(equals + 1), assignment.substr(0, equals), place, errors);
    if (const auto end = assign(root, *names, std::move(value)))
        errors.add({.place = place,
                    .pointer = end->pointer,
                    .found = end->found,
                    .accepted = end->accepted,
                    .nearest = end->nearest,
                    .variant = ""});
}

} // namespace shaketable::scenarios
