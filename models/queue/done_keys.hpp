// Which requests' messages have been worked on lately, so that a second message of the same request is known:
// of a publisher that had no answer in time and tried again, or was itself a consumer that got its message
// twice, or a dead letter that went back though its work was done in the end.
//
// A request is known for ten minutes at least, twenty at most: longer than publishers try again. A plain
// value; copies share memory page by page until they differ; 16 to 32 bytes a request that it knows.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/shared_pages.hpp"

#include <cstddef>
#include <cstdint>

namespace shaketable::models {

class DoneKeys {
  public:
    static constexpr engine::Duration kKnown = engine::Duration::from_seconds(600);

    /// The request's work is done, at a time that is not before those of earlier calls. Whether that is news.
    bool add(engine::Key request, engine::Time now);
    [[nodiscard]] std::size_t bytes() const { return young_.seats.bytes() + old_.seats.bytes(); }

  private:
    /// A hash table with open addresses, at most half full; 0: a free slot.
    struct Generation {
        SharedPages<std::uint64_t> seats = {}; // a power of two, or none
        std::uint32_t used = 0;

        [[nodiscard]] std::uint32_t place_of(std::uint64_t key) const;
        [[nodiscard]] bool has(std::uint64_t key) const;
        void add(std::uint64_t key);
        void grow();
    };

    Generation young_ = {};
    Generation old_ = {};
    engine::Time young_since_ = {};
};

} // namespace shaketable::models
