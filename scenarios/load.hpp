// A scenario file with its variants, read once; from it the configuration of any variant.
//
// What is wrong does not stop it: each stage takes what the one before could make of the file, so that all
// errors are told at once. Only a text that is no JSON stands alone.
//
// Precedence: file < variant < settings of the command line. The member "variants" belongs to the file, not
// to the scenario: an object of JSON Merge Patches (RFC 7396) of the rest.
#pragma once

#include "engine/result.hpp"
#include "models/problem.hpp"
#include "models/scenario_config.hpp"
#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

inline constexpr models::Knob kSchemaKnob = {
    .name = "$schema", .doc = "Where the JSON Schema is, for editors; the simulator ignores it."};
inline constexpr models::Knob kVariantsKnob = {
    .name = "variants",
    .doc = "Changed forms of the scenario, by name: each a JSON Merge Patch (RFC 7396) of the file."};

/// The name of the file as it stands, without a variant. No variant may be called so.
inline constexpr std::string_view kBaseVariant = "base";

/// Settings of the command line, "POINTER=VALUE".
using Settings = std::vector<std::string>;

struct Variant {
    std::string name;
    Node patch;
};

/// A scenario in the making: its tree, and what is wrong so far.
struct Draft {
    Node tree;
    ErrorList errors;
};

struct LoadedFile {
    std::string path;
    Node base;                     // without "variants"
    std::vector<Variant> variants; // those that can be applied
    ErrorList errors;              // of the file: duplicate members, impossible variants; part of every draft

    /// The base, then all variants, in the order of the file.
    [[nodiscard]] std::vector<std::string_view> variant_names() const;
    /// `variant` is the name of one, or "base", or empty for the same. What can't be applied is left out.
    /// Under all of it lie the profiles that its policies name in the end.
    [[nodiscard]] Draft draft_for(std::string_view variant, const Settings& settings = {}) const;
    /// The tree, or everything that is wrong before it is read.
    [[nodiscard]] engine::Result<Node, InputErrors> tree_for(std::string_view variant,
                                                             const Settings& settings = {}) const;
    /// The configuration, or everything that is wrong before it is compiled.
    [[nodiscard]] engine::Result<models::ScenarioConfig, InputErrors>
    config_for(std::string_view variant, const Settings& settings = {}) const;
};

[[nodiscard]] engine::Result<LoadedFile, InputErrors> load_file(const std::string& path);
/// `path` names the text in errors.
[[nodiscard]] engine::Result<LoadedFile, InputErrors> load_text(std::string_view text,
                                                                const std::string& path);

/// Adds a compiler's problems at their places in the tree: that of the value, or of what is nearest above it.
void locate(const models::Problems& problems, const Node& root, ErrorList& errors);

/// The errors, each marked as of this variant; none of them if it is the base.
[[nodiscard]] InputErrors in_variant(InputErrors errors, std::string_view variant);

} // namespace shaketable::scenarios
