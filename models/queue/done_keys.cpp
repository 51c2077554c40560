#include "models/queue/done_keys.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::models {

namespace {

constexpr std::uint32_t kSlotsMin = 512; // a page

} // namespace

std::uint32_t DoneKeys::Generation::place_of(std::uint64_t key) const {
    const std::uint32_t mask = slots.size() - 1;
    auto place = static_cast<std::uint32_t>(engine::mix(key)) & mask;
    while (slots[place] != 0 && slots[place] != key)
        place = (place + 1) & mask;
    return place;
}

bool DoneKeys::Generation::has(std::uint64_t key) const {
    return slots.size() > 0 && slots[place_of(key)] == key;
}

void DoneKeys::Generation::add(std::uint64_t key) {
    if (2 * (used + 1) > slots.size())
        grow();
    slots.change(place_of(key)) = key;
    ++used;
}

void DoneKeys::Generation::grow() {
    const SharedPages<std::uint64_t> before =
        std::exchange(slots, SharedPages<std::uint64_t>(std::max(kSlotsMin, 2 * slots.size()), 0));
    for (std::uint32_t place = 0; place < before.size(); ++place)
        if (before[place] != 0)
            slots.change(place_of(before[place])) = before[place];
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
