// A sparse log-linear histogram of lengths of time: relative error of a quantile at most 1/128.
//
// Each power of two is cut into 64 equal bins, so that a bin's middle is within 0.79 % of any value in it;
// below 128 ns every nanosecond has its own bin. What is recorded is kept as a list of bin numbers until
// there are kPending of them, then sorted in: memory is bounded by the number of different bins, not by what
// is recorded.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::engine {

/// The bins of all histograms. Bin numbers grow with the value.
struct LogLinearBins {
    static constexpr unsigned kLinearBits = 6;
    static constexpr std::size_t kBins = (64 - kLinearBits) << kLinearBits;
    [[nodiscard]] static std::uint16_t bin_of(Duration value);
    /// The value in the middle of the bin.
    [[nodiscard]] static Duration middle_of(std::uint16_t bin);
};

class Histogram {
  public:
    struct Count {
        std::uint16_t bin = 0;
        std::uint64_t count = 0;
    };

    /// Negative values count as 0.
    void record(Duration value) {
        pending_.push_back(LogLinearBins::bin_of(value));
        if (pending_.size() == kPending)
            settle();
    }
    void add(const Histogram& other);
    [[nodiscard]] std::uint64_t count() const;
    /// The smallest bin's middle with at least `share` (0..1) of all values at or below it. 0 if empty.
    [[nodiscard]] Duration quantile(double share) const;
    /// The counts by bin, in increasing order of bins.
    [[nodiscard]] std::vector<Count> counts() const;
    /// Sorts in what is pending and gives back spare memory: for a window that is closed.
    void close();
    /// Bytes of memory in use beside the histogram itself.
    [[nodiscard]] std::size_t bytes() const {
        return settled_.capacity() * sizeof(Count) + pending_.capacity() * sizeof(std::uint16_t);
    }

  private:
    static constexpr std::size_t kPending = 1024;
    void settle();

    std::vector<Count> settled_; // sorted by bin
    std::vector<std::uint16_t> pending_;
};

} // namespace shaketable::engine
