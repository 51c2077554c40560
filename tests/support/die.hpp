// What random scenarios are made with: choices by chance, the same ones for the same seed; and words of JSON.
#pragma once

#include "engine/random.hpp"

#include <string>
#include <vector>

namespace shaketable::models {

class Die {
  public:
    explicit Die(std::uint64_t seed)
        : draws_(engine::Key::from_seed(seed), engine::label("random scenario")) {}

    std::uint64_t below(std::uint64_t limit) { return draws_.next() % limit; }
    bool chance(double probability) { return draws_.unit() < probability; }
    std::string one_of(const std::vector<std::string>& choices) { return choices[below(choices.size())]; }

  private:
    engine::Draws draws_;
};

[[nodiscard]] inline std::string quoted(const std::string& text) { return "\"" + text + "\""; }

} // namespace shaketable::models
