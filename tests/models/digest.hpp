// A hash of whatever is folded into it, in order.
#pragma once

#include "engine/fingerprint.hpp"
#include "engine/histogram.hpp"
#include "models/window_sums.hpp"
#include "models/world.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

namespace shaketable::models {

class Digest {
  public:
    template <class... Words>
    void fold(const Words&... words) {
        (hash_.fold(static_cast<std::uint64_t>(words)), ...);
    }
    void fold(double value) { hash_.fold(std::bit_cast<std::uint64_t>(value)); }
    void fold(const engine::Histogram& histogram) {
        for (const engine::Histogram::Count& entry : histogram.counts())
            fold(entry.bin, entry.count);
    }
    void fold(const MeterSum& window) { fold(window.sum, window.count, window.peak); }
    template <class State>
    void fold_bytes(const State& state) {
        std::array<std::uint32_t, sizeof(State) / sizeof(std::uint32_t)> words{};
        std::memcpy(words.data(), &state, sizeof(State));
        for (const std::uint32_t word : words)
            fold(word);
    }
    template <class State>
    void fold_states(const std::vector<State>& states) {
        for (const State& state : states)
            fold_bytes(state);
    }
    void fold(const FrameList& list) { fold(list.first, list.last, list.length); }
    [[nodiscard]] std::uint64_t value() const { return hash_.value(); }

  private:
    engine::Fingerprint hash_;
};

} // namespace shaketable::models
