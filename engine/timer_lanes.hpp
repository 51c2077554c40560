// Time-outs of constant length: one first-in-first-out lane for each distinct length.
//
// Timers of one length expire in the order in which they were armed, so arming appends, cancelling unlinks,
// and both are O(1). A lane has at most one event in the pending-event set, its sentinel, filed under the
// time and sequence of a timer that was the earliest when it was filed. When the sentinel fires it delivers
// that timer, or, if it was cancelled, moves on to the present head. So a timer that is cancelled in time
// costs no event, and one that expires does so exactly where an event of its own would have stood.
//
// A timer is addressed by a slot that the owner chooses (for instance the index of a frame): one timer a
// slot.
#pragma once

#include "engine/event_queue.hpp"

#include <vector>

namespace shaketable::engine {

class TimerLanes {
  public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    TimerLanes() = default;
    /// The sentinel of lane i is an event of this kind whose index is i.
    TimerLanes(std::uint8_t sentinel_kind, const std::vector<Duration>& lengths) : kind_(sentinel_kind) {
        SHAKETABLE_ASSERT(lengths.size() < kUnarmed);
        for (const Duration length : lengths)
            lanes_.push_back(Lane{.length = length});
    }

    /// Makes room for slots below `count`.
    void reserve_slots(std::size_t count) {
        if (timers_.size() < count)
            timers_.resize(count);
    }
    [[nodiscard]] bool armed(std::uint32_t slot) const { return timers_[slot].lane() != kUnarmed; }
    /// Bytes of memory in use (what a vector holds in reserve is not touched, so it is not resident).
    [[nodiscard]] std::size_t bytes() const {
        return timers_.size() * sizeof(Timer) + lanes_.size() * sizeof(Lane);
    }

    /// The slot's timer expires at now + the lane's length. It must not be armed.
    void arm(EventQueue& queue, std::uint32_t lane_index, std::uint32_t slot) {
        Lane& lane = lanes_[lane_index];
        Timer& timer = timers_[slot];
        SHAKETABLE_ASSERT(timer.lane() == kUnarmed);
        timer = Timer{.expires = queue.now() + lane.length,
                      .filed = queue.take_sequence() << kLaneBits | lane_index,
                      .earlier = lane.last};
        if (lane.last == kNone)
            lane.first = slot;
        else
            timers_[lane.last].later = slot;
        lane.last = slot;
        if (!lane.has_sentinel)
            place_sentinel(queue, lane_index);
    }

    /// Does nothing if the slot's timer is not armed.
    void cancel(std::uint32_t slot) {
        Timer& timer = timers_[slot];
        if (timer.lane() == kUnarmed)
            return;
        Lane& lane = lanes_[timer.lane()];
        (timer.earlier == kNone ? lane.first : timers_[timer.earlier].later) = timer.later;
        (timer.later == kNone ? lane.last : timers_[timer.later].earlier) = timer.earlier;
        timer.filed = kUnarmed;
    }

    /// Handles a sentinel. Returns the slot whose timer expires now (disarmed), or kNone.
    [[nodiscard]] std::uint32_t expire(EventQueue& queue, const Event& sentinel) {
        const std::uint32_t lane_index = sentinel.index;
        Lane& lane = lanes_[lane_index];
        lane.has_sentinel = false;
        const std::uint32_t slot = lane.first;
        if (slot == kNone)
            return kNone;
        const bool due =
            timers_[slot].expires == sentinel.time && timers_[slot].sequence() == sentinel.sequence();
        if (due)
            cancel(slot);
        if (lane.first != kNone)
            place_sentinel(queue, lane_index);
        return due ? slot : kNone;
    }

  private:
    static constexpr unsigned kLaneBits = 64 - Event::kSequenceBits;
    static constexpr std::uint64_t kUnarmed = (1ULL << kLaneBits) - 1;

    struct Timer {
        Time expires;
        std::uint64_t filed = kUnarmed; // sequence, then lane
        std::uint32_t earlier = kNone;
        std::uint32_t later = kNone;

        [[nodiscard]] std::uint64_t sequence() const { return filed >> kLaneBits; }
        [[nodiscard]] std::uint64_t lane() const { return filed & kUnarmed; }
    };
    static_assert(sizeof(Timer) == 24);
    struct Lane {
        Duration length;
        std::uint32_t first = kNone;
        std::uint32_t last = kNone;
        bool has_sentinel = false;
    };

    void place_sentinel(EventQueue& queue, std::uint32_t lane_index) {
        Lane& lane = lanes_[lane_index];
        const Timer& head = timers_[lane.first];
        queue.push_as(head.expires, head.sequence(), Payload{.kind = kind_, .index = lane_index});
        lane.has_sentinel = true;
    }

    std::uint8_t kind_ = 0;
    std::vector<Lane> lanes_;
    std::vector<Timer> timers_;
};

} // namespace shaketable::engine
