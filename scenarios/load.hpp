// A scenario file with its variants, read once; from it the configuration of any variant.
//
// Precedence: file < variant < settings of the command line. The member "variants" belongs to the file, not
// to the scenario: an object of JSON Merge Patches (RFC 7396) of the rest.
#pragma once

#include "engine/result.hpp"
#include "models/problem.hpp"
#include "models/scenario_config.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

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

struct LoadedFile {
    std::string path;
    Node base; // without "variants"
    std::vector<Variant> variants;

    /// The base, then all variants, in the order of the file.
    [[nodiscard]] std::vector<std::string_view> variant_names() const;
    /// `variant` is the name of one, or "base", or empty for the same.
    [[nodiscard]] engine::Result<Node, InputErrors> tree_for(std::string_view variant,
                                                             const Settings& settings = {}) const;
    [[nodiscard]] engine::Result<models::ScenarioConfig, InputErrors>
    config_for(std::string_view variant, const Settings& settings = {}) const;
};

[[nodiscard]] engine::Result<LoadedFile, InputErrors> load_file(const std::string& path);
/// `path` names the text in errors.
[[nodiscard]] engine::Result<LoadedFile, InputErrors> load_text(std::string_view text,
                                                                const std::string& path);

/// A compiler's problems at their places in the tree: that of the value, or of what is nearest above it.
[[nodiscard]] InputErrors located(const models::Problems& problems, const Node& root);

/// The errors, each marked as of this variant; none of them if it is the base.
[[nodiscard]] InputErrors in_variant(InputErrors errors, std::string_view variant);

} // namespace shaketable::scenarios
