#include "scenarios/profiles.hpp"

#include "engine/assert.hpp"
#include "scenarios/document.hpp"
#include "scenarios/json_pointer.hpp"
#include "scenarios/merge_patch.hpp"

#include <algorithm>

namespace shaketable::scenarios {

namespace {

constexpr std::string_view kPolicies = "policies";
constexpr std::string_view kProfile = "profile";

/// The text of the profile that the policy names; nullptr: none, or none that there is, which its reader
/// reports.
const ProfileText* profile_of(const Node& policy) {
    const Member* named = policy.find(kProfile);
    if (named == nullptr || named->value.text() == nullptr)
        return nullptr;
    const std::vector<ProfileText>& texts = profile_texts();
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const ProfileText& each) {
        return each.name == *named->value.text();
    });
    return found == texts.end() ? nullptr : &*found;
}

Node tree_of(const ProfileText& profile) {
    ErrorList duplicates;
    auto tree = parse_document(profile.text, "profile " + std::string(profile.name), duplicates);
    SHAKETABLE_ASSERT(tree.ok() && duplicates.empty());
    return std::move(tree).value();
}

Node& member_of(Node& object, std::string_view name, const Place& place) {
    if (object.find(name) == nullptr)
        object.members()->push_back(Member{std::string(name), place, Node{place, Members{}}});
    return object.find(name)->value;
}

} // namespace

bool lay_profiles(Node& base, const Node& whole, ErrorList& errors) {
    const Member* policies = whole.find(kPolicies);
    if (policies == nullptr || policies->value.members() == nullptr || base.members() == nullptr)
        return false;
    bool laid = false;
    for (const Member& policy : *policies->value.members()) {
        const ProfileText* profile = profile_of(policy.value);
        if (profile == nullptr)
            continue;
        Node& beneath = member_of(base, kPolicies, policies->place);
        if (beneath.members() == nullptr) // a variant replaces it
            beneath = Node{beneath.place, Members{}};
        Node& own = member_of(beneath, policy.name, policy.place);
        Node merged = tree_of(*profile);
        merged.place = own.place;
        if (own.members() != nullptr)
            apply_merge_patch(merged, own, errors, child_pointer("/" + std::string(kPolicies), policy.name));
        own = std::move(merged);
        laid = true;
    }
    return laid;
}

} // namespace shaketable::scenarios
