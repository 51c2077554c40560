#include "scenarios/object_members.hpp"

#include "scenarios/json_pointer.hpp"
#include "scenarios/leaf_values.hpp"
#include "scenarios/load.hpp"
#include "scenarios/names.hpp"
#include "scenarios/nearest_name.hpp"

#include <algorithm>

namespace shaketable::scenarios {

namespace {

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string joined_by_and(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

std::string in_words(const std::vector<std::string_view>& names) {
    std::vector<std::string> quoted;
    for (const std::string_view name : names)
        quoted.push_back(in_quotes(name));
    return joined_by_and(quoted);
}

} // namespace

std::string in_words(const Ways& ways) {
    std::string text;
    for (const std::vector<std::string_view>& way : ways)
        text += (text.empty() ? "" : ", or ") + joined_by_and({way.begin(), way.end()});
    return text;
}

ObjectMembers::ObjectMembers(const Node& object, std::string pointer, ErrorList& errors)
    : object_(object), pointer_(std::move(pointer)), errors_(errors) {}

std::string ObjectMembers::pointer_of(std::string_view name) const { return child_pointer(pointer_, name); }

const Node* ObjectMembers::take(const models::Knob& knob, const std::string& accepted) {
    known_.push_back(knob.name);
    const Member* member = object_.find(knob.name);
    if (member != nullptr)
        return &member->value;
    if (knob.required)
        missing_.push_back({knob.name, accepted});
    return nullptr;
}

std::optional<std::size_t> ObjectMembers::take_verb(const std::vector<std::string_view>& tags,
                                                    const std::vector<std::string_view>& others) {
    std::vector<std::string_view> present;
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < tags.size(); ++i)
        if (object_.find(tags[i]) != nullptr) {
            present.push_back(tags[i]);
            chosen = i;
        }
    if (present.size() == 1)
        return chosen;
    known_.insert(known_.end(), others.begin(), others.end());
    errors_.leave_unread(pointer_);
    if (present.empty())
        missing_verbs_ = tags;
    else
        errors_.add({.place = object_.find(present[1])->place,
                     .pointer = pointer_,
                     .found = "has " + in_words(present),
                     .accepted = "exactly one of " + listed(tags),
                     .nearest = "",
                     .variant = ""});
    return std::nullopt;
}

std::optional<std::size_t> ObjectMembers::take_kind(const std::vector<std::string_view>& tags) {
    const Node* node = take(kKindKnob, accepted_form(ValueKind::kChoice, kKindKnob, tags));
    std::optional<std::size_t> chosen;
    if (node != nullptr)
        chosen = read_choice(*node, {kKindKnob, pointer_of(kKindKnob.name), errors_}, tags);
    anything_goes_ = !chosen;
    if (anything_goes_)
        errors_.leave_unread(pointer_);
    return chosen;
}

std::optional<std::size_t> ObjectMembers::take_way(const Ways& ways) {
    std::vector<std::string_view> names;
    for (const std::vector<std::string_view>& way : ways)
        for (const std::string_view name : way)
            if (!contains(names, name))
                names.push_back(name);
    const auto is_present = [&](std::string_view name) { return object_.find(name) != nullptr; };
    const auto present = std::count_if(names.begin(), names.end(), is_present);
    for (std::size_t i = 0; i < ways.size(); ++i)
        if (static_cast<std::ptrdiff_t>(ways[i].size()) == present &&
            std::all_of(ways[i].begin(), ways[i].end(), is_present))
            return i;
    known_.insert(known_.end(), names.begin(), names.end());
    errors_.leave_unread(pointer_);
    missing_ways_ = ways;
    return std::nullopt;
}

void ObjectMembers::report_missing_ways() {
    std::vector<std::string_view> present;
    for (const std::string_view name : known_)
        if (object_.find(name) != nullptr)
            present.push_back(name);
    errors_.add({.place = object_.place,
                 .pointer = pointer_,
                 .found = present.empty() ? "states nothing"
                                          : (present.size() == 1 ? "has only " : "has ") + in_words(present),
                 .accepted = "exactly " + in_words(missing_ways_),
                 .nearest = "",
                 .variant = ""});
}

void ObjectMembers::report_unknown(const Member& member, std::vector<std::string_view>& explained) {
    std::vector<std::string_view> candidates = known_;
    candidates.insert(candidates.end(), missing_verbs_.begin(), missing_verbs_.end());
    const std::string nearest = errors_.full() ? "" : nearest_name(member.name, candidates);
    for (const std::string_view candidate : candidates)
        if (candidate == nearest) {
            explained.push_back(candidate);
            if (object_.find(candidate) == nullptr)
                errors_.leave_unread(pointer_of(candidate));
        }
    errors_.add({.place = member.place,
                 .pointer = pointer_of(member.name),
                 .found = "is not known here",
                 .accepted = listed(missing_verbs_.empty() ? known_ : missing_verbs_),
                 .nearest = nearest,
                 .variant = ""});
}

void ObjectMembers::finish() {
    if (pointer_.empty())
        known_.push_back(kVariantsKnob.name); // which was taken out of the tree before
    std::vector<std::string_view> explained;  // missing, because misspelt
    const Members& members = *object_.members();
    for (const Member& member : members)
        if (!anything_goes_ && !contains(known_, member.name) && !member.name.starts_with(kFreePrefix))
            report_unknown(member, explained);
    const bool verb_explained = std::any_of(missing_verbs_.begin(), missing_verbs_.end(),
                                            [&](std::string_view tag) { return contains(explained, tag); });
    if (!missing_verbs_.empty() && !verb_explained)
        errors_.add({.place = object_.place,
                     .pointer = pointer_,
                     .found = "does not say what it is",
                     .accepted = "exactly one of " + listed(missing_verbs_),
                     .nearest = "",
                     .variant = ""});
    if (!missing_ways_.empty() && explained.empty())
        report_missing_ways();
    for (const Missing& missing : missing_)
        if (!contains(explained, missing.name))
            errors_.add_unread({.place = object_.place,
                                .pointer = pointer_of(missing.name),
                                .found = "is missing",
                                .accepted = missing.accepted,
                                .nearest = "",
                                .variant = ""});
}

} // namespace shaketable::scenarios
