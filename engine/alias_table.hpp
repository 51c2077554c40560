// A choice among intervals by weight, in one draw and constant time: A. J. Walker's alias method (ACM TOMS
// 3:3, 1977), the table filled by M. D. Vose's procedure ("A linear algorithm for generating random numbers
// with a given distribution", IEEE Trans. Software Engineering 17:9, 1991).
//
// Immutable after construction. A single value is an interval of width 0. Each of the n cells has the chance
// 1/n and is shared by at most two intervals. A draw has 53 bits, so a probability is met to within n 2^-53.
#pragma once

#include "engine/random.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::engine {

struct Interval {
    double from = 0.0;
    double width = 0.0;
};

class AliasTable {
  public:
    /// Weights are finite, none is negative and one at least positive; they need not sum to 1.
    struct Entry {
        Interval interval;
        double weight = 1.0;
    };

    AliasTable() = default; // must not be picked from
    explicit AliasTable(const std::vector<Entry>& entries);

    [[nodiscard]] const Interval& pick(Draws& draws) const;
    /// Of the middles of the intervals, with the probabilities of `pick`.
    [[nodiscard]] double mean() const;

  private:
    struct Cell {
        double keep = 1.0; // probability of staying here, else `alias`
        std::uint32_t alias = 0;
        Interval interval;
    };
    void fill_up();

    std::vector<Cell> cells_;
};

} // namespace shaketable::engine
