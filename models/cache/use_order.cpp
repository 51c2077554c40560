#include "models/cache/use_order.hpp"

#include "engine/assert.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::models {

UseOrder::UseOrder(std::uint32_t keys, std::uint32_t levels) : places_(keys, Place{}), levels_(levels) {
    SHAKETABLE_ASSERT(levels >= 1 && levels <= 256);
}

void UseOrder::put_last(std::uint32_t key, std::uint32_t level) {
    Level& to = levels_[level];
    const Place before = places_[key];
    if (before.number == kNone)
        ++size_;
    else
        --levels_[before.level].counting;
    if (to.log.size() >= kLogMin && to.log.size() > 2 * (to.counting + 1))
        write_anew(level);
    places_.change(key) = {.number = to.log.size(), .level = level};
    to.log.add() = key;
    ++to.counting;
}

void UseOrder::remove(std::uint32_t key) {
    if (!has(key))
        return;
    --levels_[places_[key].level].counting;
    places_.change(key).number = kNone;
    --size_;
}

std::uint32_t UseOrder::first() {
    SHAKETABLE_ASSERT(size_ > 0);
    const auto found =
        std::find_if(levels_.begin(), levels_.end(), [](const Level& level) { return level.counting > 0; });
    const auto level = static_cast<std::uint32_t>(found - levels_.begin());
    while (!counts(level, found->oldest))
        ++found->oldest;
    return found->log[found->oldest];
}

void UseOrder::write_anew(std::uint32_t level) {
    Level& old = levels_[level];
    SharedPages<std::uint32_t> log;
    for (std::uint32_t number = old.oldest; number < old.log.size(); ++number)
        if (counts(level, number)) {
            const std::uint32_t key = old.log[number];
            places_.change(key).number = log.size();
            log.add() = key;
        }
    old.log = std::move(log);
    old.oldest = 0;
}

std::size_t UseOrder::bytes() const {
    std::size_t sum = places_.bytes() + levels_.capacity() * sizeof(Level);
    for (const Level& level : levels_)
        sum += level.log.bytes();
    return sum;
}

} // namespace shaketable::models
