// In which order the keys of a cache would be evicted: by level, and within a level by who was put there
// first.
//
// Least recently used: one level, and each use puts a key to its end. First in, first out: one level, and a
// use puts nothing anywhere. Least frequently used: the level is how often a key has been used since it came,
// so that among equals the one used longest ago goes first.
//
// Each level is a log of keys. An entry counts while its key's place is still this one, so that to put a key
// elsewhere changes its place and the end of a log, two pages of memory after a copy (a list would mend links
// in three). A log that is twice as long as what counts in it is written anew.
//
// A plain value. Copies share memory page by page until they differ (models/shared_pages.hpp) and may go on
// in different threads. It takes 8 bytes for each key that there may be, and 4 to 8 for each in it.
#pragma once

#include "models/shared_pages.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace shaketable::models {

class UseOrder {
  public:
    /// Of the keys below `keys`, none of which is in it; levels 0 to `levels` - 1, at most 256.
    UseOrder(std::uint32_t keys, std::uint32_t levels);

    [[nodiscard]] bool has(std::uint32_t key) const { return places_[key].number != kNone; }
    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// Of a key that is in it.
    [[nodiscard]] std::uint32_t level_of(std::uint32_t key) const { return places_[key].level; }

    /// The key is the last of this level now, wherever it was before.
    void put_last(std::uint32_t key, std::uint32_t level);
    /// It is not in it any more.
    void remove(std::uint32_t key);
    /// The first of the lowest level that has any. Requires that there is one.
    [[nodiscard]] std::uint32_t first();

    [[nodiscard]] std::size_t bytes() const;

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    static constexpr std::uint32_t kLogMin = 64; // entries; a shorter log is not worth the writing

    struct Place {
        std::uint32_t number = kNone; // in the level's log
        std::uint32_t level = 0;
    };
    struct Level {
        SharedPages<std::uint32_t> log; // keys
        std::uint32_t oldest = 0;       // none before it counts
        std::uint32_t counting = 0;
    };

    [[nodiscard]] bool counts(std::uint32_t level, std::uint32_t number) const {
        const Place& place = places_[levels_[level].log[number]];
        return place.number == number && place.level == level;
    }
    void write_anew(std::uint32_t level);

    SharedPages<Place> places_; // by key
    std::vector<Level> levels_;
    std::uint32_t size_ = 0;
};

} // namespace shaketable::models
