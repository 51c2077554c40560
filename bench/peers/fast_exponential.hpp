// The random numbers of the peers' benchmarks: SplitMix64 and a 256-layer ziggurat (Marsaglia and Tsang,
// "The Ziggurat Method for Generating Random Variables", 2000), about 2 ns an exponential draw. A peer gets
// the cheapest generator there is, so that its cell measures its engine and not its arithmetic.
// Not for the simulated path: it calls libm and its state is a stream.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace peers {

class FastExponential {
  public:
    explicit FastExponential(std::uint64_t seed) : state_(seed) {
        edge_[0] = kLayerArea / std::exp(-kTailStart);
        edge_[1] = kTailStart;
        for (std::size_t layer = 2; layer < kLayers; ++layer) {
            edge_[layer] = -std::log(std::exp(-edge_[layer - 1]) + kLayerArea / edge_[layer - 1]);
        }
        edge_[kLayers] = 0.0;
        height_[0] = 0.0;
        for (std::size_t layer = 1; layer <= kLayers; ++layer)
            height_[layer] = std::exp(-edge_[layer]);
    }

    // A draw of mean 1.
    [[nodiscard]] double next() {
        double tail = 0.0;
        for (;;) {
            const std::uint64_t bits = next_bits();
            const std::size_t layer = bits & (kLayers - 1);
            const double x = unit(bits) * edge_[layer];
            if (x < edge_[layer + 1])
                return tail + x;
            if (layer == 0) {
                tail += kTailStart;
                continue;
            }
            const double y = height_[layer] + unit(next_bits()) * (height_[layer + 1] - height_[layer]);
            if (y < std::exp(-x))
                return tail + x;
        }
    }

    // A draw of the given mean in nanoseconds, rounded down.
    [[nodiscard]] std::int64_t next_ns(double mean_ns) { return static_cast<std::int64_t>(next() * mean_ns); }

  private:
    static constexpr std::size_t kLayers = 256;
    static constexpr double kTailStart = 7.69711747013104972;
    static constexpr double kLayerArea = 3.949659822581572e-3;

    [[nodiscard]] static double unit(std::uint64_t bits) {
        return static_cast<double>(static_cast<std::int64_t>(bits >> 11)) * 0x1p-53;
    }

    [[nodiscard]] std::uint64_t next_bits() {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t state_;
    std::array<double, kLayers + 1> edge_{};
    std::array<double, kLayers + 1> height_{};
};

} // namespace peers
