#include "analysis/figure_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace shaketable::analysis {

namespace {

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::fixed, decimals);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

/// Commas between thousands of the whole part.
std::string grouped(std::string digits) {
    std::size_t place = digits.find('.');
    if (place == std::string::npos)
        place = digits.size();
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    while (place > first + 3) {
        place -= 3;
        digits.insert(place, 1, ',');
    }
    return digits;
}

constexpr int kDecimalsMost = 12;

/// How many decimals give three significant digits once rounded; fewer for large values, more for small ones.
int decimals_for(double value) {
    int decimals = 2;
    for (double size = std::fabs(value); size >= 9.995 && decimals > 0; size /= 10.0)
        --decimals;
    for (double size = std::fabs(value); size < 0.9995 && size > 0.0 && decimals < kDecimalsMost;
         size *= 10.0)
        ++decimals;
    return decimals;
}

/// Three significant digits; a value below all decimals is told as such.
std::string significant(double value) {
    if (value == 0.0)
        return "0";
    const int decimals = decimals_for(value);
    const std::string text = fixed(value, decimals);
    if (text.find_first_of("123456789") != std::string::npos)
        return grouped(text);
    return value > 0.0 ? "< " + fixed(1e-12, kDecimalsMost) : "> -" + fixed(1e-12, kDecimalsMost);
}

struct Unit {
    double seconds;
    const char* name;
};
constexpr std::array<Unit, 4> kUnits = {{{1e-9, "ns"}, {1e-6, "us"}, {1e-3, "ms"}, {1.0, "s"}}};

} // namespace

std::string plain_text(double number) {
    std::array<char, 32> buffer = {};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

std::string journeys_text(std::uint64_t count) {
    return count_text(count) + (count == 1 ? " journey" : " journeys");
}

std::string percent_text(Figure share) {
    if (!share)
        return kNotAvailable;
    const double percent = *share * 100.0;
    if (*share == 1.0)
        return "100 %";
    if (percent <= 90.0 || percent >= 110.0)
        return significant(percent) + " %";
    // Near 100 what is missing counts: as many decimals as tell it apart.
    constexpr int kNinesMost = 6;
    for (int decimals = 2; decimals <= kNinesMost; ++decimals)
        if (const std::string text = fixed(percent, decimals); !text.starts_with("100.") || percent >= 100.01)
            return text + " %";
    return percent < 100.0 ? "> 99.9999 %" : "> 100 %";
}

std::string seconds_text(Figure seconds) {
    if (!seconds)
        return kNotAvailable;
    if (*seconds == 0.0)
        return "0 s";
    for (const Unit& unit : kUnits)
        if (*seconds < unit.seconds * 999.5 || unit.seconds == 1.0)
            return significant(*seconds / unit.seconds) + " " + unit.name;
    return kNotAvailable;
}

std::string rate_text(Figure per_second) {
    return per_second ? significant(*per_second) + "/s" : kNotAvailable;
}

std::string number_text(Figure number) { return number ? significant(*number) : kNotAvailable; }

std::string count_text(std::uint64_t count) { return grouped(std::to_string(count)); }

} // namespace shaketable::analysis
