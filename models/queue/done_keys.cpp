#include "models/queue/done_keys.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::models {

namespace {

constexpr std::uint32_t kSlotsMin = 512; // a page

} // namespace

std::uint32_t DoneKeys::Generation::place_of(std::uint64_t key) const {
    const std::uint32_t mask = seats.size() - 1;
    auto place = static_cast<std::uint32_t>(engine::mix(key)) & mask;
    while (seats[place] != 0 && seats[place] != key)
        place = (place + 1) & mask;
    return place;
}

bool DoneKeys::Generation::has(std::uint64_t key) const {
    return seats.size() > 0 && seats[place_of(key)] == key;
}

void DoneKeys::Generation::add(std::uint64_t key) {
    if (2 * (used + 1) > seats.size())
        grow();
    seats.change(place_of(key)) = key;
    ++used;
}

void DoneKeys::Generation::grow() {
    const SharedPages<std::uint64_t> before =
        std::exchange(seats, SharedPages<std::uint64_t>(std::max(kSlotsMin, 2 * seats.size()), 0));
    for (std::uint32_t place = 0; place < before.size(); ++place)
        if (before[place] != 0)
            seats.change(place_of(before[place])) = before[place];
}

bool DoneKeys::add(engine::Key request, engine::Time now) {
    if (now >= young_since_ + kKnown) {
        old_ = now >= young_since_ + kKnown + kKnown ? Generation{} : std::move(young_);
        young_ = Generation{};
        young_since_ = now;
    }
    const std::uint64_t key = request.bits == 0 ? ~std::uint64_t{0} : request.bits;
    if (young_.has(key) || old_.has(key))
        return false;
    young_.add(key);
    return true;
}

} // namespace shaketable::models
