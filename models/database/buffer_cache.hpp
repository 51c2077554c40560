// Which blocks of a database are in memory: exact LRU over a fixed number of blocks.
//
// What is evicted is the block whose last touch is longest ago. (PostgreSQL's clock sweep and InnoDB's
// midpoint insertion approximate it, each in its way.) Only which blocks are there is kept, not what is in
// them.
//
// Touches are numbered. A hash table (open addressing, linear probing) has each block with the number of its
// last touch; a log has, by number, the hash of what was touched. An entry of the log counts while the
// block's slot still has its number; the first that counts is of the least recently used block. So a touch
// changes one slot and the end of the log. (A list in order of use would mend links in three places far
// apart: three pages to copy after a copy of the cache, and three waits for memory; it was measured to be
// three times as slow.)
//
// Once the log has half as many entries again as blocks fit, the touches that count are numbered anew. That
// happens at most once in as many touches as half the blocks, and takes the time of one sweep; but it writes
// every page, so a copy that does it shares nothing afterwards.
//
// Invariants: the slots have the blocks in memory and no others; their last touches differ, and none is
// before `oldest_`. Which blocks are there depends on the calls alone, not on copies, threads or addresses.
//
// Full, it takes 24 bytes a block: 1.5 slots of 12 bytes and up to 1.5 entries of 4. It grows by doubling up
// to its capacity, and takes up to twice as much a block meanwhile.
//
// A plain value. Copies share memory page by page until they differ (models/shared_pages.hpp) and may go on
// in different threads. Moved from, it may only be assigned or destroyed. After std::bad_alloc, likewise.
#pragma once

#include "models/shared_pages.hpp"

#include <cstddef>
#include <cstdint>

namespace shaketable::models {

class BufferCache {
  public:
    static constexpr std::uint32_t kBlocksMax = 2'000'000'000;

    /// Sets how many blocks fit, 0 at first, at most kBlocksMax; evicts the least recently used of what does
    /// not fit any more.
    void resize(std::uint32_t blocks);
    /// Whether the block was in memory. Now it is, as the most recently used, in place of the least recently
    /// used if there is no room; with a capacity of 0 it never is. A touch of the most recent block again
    /// changes nothing.
    [[nodiscard]] bool touch(std::uint64_t block);
    /// Evicts all; the capacity stays.
    void clear();

    /// Whether the block is in memory; asking is no touch.
    [[nodiscard]] bool holds(std::uint64_t block) const;
    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] std::uint32_t capacity() const { return capacity_; }
    /// Bytes of memory in use beside the object itself, shared with copies or not.
    [[nodiscard]] std::size_t bytes() const { return slots_.bytes() + log_.bytes(); }
    /// Those of `bytes` that the other, a copy of this or its original, does not share.
    [[nodiscard]] std::size_t bytes_apart(const BufferCache& other) const {
        return slots_.bytes_apart(other.slots_) + log_.bytes_apart(other.log_);
    }

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    struct Slot {
        void set_block(std::uint64_t block) {
            block_low = static_cast<std::uint32_t>(block);
            block_high = static_cast<std::uint32_t>(block >> 32U);
        }
        [[nodiscard]] std::uint64_t block() const { return (std::uint64_t{block_high} << 32U) | block_low; }

        std::uint32_t block_low = 0; // in halves: a word of 64 bits would have the slot padded to 16 bytes
        std::uint32_t block_high = 0;
        std::uint32_t last_touch = kNone; // none: the slot is empty
    };
    static_assert(sizeof(Slot) == 12);

    /// How many blocks the slots are made for: two thirds of them.
    [[nodiscard]] std::uint32_t room() const { return slots_.size() / 3 * 2; }
    [[nodiscard]] std::uint32_t home_of(std::uint32_t hash) const;
    [[nodiscard]] std::uint32_t after(std::uint32_t slot) const;
    [[nodiscard]] std::uint32_t steps(std::uint32_t from_slot, std::uint32_t to_slot) const;
    /// The slot that has the block, or else the empty one where it belongs.
    [[nodiscard]] std::uint32_t find(std::uint64_t block) const;
    /// The slot whose last touch it is; kNone: it does not count any more.
    [[nodiscard]] std::uint32_t slot_of_touch(std::uint32_t touch) const;
    void evict_oldest();
    void empty(std::uint32_t slot);
    void make_room(std::uint32_t blocks);
    void renumber_touches();

    SharedPages<Slot> slots_;
    SharedPages<std::uint32_t> log_; // by touch: the block's hash. Never longer than there are slots
    std::uint32_t oldest_ = 0;       // touch: none before it counts
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
};

} // namespace shaketable::models
