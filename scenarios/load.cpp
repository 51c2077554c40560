#include "scenarios/load.hpp"

#include "scenarios/assignment.hpp"
#include "scenarios/document.hpp"
#include "scenarios/json_pointer.hpp"
#include "scenarios/merge_patch.hpp"
#include "scenarios/names.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/profiles.hpp"
#include "scenarios/read.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::scenarios {

namespace {

void report_variant(const Member& member, std::string found, std::string accepted, ErrorList& errors) {
    errors.add({.place = member.place,
                .pointer = child_pointer("/" + std::string(kVariantsKnob.name), member.name),
                .found = std::move(found),
                .accepted = std::move(accepted),
                .nearest = "",
                .variant = ""});
}

std::vector<Variant> take_variants(Node& object, ErrorList& errors) {
    std::vector<Variant> variants;
    for (Member& member : *object.members()) {
        if (member.name.starts_with(kFreePrefix))
            continue;
        if (!is_name(member.name, NameForm::kPlain))
            report_variant(member, "is named " + in_quotes(member.name),
                           std::string(described(NameForm::kPlain)), errors);
        else if (member.name == kBaseVariant)
            report_variant(member, "is named " + in_quotes(member.name),
                           "another name: this one means the file without a variant", errors);
        else if (member.value.members() == nullptr)
            report_variant(member, "is " + shown(member.value), "an object, merged into the file", errors);
        else
            variants.push_back({std::move(member.name), std::move(member.value)});
    }
    return variants;
}

void erase_member(Node& object, std::string_view name) {
    std::erase_if(*object.members(), [&](const Member& each) { return each.name == name; });
}

/// Takes what is not of the scenario itself out of the tree: the variants, and what is there for editors.
void split_off(LoadedFile& file) {
    if (file.base.members() == nullptr)
        return;
    if (const Member* schema = file.base.find(kSchemaKnob.name);
        schema != nullptr && schema->value.text() != nullptr)
        erase_member(file.base, kSchemaKnob.name);
    Member* variants = file.base.find(kVariantsKnob.name);
    if (variants == nullptr)
        return;
    if (variants->value.members() == nullptr)
        file.errors.add({.place = variants->value.place,
                         .pointer = "/" + variants->name,
                         .found = "is " + shown(variants->value),
                         .accepted = "an object of named variants",
                         .nearest = "",
                         .variant = ""});
    else
        file.variants = take_variants(variants->value, file.errors);
    erase_member(file.base, kVariantsKnob.name);
}

InputError unknown_variant(const LoadedFile& file, std::string_view variant) {
    InputError error;
    error.place.file = file.base.place.file;
    error.found = "has no variant " + in_quotes(variant);
    error.accepted = listed(file.variant_names());
    error.nearest = nearest_name(variant, file.variant_names());
    return error;
}

} // namespace

std::vector<std::string_view> LoadedFile::variant_names() const {
    std::vector<std::string_view> names = {kBaseVariant};
    for (const Variant& variant : variants)
        names.push_back(variant.name);
    return names;
}

namespace {

/// The draft with the variant and the settings applied to what it holds.
void apply_changes(Draft& draft, const LoadedFile& file, std::string_view variant, const Settings& settings) {
    if (!variant.empty() && variant != kBaseVariant) {
        const auto found = std::find_if(file.variants.begin(), file.variants.end(),
                                        [&](const Variant& each) { return each.name == variant; });
        if (found == file.variants.end()) {
            draft.errors.add(unknown_variant(file, variant));
        } else {
            draft.errors.enter_variant(variant);
            apply_merge_patch(draft.tree, found->patch, draft.errors);
        }
    }
    for (const std::string& setting : settings)
        apply_assignment(draft.tree, setting, draft.errors);
}

} // namespace

Draft LoadedFile::draft_for(std::string_view variant, const Settings& settings) const {
    Draft draft{base, errors};
    apply_changes(draft, *this, variant, settings);
    Draft with_profiles{base, errors};
    if (!lay_profiles(with_profiles.tree, draft.tree, with_profiles.errors))
        return draft;
    apply_changes(with_profiles, *this, variant, settings);
    return with_profiles;
}

engine::Result<Node, InputErrors> LoadedFile::tree_for(std::string_view variant,
                                                       const Settings& settings) const {
    Draft draft = draft_for(variant, settings);
    if (!draft.errors.empty())
        return draft.errors.take();
    return std::move(draft.tree);
}

engine::Result<models::ScenarioConfig, InputErrors> LoadedFile::config_for(std::string_view variant,
                                                                           const Settings& settings) const {
    Draft draft = draft_for(variant, settings);
    models::ScenarioConfig config = read_scenario(draft.tree, draft.errors);
    if (!draft.errors.empty())
        return draft.errors.take();
    return config;
}

engine::Result<LoadedFile, InputErrors> load_file(const std::string& path) {
    const auto text = read_text_file(path);
    if (!text)
        return text.error();
    return load_text(text.value(), path);
}

engine::Result<LoadedFile, InputErrors> load_text(std::string_view text, const std::string& path) {
    ErrorList errors;
    auto root = parse_document(text, path, errors);
    if (!root)
        return std::move(root).error();
    LoadedFile file{path, std::move(root).value(), {}, std::move(errors)};
    split_off(file);
    return file;
}

void locate(const models::Problems& problems, const Node& root, ErrorList& errors) {
    for (const models::Problem& problem : problems) {
        const auto names = parse_pointer(problem.pointer);
        const PointerTarget target = names ? follow(root, *names) : PointerTarget{&root, 0};
        errors.add(
            {.place = target.node->place,
             .pointer = problem.pointer,
             .found = problem.found,
             .accepted = problem.accepted,
             .nearest = nearest_name(problem.name, {problem.candidates.begin(), problem.candidates.end()}),
             .variant = ""});
    }
}

InputErrors in_variant(InputErrors errors, std::string_view variant) {
    if (!variant.empty() && variant != kBaseVariant)
        for (InputError& error : errors)
            error.variant = variant;
    return errors;
}

} // namespace shaketable::scenarios
