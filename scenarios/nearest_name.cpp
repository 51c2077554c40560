#include "scenarios/nearest_name.hpp"

#include <algorithm>

namespace shaketable::scenarios {

namespace {

std::string folded(std::string_view name) {
    std::string result(name);
    for (char& letter : result) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
        if (letter == '-' || letter == ' ')
            letter = '_';
    }
    return result;
}

} // namespace

std::size_t edit_distance(std::string_view a_raw, std::string_view b_raw) {
    const std::string a = folded(a_raw);
    const std::string b = folded(b_raw);
    using Row = std::vector<std::size_t>;
    Row before_last(b.size() + 1);
    Row last(b.size() + 1);
    Row row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string nearest_name(std::string_view name, const std::vector<std::string_view>& names) {
    constexpr std::size_t kLengthMost = 100; // nobody misspells more, and the distance costs its square
    if (name.size() > kLengthMost)
        return "";
    std::string_view nearest;
    std::size_t nearest_distance = kLengthMost;
    for (const std::string_view candidate : names) {
        if (candidate.size() > kLengthMost || candidate == name)
            continue;
        const std::size_t distance = edit_distance(name, candidate);
        const bool near = distance * 3 <= std::max(name.size(), candidate.size());
        if (near && distance < nearest_distance) {
            nearest = candidate;
            nearest_distance = distance;
        }
    }
    return std::string(nearest);
}

} // namespace shaketable::scenarios
