// A set of keys from which one can be taken by its position: what a cache that evicts at random keeps.
//
// A plain value; copies share memory page by page. It takes 4 bytes for each key that there may be, and 4
// for each in it.
#pragma once

#include "engine/assert.hpp"
#include "models/shared_pages.hpp"

#include <cstddef>
#include <cstdint>

namespace shaketable::models {

class KeySet {
  public:
    /// Of the keys below `keys`, none of which is in it.
    explicit KeySet(std::uint32_t keys) : places_(keys, kNone) {}

    [[nodiscard]] bool has(std::uint32_t key) const { return places_[key] != kNone; }
    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// They are in no order; a removal puts the last in the place of the removed.
    [[nodiscard]] std::uint32_t at(std::uint32_t position) const { return keys_[position]; }

    void add(std::uint32_t key) {
        if (has(key))
            return;
        places_.change(key) = size_;
        (size_ < keys_.size() ? keys_.change(size_) : keys_.add()) = key;
        ++size_;
    }
    void remove(std::uint32_t key) {
        if (!has(key))
            return;
        const std::uint32_t place = places_[key];
        const std::uint32_t last = keys_[--size_];
        keys_.change(place) = last;
        places_.change(last) = place;
        places_.change(key) = kNone;
    }

    [[nodiscard]] std::size_t bytes() const { return places_.bytes() + keys_.bytes(); }

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    SharedPages<std::uint32_t> places_; // by key
    SharedPages<std::uint32_t> keys_;   // the first size_ of them
    std::uint32_t size_ = 0;
};

} // namespace shaketable::models
