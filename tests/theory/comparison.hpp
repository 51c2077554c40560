// A closed form beside its simulation, and the rule by which the two agree.
#pragma once

#include "tests/theory/estimate.hpp"
#include "tests/theory/experiment.hpp"

#include <string>
#include <vector>

namespace shaketable::theory {

struct Comparison {
    std::string model;    // with its parameters
    std::string quantity; // times in mean service times
    double expected = 0.0;
    Estimate simulated;
    double allowed = 0.0; // absolute

    /// In standard errors' or the tolerance's favour, whichever is wider...
    [[nodiscard]] bool agrees() const;
    /// ...but a standard error above half the tolerance proves nothing: the check could hardly fail.
    [[nodiscard]] bool is_sharp() const;
};

/// Collects the comparisons of one model, as a probe sees it. Tolerances are relative, those of
/// docs/physics.md.
template <class Probe = StationProbe>
class Comparisons {
  public:
    Comparisons(std::string model, const Experiment& experiment, const Effort& effort)
        : model_(std::move(model)), effort_(effort), batches_(run<Probe>(experiment, effort)) {}

    struct Claim {
        std::string quantity;
        double expected = 0.0;
        double tolerance = 0.0; // relative
        double at_least = 0.0;  // the tolerance's floor, absolute
    };
    template <class Figure>
    Comparisons& compare(const Claim& claim, const Figure& figure) {
        const double relative = claim.tolerance * std::abs(claim.expected);
        list_.push_back(Comparison{.model = model_,
                                   .quantity = claim.quantity,
                                   .expected = claim.expected,
                                   .simulated = estimate(batches_, figure),
                                   .allowed = effort_.tolerance * std::fmax(relative, claim.at_least)});
        return *this;
    }
    [[nodiscard]] const std::vector<Comparison>& list() const { return list_; }

  private:
    std::string model_;
    Effort effort_;
    std::vector<typename Probe::Batch> batches_;
    std::vector<Comparison> list_;
};

using ComparisonList = std::vector<Comparison>;

/// How long a seed must be, at a journey each unit, for a relative tolerance on a mean of independent
/// journeys. The standard error comes to 0.36 of what is allowed: less than is_sharp() demands by its own
/// scatter.
[[nodiscard]] inline double units_for(double relative_deviation, double tolerance, const Effort& effort) {
    const double wanted = 0.36 * effort.tolerance * tolerance;
    return std::ceil(std::pow(relative_deviation / wanted, 2.0) / static_cast<double>(effort.seeds));
}

/// One GoogleTest expectation each.
void expect_agreement(const ComparisonList& comparisons);

[[nodiscard]] inline ComparisonList operator+(ComparisonList a, const ComparisonList& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// Figures of a batch, in mean service times.
[[nodiscard]] inline double mean_wait(const Batch& batch) { return batch.waits_ns.mean() / kUnitNs; }
[[nodiscard]] inline double wait_deviation(const Batch& batch) {
    return std::sqrt(batch.waits_ns.variance()) / kUnitNs;
}
[[nodiscard]] inline double mean_sojourn(const Batch& batch) { return batch.sojourns_ns.mean() / kUnitNs; }
[[nodiscard]] inline double mean_number(const Batch& batch) { return batch.area_ns / batch.length_ns; }
[[nodiscard]] inline double mean_queue(const Batch& batch) { return batch.queue_area_ns / batch.length_ns; }
[[nodiscard]] inline double throughput(const Batch& batch) {
    return batch.sojourns_ns.count / (batch.length_ns / kUnitNs);
}
[[nodiscard]] inline double share_waiting(const Batch& batch) {
    return batch.had_to_wait / batch.waits_ns.count;
}
[[nodiscard]] inline double share_rejected(const Batch& batch) { return batch.rejected / batch.arrived; }
[[nodiscard]] inline auto wait_quantile(double share) {
    return [share](const Batch& batch) { return batch.waits.quantile(share) / kUnitNs; };
}
[[nodiscard]] inline auto sojourn_quantile(double share) {
    return [share](const Batch& batch) { return batch.sojourns.quantile(share) / kUnitNs; };
}

} // namespace shaketable::theory
