#include "engine/histogram.hpp"

#include "engine/assert.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace shaketable::engine {

namespace {
constexpr std::size_t kFewBins = 64;
}

std::uint16_t LogLinearBins::bin_of(Duration value) {
    const auto ns = static_cast<std::uint64_t>(value.ns() > 0 ? value.ns() : 0);
    const unsigned width = static_cast<unsigned>(std::bit_width(ns));
    if (width <= kLinearBits + 1)
        return static_cast<std::uint16_t>(ns);
    const unsigned shift = width - kLinearBits - 1;
    return static_cast<std::uint16_t>((shift << kLinearBits) + (ns >> shift));
}

Duration LogLinearBins::middle_of(std::uint16_t bin) {
    constexpr unsigned kPerPower = 1U << kLinearBits;
    if (bin < 2 * kPerPower)
        return Duration::from_ns(bin);
    const unsigned shift = bin / kPerPower - 1;
    const std::uint64_t start = static_cast<std::uint64_t>(bin % kPerPower + kPerPower) << shift;
    return Duration::from_ns(static_cast<std::int64_t>(start + (1ULL << shift) / 2));
}

namespace {

/// The counts of `bins`, by bin. Few are sorted; many are counted in a table of all bins.
std::vector<Histogram::Count> counted(std::vector<std::uint16_t>& bins) {
    std::vector<Histogram::Count> counts;
    if (bins.size() < kFewBins) {
        std::sort(bins.begin(), bins.end());
        for (const std::uint16_t bin : bins)
            if (counts.empty() || counts.back().bin != bin)
                counts.push_back({bin, 1});
            else
                ++counts.back().count;
        return counts;
    }
    const auto [least, most] = std::minmax_element(bins.begin(), bins.end());
    const std::size_t first = *least;
    std::array<std::uint16_t, LogLinearBins::kBins> table; // NOLINT: cleared as far as it is used
    std::fill_n(table.begin(), *most - first + 1, std::uint16_t{0});
    for (const std::uint16_t bin : bins)
        ++table[bin - first];
    for (std::size_t place = 0; place <= *most - first; ++place)
        if (table[place] != 0)
            counts.push_back({static_cast<std::uint16_t>(first + place), table[place]});
    return counts;
}

std::vector<Histogram::Count> merged(const std::vector<Histogram::Count>& mine,
                                     const std::vector<Histogram::Count>& theirs) {
    std::vector<Histogram::Count> all;
    all.reserve(mine.size() + theirs.size());
    auto next = mine.cbegin();
    for (const Histogram::Count& entry : theirs) {
        while (next != mine.cend() && next->bin < entry.bin)
            all.push_back(*next++);
        all.push_back(entry);
        if (next != mine.cend() && next->bin == entry.bin)
            all.back().count += (next++)->count;
    }
    all.insert(all.end(), next, mine.cend());
    return all;
}

} // namespace

void Histogram::settle() {
    settled_ = merged(settled_, counted(pending_));
    pending_.clear();
}

void Histogram::close() {
    settle();
    settled_.shrink_to_fit();
    pending_.shrink_to_fit();
}

std::vector<Histogram::Count> Histogram::counts() const {
    Histogram copy = *this;
    copy.settle();
    return copy.settled_;
}

void Histogram::add(const Histogram& other) {
    settle();
    settled_ = merged(settled_, other.counts());
}

std::uint64_t Histogram::count() const {
    std::uint64_t total = pending_.size();
    for (const Count& entry : settled_)
        total += entry.count;
    return total;
}

Duration Histogram::quantile(double share) const {
    const std::vector<Count> all = counts();
    std::uint64_t total = 0;
    for (const Count& entry : all)
        total += entry.count;
    const double wanted = share * static_cast<double>(total);
    std::uint64_t seen = 0;
    for (const Count& entry : all) {
        seen += entry.count;
        if (static_cast<double>(seen) >= wanted && seen > 0)
            return LogLinearBins::middle_of(entry.bin);
    }
    return Duration();
}

} // namespace shaketable::engine
