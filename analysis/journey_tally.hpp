// Journeys counted: of one window or many, of one kind or all. Tallies add up; figures are made of sums.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"

#include <vector>

namespace shaketable::analysis {

struct JourneyTally {
    Reasons outcomes{}; // of the offered
    std::uint64_t pending = 0;
    std::uint64_t attempts = 0; // of `asked` ones
    std::uint64_t asked = 0;    // offered, and those pending that were not too young to be recorded
    engine::Histogram latency;  // of those answered without error

    void add(const JourneyTally& other);
    [[nodiscard]] std::uint64_t offered() const { return sum_of(outcomes); }
    [[nodiscard]] std::uint64_t completed() const { return offered() - outcomes[kUnfinished]; }
    [[nodiscard]] std::uint64_t count(models::Outcome outcome) const {
        return outcomes[static_cast<std::size_t>(outcome)];
    }
    [[nodiscard]] std::uint64_t good() const { return count(models::Outcome::kOk); }
    [[nodiscard]] std::uint64_t answered() const {
        return good() + count(models::Outcome::kSlow) + count(models::Outcome::kStale);
    }
};

/// The sum and the maximum of latencies, exact.
struct LatencySum {
    __extension__ using Wide = unsigned __int128;
    Wide sum_ns = 0;
    engine::Duration max;

    void add(const LatencySum& other);
};

/// By window of the first asking, one for each window of the span. What was too young to be recorded is not
/// in them.
[[nodiscard]] std::vector<JourneyTally> window_tallies(const models::Simulation& simulation,
                                                       const MeasuredSpan& span, std::uint32_t journey);
[[nodiscard]] LatencySum latency_sum(const models::JourneyRecord& record);
/// Without rates.
[[nodiscard]] JourneyFigures figures_of(const JourneyTally& tally, const LatencySum& sum);

} // namespace shaketable::analysis
