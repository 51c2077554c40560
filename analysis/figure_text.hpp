// Figures as people read them: three significant digits, a unit, "n/a" where there is none.
//
// A value that isn't zero never prints as 0, one that isn't 100 % never as 100 %. No locale has a say.
#pragma once

#include "analysis/result.hpp"

#include <string>

namespace shaketable::analysis {

inline constexpr const char* kNotAvailable = "n/a";

/// Of a share from 0 to 1: "99.95 %", "> 99.9999 %", "0.0123 %".
[[nodiscard]] std::string percent_text(Figure share);
/// "812 ms", "1.25 s", "0 s".
[[nodiscard]] std::string seconds_text(Figure seconds);
/// "99.5/s".
[[nodiscard]] std::string rate_text(Figure per_second);
/// At least three significant digits: "1.07", "0.00123", "1,234".
[[nodiscard]] std::string number_text(Figure number);
/// The shortest text that reads back as the same number.
[[nodiscard]] std::string plain_text(double number);
/// "1 journey", "1,204 journeys".
[[nodiscard]] std::string journeys_text(std::uint64_t count);
/// "1,234,567".
[[nodiscard]] std::string count_text(std::uint64_t count);

} // namespace shaketable::analysis
