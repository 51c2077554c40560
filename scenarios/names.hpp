// What the named members of a file may be called.
#pragma once

#include "models/scenario_config.hpp"

#include <string_view>

namespace shaketable::scenarios {

enum class NameForm : std::uint8_t {
    kPlain, // "to-orders": letters, digits, '-' and '_'
    kEdge,  // "web->orders": two plain names
};

/// How the named members that hold this type of configuration are called.
template <class Config>
inline constexpr NameForm kNameForm = NameForm::kPlain;
template <>
inline constexpr NameForm kNameForm<models::EdgeConfig> = NameForm::kEdge;

/// Members whose name begins so are free: notes, tools' own data. They are skipped everywhere.
inline constexpr std::string_view kFreePrefix = "x-";

/// The member that names which kind of thing an object describes, where `describe` hands over a choice by
/// kind.
inline constexpr models::Knob kKindKnob = {.name = "kind", .doc = "What it is.", .required = true};

[[nodiscard]] bool is_name(std::string_view text, NameForm form);
[[nodiscard]] std::string_view described(NameForm form);
/// As a regular expression, unanchored.
[[nodiscard]] std::string_view pattern_of(NameForm form);

} // namespace shaketable::scenarios
