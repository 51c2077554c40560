#include "engine/histogram.hpp"

#include "engine/assert.hpp"

#include <algorithm>
#include <bit>

namespace shaketable::engine {

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

void Histogram::settle() {
    std::sort(pending_.begin(), pending_.end());
    std::vector<Count> merged;
    merged.reserve(settled_.size() + 16);
    auto old = settled_.cbegin();
    for (auto first = pending_.cbegin(); first != pending_.cend();) {
        const auto last = std::upper_bound(first, pending_.cend(), *first);
        while (old != settled_.cend() && old->bin < *first)
            merged.push_back(*old++);
        auto count = static_cast<std::uint64_t>(last - first);
        if (old != settled_.cend() && old->bin == *first)
            count += (old++)->count;
        merged.push_back(Count{*first, count});
        first = last;
    }
    merged.insert(merged.end(), old, settled_.cend());
    settled_ = std::move(merged);
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
    std::vector<Count> merged;
    const std::vector<Count> theirs = other.counts();
    auto mine = settled_.cbegin();
    for (const Count& entry : theirs) {
        while (mine != settled_.cend() && mine->bin < entry.bin)
            merged.push_back(*mine++);
        Count sum = entry;
        if (mine != settled_.cend() && mine->bin == entry.bin)
            sum.count += (mine++)->count;
        merged.push_back(sum);
    }
    merged.insert(merged.end(), mine, settled_.cend());
    settled_ = std::move(merged);
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
