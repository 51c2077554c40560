// Fingerprints: 64-bit hashes over what happened, in order.
#pragma once

#include "engine/random.hpp"

#include <bit>
#include <cstdint>

namespace shaketable::engine {

/// Depends on every word folded in and on their order. Not for adversaries.
class Fingerprint {
  public:
    constexpr void fold(std::uint64_t word) { hash_ = std::rotl(hash_ ^ word, 29) * kGoldenGamma; }
    [[nodiscard]] constexpr std::uint64_t value() const { return mix(hash_); }
    constexpr bool operator==(const Fingerprint&) const = default;

  private:
    std::uint64_t hash_ = 0x243F6A8885A308D3ULL; // any constant but 0
};

} // namespace shaketable::engine
