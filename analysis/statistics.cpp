#include "analysis/statistics.hpp"

#include "engine/assert.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace shaketable::analysis {

namespace {

constexpr double kNormal975 = 1.959963984540054;
constexpr std::array<double, 9> kFewDegrees = {12.706204736174698, 4.302652729911275, 3.182446305284263,
                                               2.776445105197799,  2.570581836314739, 2.446911848791681,
                                               2.364624251010300,  2.306004135033371, 2.262157162740992};

} // namespace

double student_t_975(std::size_t degrees) {
    SHAKETABLE_ASSERT(degrees > 0);
    if (degrees <= kFewDegrees.size())
        return kFewDegrees[degrees - 1];
    const double n = static_cast<double>(degrees);
    const double x = kNormal975;
    const double x3 = x * x * x;
    const double x5 = x3 * x * x;
    const double x7 = x5 * x * x;
    const double x9 = x7 * x * x;
    return x + (x3 + x) / (4 * n) + (5 * x5 + 16 * x3 + 3 * x) / (96 * n * n) +
           (3 * x7 + 19 * x5 + 17 * x3 - 15 * x) / (384 * n * n * n) +
           (79 * x9 + 776 * x7 + 1482 * x5 - 1920 * x3 - 945 * x) / (92160 * n * n * n * n);
}

std::optional<Summary> summary_of(const std::vector<double>& values) {
    if (values.empty())
        return std::nullopt;
    Summary summary{.count = values.size(), .least = values.front(), .most = values.front()};
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
        summary.least = std::min(summary.least, value);
        summary.most = std::max(summary.most, value);
    }
    const double count = static_cast<double>(values.size());
    summary.mean = std::clamp(sum / count, summary.least, summary.most);
    if (values.size() < 2)
        return summary;
    double squares = 0.0;
    for (const double value : values)
        squares += (value - summary.mean) * (value - summary.mean);
    summary.half_width = student_t_975(values.size() - 1) * std::sqrt(squares / (count - 1.0) / count);
    return summary;
}

} // namespace shaketable::analysis
