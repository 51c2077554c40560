// Watches how crowded the replicas of one component are: the share of them with at least so many requests,
// batch by batch, averaged over time.
#pragma once

#include "models/simulation.hpp"
#include "tests/theory/batches.hpp"

#include <array>

namespace shaketable::theory {

inline constexpr std::size_t kCrowdLevels = 8;

struct CrowdBatch {
    double length_ns = 0.0;
    std::array<double, kCrowdLevels>
        areas{}; // replicas with more than so many requests, integrated over time

    void merge(const CrowdBatch& other);
};

class CrowdProbe : public models::Observer {
  public:
    using Batch = CrowdBatch;

    explicit CrowdProbe(const ProbePlan& plan) : component_(plan.component), batches_(plan) {}

    void on_fact(const models::Fact& fact) override;
    /// The whole batches up to `end`.
    [[nodiscard]] std::vector<Batch> batches(engine::Time end);

  private:
    void roll(engine::Time now);
    void accumulate(engine::Time now);

    std::uint32_t component_;
    Batches<Batch> batches_;
    std::vector<std::size_t> present_;           // by replica
    std::array<double, kCrowdLevels> crowded_{}; // replicas with more than so many
    engine::Time since_;
};

/// The share of `replicas` with at least so many requests, from 1 on.
[[nodiscard]] inline auto share_with_at_least(std::size_t requests, double replicas) {
    return [requests, replicas](const CrowdBatch& batch) {
        return batch.areas.at(requests - 1) / batch.length_ns / replicas;
    };
}

} // namespace shaketable::theory
