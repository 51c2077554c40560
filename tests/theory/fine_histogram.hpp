// A histogram of lengths with bins of 0.1 %, so that a percentile can be compared with its closed form to
// within far less than a tolerance. Kept apart from engine::Histogram, which is under test.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shaketable::theory {

class FineHistogram {
  public:
    void record(std::int64_t ns) {
        const std::size_t bin = bin_of(static_cast<std::uint64_t>(ns));
        if (bin >= counts_.size())
            counts_.resize(bin + 1);
        ++counts_[bin];
        ++total_;
    }

    void merge(const FineHistogram& other) {
        if (other.counts_.size() > counts_.size())
            counts_.resize(other.counts_.size());
        for (std::size_t bin = 0; bin < other.counts_.size(); ++bin)
            counts_[bin] += other.counts_[bin];
        total_ += other.total_;
    }

    /// The length in ns with this share at or below it, linear within its bin; 0 if empty.
    [[nodiscard]] double quantile(double share) const {
        const double wanted = share * static_cast<double>(total_);
        double before = 0.0;
        for (std::size_t bin = 0; bin < counts_.size(); ++bin) {
            const auto here = static_cast<double>(counts_[bin]);
            if (here > 0.0 && before + here >= wanted)
                return low_of(bin) +
                       (low_of(bin + 1) - low_of(bin)) * (bin == 0 ? 0.0 : (wanted - before) / here);
            before += here;
        }
        return 0.0;
    }

  private:
    static constexpr unsigned kBits = 10; // each power of two in 2^kBits bins; below 2^kBits every ns its own

    static std::size_t bin_of(std::uint64_t ns) {
        if (ns < (1U << kBits))
            return static_cast<std::size_t>(ns);
        const auto shift = static_cast<unsigned>(std::bit_width(ns)) - kBits - 1;
        return static_cast<std::size_t>((std::uint64_t{shift} << kBits) + (ns >> shift));
    }
    static double low_of(std::size_t bin) {
        if (bin < (2U << kBits))
            return static_cast<double>(bin);
        const std::size_t shift = (bin >> kBits) - 1;
        return static_cast<double>(((bin & ((1U << kBits) - 1)) + (1U << kBits)) << shift);
    }

    std::vector<std::uint64_t> counts_;
    std::uint64_t total_ = 0;
};

} // namespace shaketable::theory
