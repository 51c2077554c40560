// What a meter held in each window, from the first on. Windows that are alike follow each other as one: what
// rests costs nothing, however long it rests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
    [[nodiscard]] std::size_t size() const { return ends_.empty() ? 0 : ends_.back(); }
    [[nodiscard]] const MeterSum& operator[](std::size_t window) const {
        const auto after = std::upper_bound(ends_.begin(), ends_.end(), window);
        return sums_[static_cast<std::size_t>(after - ends_.begin())];
    }
    /// Calls `visit(first, end, sum)` for each run of windows that are alike.
    template <class Visit>
    void for_each_run(Visit visit) const {
        std::size_t first = 0;
        for (std::size_t run = 0; run < sums_.size(); ++run) {
            visit(first, static_cast<std::size_t>(ends_[run]), sums_[run]);
            first = ends_[run];
        }
    }

    /// Takes the memory that the next push_back may need; returns how many bytes more that are.
    std::size_t make_room() {
        if (sums_.size() < sums_.capacity() && ends_.size() < ends_.capacity())
            return 0;
        const std::size_t before = bytes();
        const std::size_t next = sums_.empty() ? 1 : sums_.size() * 2;
        sums_.reserve(next);
        ends_.reserve(next);
        return bytes() - before;
    }
    void push_back(const MeterSum& sum) {
        if (!sums_.empty() && sums_.back() == sum) {
            ++ends_.back();
            return;
        }
        sums_.push_back(sum);
        ends_.push_back(static_cast<std::uint32_t>(size() + 1));
    }

    /// Bytes of memory in use beside the object itself.
    [[nodiscard]] std::size_t bytes() const {
        return sums_.capacity() * sizeof(MeterSum) + ends_.capacity() * sizeof(std::uint32_t);
    }

  private:
    std::vector<MeterSum> sums_;
    std::vector<std::uint32_t> ends_; // of each run: the window after its last
};

} // namespace shaketable::models
