// The knobs of a part of a scenario as a form, made from the one description per knob: a new knob, or a new
// model, appears by itself.
#pragma once

#include "scenarios/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::gui {

struct Field {
    std::string pointer;  // "/components/web/workers"
    std::string label;    // from the form's part on: "endpoints, hello, steps, 0, work"
    std::string value;    // as it stands in the file, or would: JSON, text without quotes
    std::string absent;   // what absence means: the default, or "none"; empty: it can't be absent
    std::string accepted; // "a whole number from 1 to 100000 (replicas)"
    std::string help;
    std::string origin; // whose default it is
    std::string_view unit;
    std::string_view acts; // when a change during a run takes effect
    std::vector<std::string_view> choices;
    bool is_stated = false; // in the file, the variant or the settings
};

/// The fields of the value at a pointer, "/components/web"; those of what is stated below it, too.
[[nodiscard]] std::vector<Field> fields_of(const scenarios::Node& scenario, const std::string& pointer);

} // namespace shaketable::gui
