// Watches requests that share the cores of a station, each against the time that it takes alone.
//
// That time is no fact of the run. A twin tells it: the same users at the same instants with the same work,
// as draws are functions, at a station where each request has a core to itself.
#pragma once

#include "tests/theory/experiment.hpp"

#include <array>
#include <unordered_map>
#include <vector>

namespace shaketable::theory {

struct SharingBatch {
    /// Requests of like size.
    struct Class {
        double alone_ns = 0.0;
        double sojourns_ns = 0.0;
    };

    double length_ns = 0.0;
    std::vector<double> time_with_ns; // by the number in the station
    std::array<Class, 3> by_size{};   // up to 1/2 of the mean, up to twice the mean, above
    Sums sojourns_ns;

    void merge(const SharingBatch& other);
};

/// Observes the twin.
class TimesAlone : public models::Observer {
  public:
    explicit TimesAlone(std::uint32_t component) : component_(component) {}

    void on_fact(const models::Fact& fact) override;
    /// Of a request that has left the twin; it is forgotten.
    [[nodiscard]] std::int64_t take_ns(std::uint64_t who);

  private:
    std::uint32_t component_;
    std::unordered_map<std::uint64_t, std::int64_t> ns_; // while it is there: minus the time of its arrival
};

class SharingProbe : public models::Observer {
  public:
    using Batch = SharingBatch;

    SharingProbe(const ProbePlan& plan, TimesAlone& alone)
        : component_(plan.component), alone_(alone), batches_(plan) {}

    void on_fact(const models::Fact& fact) override;
    /// The whole batches up to `end`.
    [[nodiscard]] std::vector<Batch> batches(engine::Time end);

  private:
    void accumulate(engine::Time now);
    void leave(const models::Fact& fact);

    std::uint32_t component_;
    TimesAlone& alone_;
    Batches<Batch> batches_;
    std::unordered_map<std::uint64_t, engine::Time> present_; // when it arrived
    engine::Time since_;
};

template <>
std::vector<SharingBatch> run<SharingProbe>(const Experiment& experiment, const Effort& effort);

/// Of scenarios/station.json: as many workers, or cores, as there will ever be requests.
inline constexpr int kEnough = 100'000;

[[nodiscard]] double shared_sojourn(const SharingBatch& batch);
[[nodiscard]] double number_sharing(const SharingBatch& batch);
/// That at least so many are in the station.
[[nodiscard]] double share_of_time_with(const SharingBatch& batch, std::size_t at_least);
/// Sojourn over the time alone, of a class of sizes.
[[nodiscard]] double slowdown(const SharingBatch& batch, std::size_t size_class);

} // namespace shaketable::theory
