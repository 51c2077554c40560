#include "analysis/result.hpp"

#include "engine/assert.hpp"

#include <algorithm>
#include <numeric>

namespace shaketable::analysis {

std::string_view reason_name(std::size_t reason) {
    SHAKETABLE_ASSERT(reason < kReasons);
    return reason == kUnfinished ? "unfinished" : models::name_of(static_cast<models::Outcome>(reason));
}

std::uint64_t sum_of(const Reasons& reasons) {
    return std::accumulate(reasons.begin(), reasons.end(), std::uint64_t{0});
}

const MetricFigures* ComponentResult::find(std::string_view metric) const {
    const auto found = std::find_if(metrics.begin(), metrics.end(),
                                    [&](const MetricFigures& figures) { return figures.name == metric; });
    return found == metrics.end() ? nullptr : &*found;
}

std::string_view name_of(SpanKind kind) {
    switch (kind) {
    case SpanKind::kJourney:
        return "journey";
    case SpanKind::kCall:
        return "call";
    case SpanKind::kRequest:
        return "request";
    case SpanKind::kBranch:
        return "branch";
    }
    SHAKETABLE_ASSERT(false);
}

std::string_view name_of(Stopped stopped) {
    switch (stopped) {
    case Stopped::kEnd:
        return "end";
    case Stopped::kEventLimit:
        return "event_limit";
    case Stopped::kInstantLimit:
        return "instant_limit";
    case Stopped::kMemoryLimit:
        return "memory_limit";
    case Stopped::kCancelled:
        return "cancelled";
    }
    SHAKETABLE_ASSERT(false);
}

std::string hex_of(std::uint64_t word) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t place = 16; place-- > 0; word >>= 4U)
        text[place] = kDigits[word & 15U];
    return text;
}

} // namespace shaketable::analysis
