// The pending-event set: a radix ladder.
//
// Simulated time never goes back, so an event is filed by the highest byte in which its time differs from the
// current base: 8 levels of 256 buckets, with a bit map for each level. The earliest bucket is found by
// counting zeros; small ones become the sorted `bottom`, from which events are taken, a large one is cascaded
// into finer levels. Events at the present instant go through a plain FIFO. Nothing needs tuning to
// the scale of time. (After Ahuja, Mehlhorn, Orlin, Tarjan: "Faster algorithms for the shortest path
// problem", JACM 1990, and Tang, Goh, Thng: "Ladder queue", TOMACS 2005.)
//
// Invariants: events leave in increasing (time, sequence); no event is earlier than now(); all state is
// values, so that a copy of the queue goes on exactly as the original would.
#pragma once

#include "engine/assert.hpp"
#include "engine/event_list.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace shaketable::engine {

class EventQueue {
  public:
    [[nodiscard]] Time now() const { return now_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// Bytes of memory in use (what a vector holds in reserve is not touched, so it is not resident).
    [[nodiscard]] std::size_t bytes() const;

    /// Takes the next sequence number without scheduling anything (for timers kept elsewhere).
    [[nodiscard]] std::uint64_t take_sequence() {
        SHAKETABLE_ASSERT(next_sequence_ < Event::kSequenceMax);
        return next_sequence_++;
    }

    /// Schedules `payload` at `at` >= now().
    void push(Time at, const Payload& payload) {
        SHAKETABLE_ASSERT(at >= now_);
        const Event event = Event::make(at, take_sequence(), payload);
        ++size_;
        if (at == now_)
            instant_.push_back(event);
        else
            insert(event);
    }
    void push_after(Duration delay, const Payload& payload) { push(now_ + delay, payload); }

    /// Schedules `payload` under a sequence number taken earlier: it goes before everything scheduled since.
    void push_as(Time at, std::uint64_t sequence, const Payload& payload) {
        SHAKETABLE_ASSERT(at >= now_);
        ++size_;
        const Event event = Event::make(at, sequence, payload);
        if (__builtin_expect(at == now_, 0))
            insert_at_now(event);
        else
            insert(event);
    }

    /// Takes the earliest event, unless it is later than `limit` >= now(); then nothing changes. now()
    /// becomes its time.
    [[nodiscard]] bool pop(Time limit, Event& event) {
        SHAKETABLE_ASSERT(limit >= now_);
        if (bottom_.empty() || bottom_.front().time != now_) {
            if (!instant_.empty()) {
                event = instant_.pop_front();
                --size_;
                return true;
            }
            if (bottom_.empty() && !refill())
                return false;
        }
        if (bottom_.front().time > limit)
            return false;
        event = bottom_.pop_front();
        now_ = event.time;
        --size_;
        return true;
    }

    /// Moves the clock to `to` >= now(). No pending event may be earlier.
    void advance(Time to);

  private:
    static constexpr unsigned kDigitBits = 8;
    static constexpr unsigned kLevels = 8;
    static constexpr std::uint32_t kBuckets = 1U << kDigitBits;
    static constexpr std::uint32_t kChunkEvents = 8;
    static constexpr std::uint32_t kBottomTaken = 64; // a bucket up to this size becomes the bottom
    static constexpr std::size_t kBottomWanted = 24;  // fewer, and the next bucket joins it
    static constexpr std::size_t kBottomMax = 96;     // above, the bottom goes back to the ladder
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    /// The buckets of a level that hold something.
    class Occupied {
      public:
        void add(std::uint32_t digit) { words_[digit / 64] |= 1ULL << digit % 64; }
        void remove(std::uint32_t digit) { words_[digit / 64] &= ~(1ULL << digit % 64); }
        /// kBuckets if there is none.
        [[nodiscard]] std::uint32_t first() const {
            std::uint32_t word = 0;
            while (word < words_.size() && words_[word] == 0)
                ++word;
            return word == words_.size()
                       ? kBuckets
                       : word * 64 + static_cast<std::uint32_t>(std::countr_zero(words_[word]));
        }

      private:
        std::array<std::uint64_t, kBuckets / 64> words_{};
    };
    struct Chunk {
        std::array<Event, kChunkEvents> events;
        std::uint32_t next = kNone;
    };
    struct Bucket {
        std::uint32_t head = kNone;
        std::uint32_t tail = kNone;
        std::uint32_t count = 0;
    };

    // By value, so that an event that is made here stays in registers until it is where it belongs.
    void insert(Event event) {
        if (event.time.ns() < bottom_end_ns_ && bottom_.size() >= kBottomMax)
            relieve_bottom();
        if (event.time.ns() < bottom_end_ns_)
            bottom_.insert_sorted(event);
        else
            file(event);
    }
    void file(Event event) {
        const auto time = static_cast<std::uint64_t>(event.time.ns());
        const std::uint64_t differing = (time ^ base_) | 1U;
        const unsigned highest_bit = 63U - static_cast<unsigned>(std::countl_zero(differing));
        const unsigned level = highest_bit / kDigitBits;
        const auto digit = static_cast<std::uint32_t>(time >> (level * kDigitBits)) % kBuckets;
        occupied_[level].add(digit);
        append(buckets_[level * kBuckets + digit], event);
    }
    void append(Bucket& bucket, Event event) {
        const std::uint32_t place = bucket.count % kChunkEvents;
        if (place == 0)
            add_chunk(bucket);
        chunks_[bucket.tail].events[place] = event;
        ++bucket.count;
    }
    void add_chunk(Bucket& bucket);
    void insert_at_now(Event event);
    void relieve_bottom();
    /// From here on the bottom can go back to the ladder. A bottom that was looked ahead for begins after
    /// now.
    [[nodiscard]] std::int64_t spill_end_ns() const {
        return std::max(now_.ns() + 1, static_cast<std::int64_t>(base_));
    }
    bool refill();
    void take_as_bottom(Bucket& bucket);
    void take_neighbours(unsigned level, std::uint64_t above);
    void cascade(Bucket bucket);
    void free_chunk(std::uint32_t chunk) {
        chunks_[chunk].next = free_chunk_;
        free_chunk_ = chunk;
    }

    Time now_;
    std::uint64_t next_sequence_ = 0;
    std::size_t size_ = 0;
    std::uint64_t base_ = 0;         // every filed event shares the digits of base_ above its level
    std::int64_t bottom_end_ns_ = 0; // an event earlier than this belongs to the bottom
    EventList bottom_;               // sorted
    EventList instant_;              // scheduled at now() for now(); later than everything else at now()
    std::array<Occupied, kLevels> occupied_{};
    std::array<Bucket, kLevels * kBuckets> buckets_{};
    std::vector<Chunk> chunks_;
    std::uint32_t free_chunk_ = kNone;
};

} // namespace shaketable::engine
