// What a meter held in each window, from the first on. Windows that are alike follow each other as one: what
// rests costs nothing, however long it rests.
//
// Copies share what they have in common: a copy costs the same however much there is. What is once written
// never changes; whoever goes on writes behind it, or, if another copy has already gone on there, elsewhere.
// Copies may go on in different threads.
#pragma once

#include "engine/assert.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace shaketable::models {

__extension__ using Wide = __int128;

/// What a meter holds for one window, or the whole run. Counter: `sum` = how many. Gauge: `sum` = integral in
/// level x ns, `peak`. Timing: `sum` in ns, `count`, `peak` in ns.
struct MeterSum {
    Wide sum = 0;
    std::int64_t count = 0;
    std::int64_t peak = 0;

    bool operator==(const MeterSum&) const = default;
    void add(const MeterSum& other) {
        sum += other.sum;
        count += other.count;
        peak = std::max(peak, other.peak);
    }
};

class WindowSums {
  public:
    [[nodiscard]] std::size_t size() const { return end_; }
    /// Requires that the window has not been forgotten.
    [[nodiscard]] const MeterSum& operator[](std::size_t window) const;
    /// Calls `visit(first, end, sum)` for each run of windows that are alike and not forgotten.
    template <class Visit>
    void for_each_run(Visit visit) const;

    /// Of all windows that are not forgotten.
    [[nodiscard]] MeterSum total() const;

    /// Takes the memory that the next push_back may need, so that it can't fail; returns how many bytes more
    /// that are.
    std::size_t make_room();
    void push_back(const MeterSum& sum);
    /// Forgets all windows but the last.
    void forget() {
        block_.reset();
        runs_ = 0;
        claim_.held = false;
        known_from_ = end_ > 0 ? end_ - 1 : 0;
    }
    /// The same as push_back, then forget. It takes no memory.
    void replace_last(const MeterSum& sum) {
        last_ = sum;
        known_from_ = end_++;
    }

    /// Bytes of memory in use beside the object itself, shared or not.
    [[nodiscard]] std::size_t bytes() const;

  private:
    /// Runs that are over, and those before them.
    struct Block {
        explicit Block(std::uint32_t runs)
            : capacity(runs), sums(new MeterSum[runs]), ends(new std::uint32_t[runs]) {}
        [[nodiscard]] std::size_t bytes() const {
            return sizeof(*this) + capacity * (sizeof(MeterSum) + sizeof(std::uint32_t));
        }

        const std::uint32_t capacity;
        std::atomic<std::uint32_t> claimed = 0; // runs, by some copy
        std::unique_ptr<MeterSum[]> sums;
        std::unique_ptr<std::uint32_t[]> ends; // of each run: the window after its last
        std::shared_ptr<const Block> before;
        std::uint32_t runs_before = 0; // in that block
    };
    /// A place in the block is for this copy alone.
    struct Claim {
        Claim() = default;
        Claim(const Claim&) {}
        Claim(Claim&& other) noexcept : held(std::exchange(other.held, false)) {}
        Claim& operator=(const Claim&) {
            held = false;
            return *this;
        }
        Claim& operator=(Claim&& other) noexcept {
            held = std::exchange(other.held, false);
            return *this;
        }
        ~Claim() = default;

        bool held = false;
    };

    std::shared_ptr<Block> block_;
    MeterSum last_;                // of the run that may yet go on
    std::uint32_t end_ = 0;        // the window after its last
    std::uint32_t runs_ = 0;       // in the block, of this copy
    std::uint32_t known_from_ = 0; // the first window that is not forgotten
    Claim claim_;
};

inline const MeterSum& WindowSums::operator[](std::size_t window) const {
    SHAKETABLE_ASSERT(window >= known_from_ && window < end_);
    const Block* block = block_.get();
    std::uint32_t runs = runs_;
    const MeterSum* after = &last_; // the run behind those of the block
    for (; block != nullptr; runs = block->runs_before, block = block->before.get()) {
        if (runs == 0)
            continue;
        const std::uint32_t* const ends = block->ends.get();
        if (window >= ends[runs - 1])
            return *after;
        const std::uint32_t* const found = std::upper_bound(ends, ends + runs, window);
        after = &block->sums[static_cast<std::size_t>(found - ends)];
        if (found != ends)
            return *after;
    }
    return *after;
}

template <class Visit>
void WindowSums::for_each_run(Visit visit) const {
    std::vector<std::pair<const Block*, std::uint32_t>> blocks;
    std::uint32_t runs = runs_;
    for (const Block* block = block_.get(); block != nullptr; block = block->before.get()) {
        blocks.emplace_back(block, runs);
        runs = block->runs_before;
    }
    std::size_t first = known_from_;
    for (auto place = blocks.rbegin(); place != blocks.rend(); ++place)
        for (std::uint32_t run = 0; run < place->second; ++run) {
            const std::size_t end = place->first->ends[run];
            visit(first, end, std::as_const(place->first->sums[run]));
            first = end;
        }
    if (end_ > 0)
        visit(first, static_cast<std::size_t>(end_), last_);
}

inline MeterSum WindowSums::total() const {
    MeterSum total;
    for_each_run([&](std::size_t first, std::size_t end, const MeterSum& window) {
        const auto windows = static_cast<std::int64_t>(end - first);
        total.add({.sum = window.sum * windows, .count = window.count * windows, .peak = window.peak});
    });
    return total;
}

inline std::size_t WindowSums::make_room() {
    if (claim_.held || end_ == 0)
        return 0;
    if (block_ != nullptr && runs_ < block_->capacity) {
        std::uint32_t expected = runs_;
        claim_.held = block_->claimed.compare_exchange_strong(expected, runs_ + 1, std::memory_order_relaxed);
        if (claim_.held)
            return 0;
    }
    auto next = std::make_shared<Block>(block_ == nullptr ? 2 : std::max(runs_ * 2, 2U));
    next->before = block_;
    next->runs_before = runs_;
    next->claimed.store(1, std::memory_order_relaxed);
    block_ = std::move(next);
    runs_ = 0;
    claim_.held = true;
    return block_->bytes();
}

inline void WindowSums::push_back(const MeterSum& sum) {
    if (end_ > 0 && last_ == sum) {
        ++end_;
        return;
    }
    if (end_ > 0) {
        static_cast<void>(make_room());
        block_->sums[runs_] = last_;
        block_->ends[runs_] = end_;
        ++runs_;
        claim_.held = false;
    }
    last_ = sum;
    ++end_;
}

inline std::size_t WindowSums::bytes() const {
    std::size_t sum = 0;
    for (const Block* block = block_.get(); block != nullptr; block = block->before.get())
        sum += block->bytes();
    return sum;
}

} // namespace shaketable::models
