// What a knob accepts, in words and numbers. One phrasing for the errors, the schema and the manual.
#pragma once

#include "models/describe.hpp"

#include <string>
#include <vector>

namespace shaketable::scenarios {

/// The types of values that a file can hold for a knob.
enum class ValueKind : std::uint8_t {
    kAny,
    kBool,
    kInteger,
    kUnsigned,
    kReal,
    kText,
    kDuration,
    kRate,
    kChoice,
    kComponent,
    kPolicy,
    kEndpoint,
    kObject,
    kList,
    kNamed,
};

/// "a whole number from 1 to 100000 (replicas)"; `choices` are those of kChoice.
[[nodiscard]] std::string accepted_form(ValueKind kind, const models::Knob& knob,
                                        const std::vector<std::string_view>& choices = {});

/// One bound in the unit of the kind: "1", "250ms", "400/s".
[[nodiscard]] std::string bound_text(ValueKind kind, double bound);

/// "from 1 to 100", "at least 0", "" where nothing is excluded; in the kind's own unit.
[[nodiscard]] std::string range_of(ValueKind kind, const models::Bounds& bounds);

/// When a change during a run takes effect: "at the next call", "never".
[[nodiscard]] std::string_view acts_text(models::Acts acts);

} // namespace shaketable::scenarios
