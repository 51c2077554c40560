#include "models/cache/ring.hpp"

#include "engine/random.hpp"

#include <algorithm>
#include <tuple>

namespace shaketable::models {

Ring::Ring(Hashing hashing, std::uint32_t nodes) : hashing_(hashing), nodes_(nodes) {
    if (hashing == Hashing::kModulo || nodes == 1)
        return;
    for (std::uint32_t node = 0; node < nodes; ++node)
        for (std::uint32_t point = 0; point < kPointsOfNode; ++point)
            points_.push_back({.hash = engine::mix(engine::mix(node + 1) + point), .node = node});
    std::sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
        return std::tie(a.hash, a.node) < std::tie(b.hash, b.node);
    });
}

std::size_t Ring::first_behind(std::uint64_t hash) const {
    const auto found = std::lower_bound(
        points_.begin(), points_.end(), hash,
        [](const Point& point, std::uint64_t looked_for) { return point.hash < looked_for; });
    return found == points_.end() ? 0 : static_cast<std::size_t>(found - points_.begin());
}

} // namespace shaketable::models
