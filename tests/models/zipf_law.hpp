// The probabilities of Zipf's law, which engine/zipf.hpp draws by.
#pragma once

#include "engine/zipf.hpp"

#include <cmath>
#include <numeric>
#include <vector>

namespace shaketable::models {

/// Of rank 1 first.
[[nodiscard]] inline std::vector<double> zipf_probabilities(engine::Zipf::Parameters law) {
    std::vector<double> probabilities;
    for (std::uint64_t rank = 1; rank <= law.items; ++rank)
        probabilities.push_back(std::pow(static_cast<double>(rank), -law.exponent));
    const double total = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    for (double& probability : probabilities)
        probability /= total;
    return probabilities;
}

} // namespace shaketable::models
