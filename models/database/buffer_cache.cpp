#include "models/database/buffer_cache.hpp"

#include "engine/assert.hpp"
#include "engine/random.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace shaketable::models {

namespace {

constexpr std::uint32_t kRoomMin = 64; // blocks; with fewer, the touches would be numbered anew all the time

std::uint32_t hash_of(std::uint64_t block) { return static_cast<std::uint32_t>(engine::mix(block) >> 32U); }

/// A set of numbers below `end` that knows how many of them are below a given one.
class RankedSet {
  public:
    explicit RankedSet(std::uint32_t end) : words_(end / 64 + 1), below_(end / 64 + 1) {}

    void add(std::uint32_t number) { words_[number / 64] |= bit(number); }
    [[nodiscard]] bool has(std::uint32_t number) const { return (words_[number / 64] & bit(number)) != 0; }
    /// To be called when all are in.
    void rank() {
        std::uint32_t sum = 0;
        for (std::size_t word = 0; word < words_.size(); ++word) {
            below_[word] = sum;
            sum += static_cast<std::uint32_t>(std::popcount(words_[word]));
        }
    }
    [[nodiscard]] std::uint32_t rank_of(std::uint32_t number) const {
        const std::uint64_t lower = words_[number / 64] & (bit(number) - 1);
        return below_[number / 64] + static_cast<std::uint32_t>(std::popcount(lower));
    }

  private:
    static std::uint64_t bit(std::uint32_t number) { return std::uint64_t{1} << number % 64; }

    std::vector<std::uint64_t> words_;
    std::vector<std::uint32_t> below_; // by word: how many are in those before it
};

} // namespace

/// The hash as a fraction of 2^32, of the slots: their number need not be a power of two.
std::uint32_t BufferCache::home_of(std::uint32_t hash) const {
    return static_cast<std::uint32_t>((std::uint64_t{hash} * slots_.size()) >> 32U);
}

std::uint32_t BufferCache::after(std::uint32_t slot) const {
    return slot + 1 == slots_.size() ? 0 : slot + 1;
}

std::uint32_t BufferCache::steps(std::uint32_t from_slot, std::uint32_t to_slot) const {
    return to_slot - from_slot + (to_slot < from_slot ? slots_.size() : 0);
}

std::uint32_t BufferCache::find(std::uint64_t block) const {
    std::uint32_t slot = home_of(hash_of(block));
    while (slots_[slot].last_touch != kNone && slots_[slot].block() != block)
        slot = after(slot);
    return slot;
}

std::uint32_t BufferCache::slot_of_touch(std::uint32_t touch) const {
    for (std::uint32_t slot = home_of(log_[touch]);; slot = after(slot)) {
        const std::uint32_t last_touch = slots_[slot].last_touch;
        if (last_touch == touch)
            return slot;
        if (last_touch == kNone)
            return kNone;
    }
}

bool BufferCache::holds(std::uint64_t block) const {
    return size_ > 0 && slots_[find(block)].last_touch != kNone;
}

bool BufferCache::touch(std::uint64_t block) {
    if (capacity_ == 0)
        return false;
    if (size_ == room() && size_ < capacity_)
        make_room(size_ < capacity_ / 2 ? size_ * 2 : capacity_);
    if (log_.size() == slots_.size())
        renumber_touches();
    const std::uint32_t slot = find(block);
    const std::uint32_t last_touch = slots_[slot].last_touch;
    const bool was_there = last_touch != kNone;
    if (was_there && last_touch + 1 == log_.size())
        return true;
    Slot& touched = slots_.change(slot);
    touched.set_block(block);
    touched.last_touch = log_.size();
    log_.add() = hash_of(block);
    if (!was_there && ++size_ > capacity_)
        evict_oldest();
    return was_there;
}

void BufferCache::evict_oldest() {
    std::uint32_t slot = slot_of_touch(oldest_);
    while (slot == kNone)
        slot = slot_of_touch(++oldest_);
    empty(slot);
    ++oldest_;
    --size_;
}

/// Closes the gap: a block that probing would not reach any more, across the empty slot, moves there.
void BufferCache::empty(std::uint32_t slot) {
    std::uint32_t gap = slot;
    for (std::uint32_t next = after(gap); slots_[next].last_touch != kNone; next = after(next)) {
        const std::uint32_t home = home_of(hash_of(slots_[next].block()));
        if (steps(home, next) < steps(gap, next))
            continue;
        const Slot moved = slots_[next]; // a value: the change may let go of the page
        slots_.change(gap) = moved;
        gap = next;
    }
    slots_.change(gap).last_touch = kNone;
}

void BufferCache::make_room(std::uint32_t blocks) {
    const std::uint32_t room = std::max(blocks, kRoomMin);
    const SharedPages<Slot> from = std::exchange(slots_, SharedPages<Slot>((room + 1) / 2 * 3, Slot{}));
    for (std::uint32_t slot = 0; slot < from.size(); ++slot)
        if (from[slot].last_touch != kNone)
            slots_.change(find(from[slot].block())) = from[slot];
}

void BufferCache::renumber_touches() {
    RankedSet touches(log_.size()); // that count
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot)
        if (slots_[slot].last_touch != kNone)
            touches.add(slots_[slot].last_touch);
    touches.rank();
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot)
        if (slots_[slot].last_touch != kNone)
            slots_.change(slot).last_touch = touches.rank_of(slots_[slot].last_touch);
    SharedPages<std::uint32_t> log;
    for (std::uint32_t touch = oldest_; touch < log_.size(); ++touch)
        if (touches.has(touch))
            log.add() = log_[touch];
    log_ = std::move(log);
    oldest_ = 0;
}

void BufferCache::resize(std::uint32_t blocks) {
    SHAKETABLE_ASSERT(blocks <= kBlocksMax);
    capacity_ = blocks;
    if (blocks == 0)
        return clear();
    while (size_ > blocks)
        evict_oldest();
    if (room() > std::max(blocks, kRoomMin) + 1) {
        renumber_touches(); // or the log might be longer than there are slots
        make_room(blocks);
    }
}

void BufferCache::clear() {
    BufferCache cleared;
    cleared.capacity_ = capacity_;
    *this = std::move(cleared);
}

} // namespace shaketable::models
