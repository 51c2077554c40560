#include "engine/alias_table.hpp"

#include "engine/assert.hpp"

#include <cmath>
#include <cstddef>

namespace shaketable::engine {

AliasTable::AliasTable(const std::vector<Entry>& entries) {
    SHAKETABLE_ASSERT(!entries.empty() && entries.size() <= UINT32_MAX);
    double largest = 0.0;
    for (const Entry& entry : entries) {
        SHAKETABLE_ASSERT(entry.weight >= 0.0 && std::isfinite(entry.weight));
        largest = entry.weight > largest ? entry.weight : largest;
    }
    SHAKETABLE_ASSERT(largest > 0.0);
    double total = 0.0; // of weight / largest: no overflow
    for (const Entry& entry : entries)
        total += entry.weight / largest;

    cells_.reserve(entries.size());
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
        const double share = entries[i].weight / largest / total * static_cast<double>(entries.size());
        cells_.push_back({.keep = share, .alias = i, .interval = entries[i].interval});
    }
    fill_up();
}

void AliasTable::fill_up() {
    std::vector<std::uint32_t> small; // cells that hold less than their share 1/n, the rest to be filled up
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < cells_.size(); ++i)
        (cells_[i].keep < 1.0 ? small : large).push_back(i);
    while (!small.empty() && !large.empty()) {
        const std::uint32_t filled = small.back();
        const std::uint32_t donor = large.back();
        small.pop_back();
        cells_[filled].alias = donor;
        double& left = cells_[donor].keep;
        left = (left + cells_[filled].keep) - 1.0;
        if (left < 1.0) {
            large.pop_back();
            small.push_back(donor);
        }
    }
    for (const std::uint32_t i : large) // what rounding left over is a full cell
        cells_[i].keep = 1.0;
    for (const std::uint32_t i : small)
        cells_[i].keep = 1.0;
}

// One draw decides both the cell and whether to stay in it. unit() * n rounds to less than n, for any n below
// 2^32.
const Interval& AliasTable::pick(Draws& draws) const {
    const double scaled = draws.unit() * static_cast<double>(cells_.size());
    const std::size_t cell = static_cast<std::size_t>(scaled);
    const bool stays = scaled - static_cast<double>(cell) < cells_[cell].keep;
    return cells_[stays ? cell : cells_[cell].alias].interval;
}

double AliasTable::mean() const {
    const auto middle = [](const Interval& interval) { return interval.from + 0.5 * interval.width; };
    double sum = 0.0;
    for (const Cell& cell : cells_)
        sum += cell.keep * middle(cell.interval) + (1.0 - cell.keep) * middle(cells_[cell.alias].interval);
    return sum / static_cast<double>(cells_.size());
}

} // namespace shaketable::engine
