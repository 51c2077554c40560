// Which node of a cache a key lies on.
//
// consistent  each node has 160 points on a ring of hashes, a key belongs to the first point behind its own
//             hash: without one of n nodes, 1/n of the keys move, to all others (Karger et al., "Consistent
//             hashing and random trees", STOC 1997; 160 points as in ketama, R. Jones 2007)
// modulo      the hash modulo the number of nodes: with one node more or less, almost all keys move
//
// Invariant: the answer depends on the key and on which nodes are there, on nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace shaketable::models {

enum class Hashing : std::uint8_t { kConsistent, kModulo };
constexpr auto enum_names(Hashing) { return std::array<std::string_view, 2>{"consistent", "modulo"}; }

class Ring {
  public:
    static constexpr std::uint32_t kPointsOfNode = 160;

    Ring(Hashing hashing, std::uint32_t nodes); // 1 to 1000 nodes

    /// The node, among those for which `is_there(node)`, which are at least one.
    template <class IsThere>
    [[nodiscard]] std::uint32_t node_of(std::uint64_t hash, const IsThere& is_there) const {
        if (nodes_ == 1)
            return 0;
        return hashing_ == Hashing::kModulo ? nth_of(hash, is_there) : next_on_ring(hash, is_there);
    }

  private:
    struct Point {
        std::uint64_t hash = 0;
        std::uint32_t node = 0;
    };

    [[nodiscard]] std::size_t first_behind(std::uint64_t hash) const;
    template <class IsThere>
    [[nodiscard]] std::uint32_t next_on_ring(std::uint64_t hash, const IsThere& is_there) const {
        std::size_t point = first_behind(hash);
        while (!is_there(points_[point].node))
            point = point + 1 == points_.size() ? 0 : point + 1;
        return points_[point].node;
    }
    template <class IsThere>
    [[nodiscard]] std::uint32_t nth_of(std::uint64_t hash, const IsThere& is_there) const {
        std::uint32_t there = 0;
        for (std::uint32_t node = 0; node < nodes_; ++node)
            there += is_there(node) ? 1U : 0U;
        std::uint64_t place = hash % there;
        std::uint32_t node = 0;
        while (!is_there(node) || place-- > 0)
            ++node;
        return node;
    }

    Hashing hashing_;
    std::uint32_t nodes_;
    std::vector<Point> points_ = {}; // by hash
};

} // namespace shaketable::models
