// Durations and rates as text: "250ms", "1.5s", "3d"; "400/s", "10/m".
//
// A duration is a number and one unit of ns, us, ms, s, m, h, d; it rounds to the nearest nanosecond. A rate
// is a number, a slash and one of s, m, h, d. No sign, no blank, no exponent.
#pragma once

#include "engine/time.hpp"
#include "models/describe.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shaketable::scenarios {

/// What may stand for a number and for a unit, as regular expressions; the schema uses them.
inline constexpr std::string_view kNumberPattern = "[0-9]+(\\.[0-9]+)?";
inline constexpr std::string_view kDurationUnits = "ns, us, ms, s, m, h, d";
inline constexpr std::string_view kRateUnits = "s, m, h, d";

/// Either the quantity, or in what way the text is none ("has no unit").
template <class Quantity>
struct Parsed {
    std::optional<Quantity> quantity;
    std::string_view reason;
};

/// In seconds where it exceeds engine::Duration's own range: bounds refuse it, not overflow.
[[nodiscard]] Parsed<engine::Duration> parse_duration(std::string_view text);
[[nodiscard]] Parsed<models::Rate> parse_rate(std::string_view text);

/// The shortest exact form in one unit: 90 s is "90s", 0 is "0s".
[[nodiscard]] std::string text_of(engine::Duration duration);
/// Per second; the shortest digits that read back as the same number.
[[nodiscard]] std::string text_of(models::Rate rate);
[[nodiscard]] std::string text_of(double number);

} // namespace shaketable::scenarios
