#include "scenarios/merge_patch.hpp"

#include "scenarios/json_pointer.hpp"
#include "scenarios/nearest_name.hpp"

#include <algorithm>

namespace shaketable::scenarios {

namespace {

void merge(Node& target, const Node& patch, const std::string& pointer, ErrorList& errors);

void remove_member(Members& members, const Member& change, const std::string& pointer, ErrorList& errors) {
    const auto same_name = [&](const Member& member) { return member.name == change.name; };
    if (std::erase_if(members, same_name) == 0)
        errors.add({.place = change.place,
                    .pointer = pointer,
                    .found = "is removed (null), but is not there",
                    .accepted = members.empty() ? "nothing: it has no members" : listed(names_of(members)),
                    .nearest = nearest_name(change.name, names_of(members)),
                    .variant = ""});
}

void merge_member(Node& target, const Member& change, const std::string& parent, ErrorList& errors) {
    const std::string pointer = child_pointer(parent, change.name);
    if (change.value.is_null()) {
        remove_member(*target.members(), change, pointer, errors);
        return;
    }
    Member* existing = target.find(change.name);
    if (existing == nullptr) {
        target.members()->push_back(Member{change.name, change.place, Node{change.value.place, nullptr}});
        existing = &target.members()->back();
    }
    merge(existing->value, change.value, pointer, errors);
}

void merge(Node& target, const Node& patch, const std::string& pointer, ErrorList& errors) {
    const Members* changes = patch.members();
    if (changes == nullptr) {
        target = patch;
        return;
    }
    if (target.members() == nullptr)
        target = Node{patch.place, Members{}};
    for (const Member& change : *changes)
        merge_member(target, change, pointer, errors);
}

} // namespace

void apply_merge_patch(Node& target, const Node& patch, ErrorList& errors, const std::string& pointer) {
    merge(target, patch, pointer, errors);
}

} // namespace shaketable::scenarios
