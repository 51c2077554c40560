// Counts through the public facts, batch by batch, how journeys ended and how many calls came to one
// component on their behalf.
#pragma once

#include "models/simulation.hpp"
#include "tests/theory/batches.hpp"

#include <array>

namespace shaketable::theory {

struct JourneyBatch {
    double length_ns = 0.0;
    double calls = 0.0; // attempts that arrived
    double ended = 0.0;
    std::array<double, models::kOutcomes> outcomes{}; // of those that ended

    void merge(const JourneyBatch& other);
};

class JourneyProbe : public models::Observer {
  public:
    using Batch = JourneyBatch;

    explicit JourneyProbe(const ProbePlan& plan) : component_(plan.component), batches_(plan) {}

    void on_fact(const models::Fact& fact) override;
    /// The whole batches up to `end`.
    [[nodiscard]] std::vector<Batch> batches(engine::Time end);

  private:
    std::uint32_t component_; // whose arrivals are counted; journeys are, of all clients
    Batches<Batch> batches_;
};

[[nodiscard]] inline double calls_per_journey(const JourneyBatch& batch) { return batch.calls / batch.ended; }
[[nodiscard]] inline auto share_of(models::Outcome outcome) {
    return [outcome](const JourneyBatch& batch) {
        return batch.outcomes[static_cast<std::size_t>(outcome)] / batch.ended;
    };
}

} // namespace shaketable::theory
