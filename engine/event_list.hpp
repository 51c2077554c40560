// A growing array of events that is filled at the back and taken from the front.
//
// It keeps its storage and counts by indices, so that asking whether it is empty and taking the next event
// are a comparison and a copy: this is the innermost loop of everything.
#pragma once

#include "engine/event.hpp"

#include <cstddef>
#include <cstring>
#include <vector>

namespace shaketable::engine {

class EventList {
  public:
    [[nodiscard]] bool empty() const { return first_ == end_; }
    [[nodiscard]] std::size_t size() const { return end_ - first_; }
    [[nodiscard]] std::size_t bytes() const { return storage_.size() * sizeof(Event); }

    /// The earliest; the list is not empty.
    [[nodiscard]] const Event& front() const { return storage_[first_]; }
    Event pop_front() {
        const Event event = storage_[first_++];
        if (first_ == end_)
            clear();
        return event;
    }
    void push_back(Event event) {
        if (end_ == room_)
            make_room();
        storage_[end_++] = event;
    }
    /// Puts `event` at its place among sorted ones.
    void insert_sorted(Event event) {
        if (end_ == room_)
            make_room();
        const Event* const first = storage_.data() + first_;
        Event* place = storage_.data() + end_++;
        for (; place != first && event.before(place[-1]); --place)
            *place = place[-1];
        *place = event;
    }
    void clear() { first_ = end_ = 0; }
    /// Drops all from `place` on, counted from the front.
    void keep(std::size_t count) {
        end_ = first_ + count;
        if (first_ == end_)
            clear();
    }

    Event* begin() { return storage_.data() + first_; }
    Event* end() { return storage_.data() + end_; }

  private:
    static constexpr std::size_t kFewest = 64;

    /// Moves the events to the beginning of the storage, and doubles it if that frees less than half.
    void make_room() {
        const std::size_t count = size();
        if (first_ > 0)
            std::memmove(storage_.data(), storage_.data() + first_, count * sizeof(Event));
        first_ = 0;
        end_ = count;
        if (count * 2 >= storage_.size())
            storage_.resize(storage_.size() < kFewest ? kFewest : storage_.size() * 2);
        room_ = storage_.size();
    }

    std::vector<Event> storage_;
    std::size_t first_ = 0;
    std::size_t end_ = 0;
    std::size_t room_ = 0; // storage_.size(), which is a division
};

} // namespace shaketable::engine
