// Watches one component of a run through its public facts and gathers, batch by batch, what queueing theory
// speaks of.
//
// A server's requests arrive, are served, are rejected, leave; a client's journeys begin and end, without a
// wait. Times are whole nanoseconds. Each thing counts in the batch in which it ends.
#pragma once

#include "models/simulation.hpp"
#include "tests/theory/batches.hpp"
#include "tests/theory/fine_histogram.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace shaketable::theory {

/// Count, sum and sum of squares.
struct Sums {
    double count = 0.0;
    double sum = 0.0;
    double squares = 0.0;

    void add(double value) {
        ++count;
        sum += value;
        squares += value * value;
    }
    void merge(const Sums& other) {
        count += other.count;
        sum += other.sum;
        squares += other.squares;
    }
    [[nodiscard]] double mean() const { return sum / count; }
    [[nodiscard]] double variance() const { return squares / count - mean() * mean(); }
};

struct Batch {
    double length_ns = 0.0;
    double arrived = 0.0;
    double rejected = 0.0;
    double had_to_wait = 0.0;
    double area_ns = 0.0; // integral of the number in the system
    double queue_area_ns = 0.0;
    Sums waits_ns;
    Sums sojourns_ns;
    Sums departure_gaps_ns;
    Sums busy_periods_ns;
    FineHistogram waits;
    FineHistogram sojourns;

    void merge(const Batch& other);
};

class StationProbe : public models::Observer {
  public:
    using Batch = theory::Batch;

    explicit StationProbe(const ProbePlan& plan) : component_(plan.component), batches_(plan) {}

    void on_fact(const models::Fact& fact) override;
    /// The whole batches up to `end`.
    [[nodiscard]] std::vector<Batch> batches(engine::Time end);

  private:
    struct Present {
        engine::Time arrived;
        bool served = false;
    };

    void roll(engine::Time now);
    void accumulate(engine::Time now);
    void arrive(const models::Fact& fact);
    void serve(const models::Fact& fact);
    void leave(const models::Fact& fact);

    std::uint32_t component_;
    Batches<Batch> batches_;
    std::unordered_map<std::uint64_t, Present> present_;
    std::int64_t queued_ = 0;
    engine::Time since_;
    engine::Time busy_since_;
    engine::Time last_departure_;
};

} // namespace shaketable::theory
