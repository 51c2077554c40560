#include "scenarios/quantities.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace shaketable::scenarios {

namespace {

using engine::Duration;
using engine::kNanosecondsPerSecond;

using UnitNs = std::pair<std::string_view, std::int64_t>;
constexpr std::array<UnitNs, 7> kUnits = {{{"d", 86'400 * kNanosecondsPerSecond},
                                           {"h", 3'600 * kNanosecondsPerSecond},
                                           {"m", 60 * kNanosecondsPerSecond},
                                           {"s", kNanosecondsPerSecond},
                                           {"ms", 1'000'000},
                                           {"us", 1'000},
                                           {"ns", 1}}};
constexpr std::size_t kRateUnitCount = 4; // the longest four

std::optional<std::int64_t> unit_ns(std::string_view name, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        if (kUnits[i].first == name)
            return kUnits[i].second;
    return std::nullopt;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// How many letters at the beginning are a number; 0: none.
std::size_t number_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length]))
        ++length;
    if (length == 0 || length == text.size() || text[length] != '.')
        return length;
    std::size_t fraction = length + 1;
    while (fraction < text.size() && is_digit(text[fraction]))
        ++fraction;
    return fraction == length + 1 ? 0 : fraction;
}

/// Why what follows a number is no unit.
std::string_view unit_problem(std::string_view rest) {
    if (rest.find(' ') != std::string_view::npos)
        return "has a space in it";
    if (rest.size() > 1 && (rest[0] == 'e' || rest[0] == 'E') && (is_digit(rest[1]) || rest[1] == '-'))
        return "has an exponent";
    if (std::any_of(rest.begin(), rest.end(), is_digit))
        return "has more than one number";
    return "has an unknown unit";
}

double real_of(std::string_view digits) {
    double number = 0.0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return failure == std::errc() ? number : std::numeric_limits<double>::infinity();
}

/// Exact where the number is whole; saturates far above engine::kLongest.
Duration scaled(std::string_view digits, std::int64_t unit) {
    std::int64_t whole = 0;
    std::int64_t product = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (failure == std::errc() && end == digits.data() + digits.size() &&
        !__builtin_mul_overflow(whole, unit, &product))
        return Duration::from_ns(product);
    const double ns = real_of(digits) * static_cast<double>(unit);
    constexpr double kSaturated = 9.2e18;
    return Duration::from_ns(ns < kSaturated ? static_cast<std::int64_t>(ns + 0.5)
                                             : std::numeric_limits<std::int64_t>::max());
}

} // namespace

Parsed<Duration> parse_duration(std::string_view text) {
    if (text.starts_with('-'))
        return {std::nullopt, "is negative"};
    const std::size_t length = number_length(text);
    if (length == 0)
        return {std::nullopt, "is no duration"};
    if (length == text.size() && real_of(text) == 0.0)
        return {Duration(), ""};
    if (length == text.size())
        return {std::nullopt, "has no unit"};
    const std::optional<std::int64_t> unit = unit_ns(text.substr(length), kUnits.size());
    if (!unit)
        return {std::nullopt, unit_problem(text.substr(length))};
    return {scaled(text.substr(0, length), *unit), ""};
}

Parsed<models::Rate> parse_rate(std::string_view text) {
    if (text.starts_with('-'))
        return {std::nullopt, "is negative"};
    const std::size_t length = number_length(text);
    if (length == 0)
        return {std::nullopt, "is no rate"};
    const double number = real_of(text.substr(0, length));
    if (length == text.size() && number == 0.0)
        return {models::Rate{}, ""};
    if (length == text.size())
        return {std::nullopt, "has no unit"};
    const std::optional<std::int64_t> unit =
        text[length] == '/' ? unit_ns(text.substr(length + 1), kRateUnitCount) : std::nullopt;
    if (!unit)
        return {std::nullopt, unit_problem(text.substr(length))};
    return {models::Rate{number / (static_cast<double>(*unit) / 1e9)}, ""};
}

std::string text_of(Duration duration) {
    if (duration.ns() == 0)
        return "0s";
    // Minutes and longer read better as such only where nothing is lost: 90 s stays "90s".
    for (const auto& [name, unit] : kUnits)
        if (duration.ns() % unit == 0)
            return std::to_string(duration.ns() / unit) + std::string(name);
    return std::to_string(duration.ns()) + "ns";
}

std::string text_of(models::Rate rate) { return text_of(rate.per_second) + "/s"; }

std::string text_of(double number) {
    char buffer[64];
    const auto [end, failure] = std::to_chars(buffer, buffer + sizeof buffer, number);
    return std::string(buffer, end);
}

} // namespace shaketable::scenarios
