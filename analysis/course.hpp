// The course of a failure: good answers in a run beside those of its twin, window by window.
//
// "Down" and "recovered" are as docs/results.md, "Verdict", defines them; why chance has a say in it:
// docs/decisions/0007-recovered-beyond-chance.md. Where a load factor makes one side ask more than the other,
// the side that asks more is scaled to the other's demand: docs/decisions/0008-goodput-at-equal-demand.md.
#pragma once

#include "models/simulation.hpp"

#include <optional>
#include <vector>

namespace shaketable::analysis {

/// Journeys first asked in one window.
struct Asked {
    std::uint64_t good = 0;
    std::uint64_t bad = 0;
    std::uint64_t varies = 0; // the variance of `good`, as far as it is chance

    void add(const Asked& other) {
        good += other.good;
        bad += other.bad;
        varies += other.varies;
    }
    void remove(const Asked& other) {
        good -= other.good;
        bad -= other.bad;
        varies -= other.varies;
    }
};

/// The lowest share of the twin's good answers, and where it was.
struct Floor {
    double share = 0.0;
    std::size_t window = 0;
    std::size_t windows = 0;
};

/// Of one kind of journey, or of all. Windows that hold journeys too young to be judged are left out.
struct Course {
    engine::Duration window = {};
    std::vector<Asked> run = {};
    std::vector<Asked> twin = {}; // as long

    void add(const Course& other);
    [[nodiscard]] std::size_t windows() const { return run.size(); }

    /// The first window, from `from` on, after which no span is down; none: the end is, or too near.
    [[nodiscard]] std::optional<std::size_t> recovered_from(std::size_t from) const;
    /// Whether there is a span, from `from` on, long enough to be judged.
    [[nodiscard]] bool can_be_judged(std::size_t from) const;
    /// In [from, to), of neighbours that hold enough together.
    [[nodiscard]] std::optional<Floor> floor(std::size_t from, std::size_t to) const;
    /// The share of the twin's good answers in the last 30 s.
    [[nodiscard]] std::optional<double> last_share() const;
    /// Seconds of the twin's goodput that were lost in [from, to), gains taken off: the area of the
    /// resilience triangle. At least 0.
    [[nodiscard]] double area_lost_s(std::size_t from, std::size_t to) const;
};

/// By journey. Both stand at the same instant.
[[nodiscard]] std::vector<Course> courses_of(const models::Simulation& run, const models::Simulation& twin);

} // namespace shaketable::analysis
