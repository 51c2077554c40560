#include "engine/event_queue.hpp"

#include <algorithm>

namespace shaketable::engine {

std::size_t EventQueue::bytes() const {
    return sizeof(*this) + chunks_.size() * sizeof(Chunk) + bottom_.bytes() + instant_.bytes();
}

void EventQueue::advance(Time to) {
    SHAKETABLE_ASSERT(to >= now_);
    if (bottom_.empty())
        (void)refill(); // what is due at `to` must be in the bottom before anything is scheduled there
    SHAKETABLE_ASSERT(instant_.empty() || to == now_);
    SHAKETABLE_ASSERT(bottom_.empty() || bottom_.front().time >= to);
    now_ = to;
}

void EventQueue::add_chunk(Bucket& bucket) {
    std::uint32_t chunk = free_chunk_;
    if (chunk == kNone) {
        chunk = static_cast<std::uint32_t>(chunks_.size());
        chunks_.emplace_back();
    } else {
        free_chunk_ = chunks_[chunk].next;
    }
    chunks_[chunk].next = kNone;
    if (bucket.count == 0)
        bucket.head = chunk;
    else
        chunks_[bucket.tail].next = chunk;
    bucket.tail = chunk;
}

// Of what is due now, everything in the bottom comes before everything in `instant_`.
void EventQueue::insert_at_now(Event event) {
    const bool after_an_instant_one = !instant_.empty() && instant_.front().before(event);
    if (!after_an_instant_one && event.time.ns() < bottom_end_ns_)
        insert(event);
    else
        instant_.insert_sorted(event);
}

// The bottom grew beyond what a sorted array is good for: all but the present instant (and what is earlier
// than the base, relative to which the ladder is filed) goes back to the ladder, whose levels below the
// bottom's are empty.
void EventQueue::relieve_bottom() {
    if (bottom_end_ns_ <= spill_end_ns())
        return; // all of one instant
    bottom_end_ns_ = spill_end_ns();
    base_ = std::max(base_, static_cast<std::uint64_t>(now_.ns()));
    Event* const later = std::find_if(bottom_.begin(), bottom_.end(), [this](const Event& event) {
        return event.time.ns() >= bottom_end_ns_;
    });
    std::for_each(later, bottom_.end(), [this](const Event& event) { file(event); });
    bottom_.keep(static_cast<std::size_t>(later - bottom_.begin()));
}

// Makes the earliest bucket the bottom, cascading as long as it is too large to sort. The bottom is empty.
bool EventQueue::refill() {
    for (;;) {
        unsigned level = 0;
        std::uint32_t digit = kBuckets;
        while (level < kLevels && (digit = occupied_[level].first()) == kBuckets)
            ++level;
        if (level == kLevels)
            return false;
        occupied_[level].remove(digit);
        const unsigned shift = level * kDigitBits;
        const std::uint64_t above =
            level + 1 == kLevels ? 0 : base_ >> (shift + kDigitBits) << (shift + kDigitBits);
        base_ = above | std::uint64_t{digit} << shift;
        Bucket& bucket = buckets_[level * kBuckets + digit];
        if (level == 0 || bucket.count <= kBottomTaken) {
            bottom_end_ns_ = static_cast<std::int64_t>(base_ + (1ULL << shift));
            take_as_bottom(bucket);
            take_neighbours(level, above);
            return true;
        }
        bottom_end_ns_ = static_cast<std::int64_t>(base_);
        const Bucket taken = bucket;
        bucket = Bucket{};
        cascade(taken);
    }
}

// Sparse buckets are taken together, which spares looking for each of them. The base stays where the first
// begins, so that the bottom can go back to the ladder.
void EventQueue::take_neighbours(unsigned level, std::uint64_t above) {
    while (bottom_.size() < kBottomWanted) {
        const std::uint32_t digit = occupied_[level].first();
        if (digit == kBuckets || buckets_[level * kBuckets + digit].count > kBottomTaken)
            return;
        occupied_[level].remove(digit);
        bottom_end_ns_ = static_cast<std::int64_t>(above + (std::uint64_t{digit + 1} << level * kDigitBits));
        take_as_bottom(buckets_[level * kBuckets + digit]);
    }
}

void EventQueue::take_as_bottom(Bucket& bucket) {
    const bool few = bucket.count <= kBottomTaken; // then sorting by insertion is quickest
    std::uint32_t chunk = bucket.head;
    for (std::uint32_t left = bucket.count; left > 0;) {
        const std::uint32_t here = std::min(left, kChunkEvents);
        for (std::uint32_t place = 0; place < here; ++place)
            few ? bottom_.insert_sorted(chunks_[chunk].events[place])
                : bottom_.push_back(chunks_[chunk].events[place]);
        left -= here;
        const std::uint32_t next = chunks_[chunk].next;
        free_chunk(chunk);
        chunk = next;
    }
    bucket = Bucket{};
    if (!few)
        std::sort(bottom_.begin(), bottom_.end(), [](const Event& a, const Event& b) { return a.before(b); });
}

// Files a bucket's events anew, relative to the base that is now its start: each goes to a lower level.
void EventQueue::cascade(Bucket bucket) {
    std::uint32_t chunk = bucket.head;
    for (std::uint32_t left = bucket.count; left > 0;) {
        const std::uint32_t here = std::min(left, kChunkEvents);
        const std::uint32_t next = chunks_[chunk].next;
        if (next != kNone)
            __builtin_prefetch(&chunks_[next]);
        for (std::uint32_t place = 0; place < here; ++place) {
            const Event event = chunks_[chunk].events[place]; // a copy: filing may move the chunks
            file(event);
        }
        free_chunk(chunk);
        left -= here;
        chunk = next;
    }
}

} // namespace shaketable::engine
