// Which key a request is about: by Zipf's law, or as given, class by class. Keys are ranks, the most wanted
// first. A plain value; drawing is a pure function of the draws.
#pragma once

#include "engine/random.hpp"
#include "engine/zipf.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace shaketable::models {

/// Keys that are all as wanted.
struct KeyClass {
    std::uint32_t first = 0;
    std::uint32_t keys = 0;
    double up_to = 0.0; // share of the requests that is for these and for those before
};

class Popularity {
  public:
    explicit Popularity(const engine::Zipf& zipf) : zipf_(zipf) {}
    /// At least one; the last one's `up_to` counts as 1.
    explicit Popularity(std::vector<KeyClass> classes) : classes_(std::move(classes)) {}

    [[nodiscard]] std::uint32_t draw(engine::Draws& draws) const {
        if (classes_.empty())
            return static_cast<std::uint32_t>(zipf_.sample(draws) - 1);
        const double at = draws.unit();
        std::size_t place = 0;
        while (place + 1 < classes_.size() && at >= classes_[place].up_to)
            ++place;
        const KeyClass& chosen = classes_[place];
        const auto within = static_cast<std::uint32_t>(draws.unit() * chosen.keys);
        return chosen.first + std::min(within, chosen.keys - 1);
    }

  private:
    engine::Zipf zipf_{{.items = 1}};
    std::vector<KeyClass> classes_;
};

} // namespace shaketable::models
