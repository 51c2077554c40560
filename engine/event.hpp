// An event: a small plain value that says when, in which order, and what for.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <type_traits>

namespace shaketable::engine {

/// What an event is about. `kind` chooses the handler; the rest is the handler's. A late event finds out by
/// `epoch` (a generation kept by whatever `index` addresses) that it has nothing to do any more.
struct Payload {
    std::uint8_t kind = 0;
    std::uint16_t detail = 0;
    std::uint32_t index = 0;
    std::uint32_t epoch = 0;
};

/// 24 bytes. Events are ordered by (time, sequence): the order of scheduling decides ties.
struct Event {
    static constexpr unsigned kSequenceBits = 40;
    static constexpr std::uint64_t kSequenceMax = (1ULL << kSequenceBits) - 1;

    Time time;
    std::uint64_t order = 0; // sequence, then kind and detail, which never decide: sequences are unique
    std::uint32_t index = 0;
    std::uint32_t epoch = 0;

    [[nodiscard]] static Event make(Time at, std::uint64_t sequence, const Payload& payload) {
        return Event{at, sequence << 24 | std::uint64_t{payload.kind} << 16 | payload.detail, payload.index,
                     payload.epoch};
    }
    [[nodiscard]] std::uint64_t sequence() const { return order >> 24; }
    [[nodiscard]] std::uint8_t kind() const { return static_cast<std::uint8_t>(order >> 16); }
    [[nodiscard]] std::uint16_t detail() const { return static_cast<std::uint16_t>(order); }
    [[nodiscard]] bool before(const Event& other) const {
        return time < other.time || (time == other.time && order < other.order);
    }
};
static_assert(sizeof(Event) == 24 && std::is_trivially_copyable_v<Event>);

} // namespace shaketable::engine
