// Randomness as a function, not a stream.
//
// A draw is a pure function of (seed, who, what for, which). `Key` says who: it starts from the seed and is
// chained down the call tree by `child`, with labels that hash names, never positions. `Draws` says what for
// and counts which. There is no generator state to copy, and adding a component or a retry changes no
// other draw.
//
// The mixer is SplitMix64's finaliser (Stafford's variant 13; Steele, Lea, Flood: "Fast splittable
// pseudorandom number generators", OOPSLA 2014). `Draws` is SplitMix64 itself, started at a mixed key. What
// it was measured against, in speed and in statistical quality:
// docs/decisions/0002-counter-based-randomness.md.
#pragma once

#include <cstdint>
#include <string_view>

namespace shaketable::engine {

inline constexpr std::uint64_t kGoldenGamma = 0x9E3779B97F4A7C15ULL;

/// A bijection on 64-bit words in which every input bit changes every output bit with probability near 1/2.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t word) {
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
    return word ^ (word >> 31);
}

/// The hash of a name. Equal names have equal labels on every machine; there is no registry.
struct Label {
    std::uint64_t bits = 0;
    constexpr bool operator==(const Label&) const = default;
};

[[nodiscard]] constexpr Label label(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325ULL; // FNV-1a, then mixed
    for (const char letter : name)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
    return Label{mix(hash)};
}

/// Who draws: a position in the tree of causes (seed > client > user > journey > call > attempt ...).
struct Key {
    std::uint64_t bits = 0;
    constexpr bool operator==(const Key&) const = default;

    [[nodiscard]] static constexpr Key from_seed(std::uint64_t seed) { return Key{mix(seed + kGoldenGamma)}; }
    [[nodiscard]] constexpr Key child(Label what, std::uint64_t ordinal = 0) const {
        return Key{mix((bits ^ what.bits) + ordinal * kGoldenGamma)};
    }
};

/// The draws of one key for one purpose, in order. Make it where it is used; do not keep it.
/// The n-th word for purpose p is also the bits of child(p, n). A key's bits are mixed again before anything
/// is drawn from them, so the two are independent; but never use a key's bits as a random number themselves.
class Draws {
  public:
    /// `ordinal` tells apart what has the same key and purpose: the n-th arrival, the n-th attempt. Its
    /// stride has nothing in common with the step from one draw to the next, so the draws of two ordinals do
    /// not overlap.
    constexpr explicit Draws(Key who, Label purpose = {}, std::uint64_t ordinal = 0)
        : state_((who.bits ^ purpose.bits) + ordinal * kOrdinalStride) {}

    constexpr std::uint64_t next() {
        state_ += kGoldenGamma;
        return mix(state_);
    }
    /// Uniform on [0, 1): a multiple of 2^-53.
    constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// Uniform on (0, 1]: safe to take a logarithm of.
    constexpr double unit_positive() { return static_cast<double>((next() >> 11) + 1) * 0x1.0p-53; }

  private:
    static constexpr std::uint64_t kOrdinalStride = 0xD1342543DE82EF95ULL;
    std::uint64_t state_;
};

} // namespace shaketable::engine
