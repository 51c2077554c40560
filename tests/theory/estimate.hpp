// What a simulation says about one quantity: the figure of all batches together, and how far it can be
// trusted.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace shaketable::theory {

struct Estimate {
    double value = 0.0;
    double standard_error = 0.0;
};

/// `figure(batch)` of all batches merged; the standard error from its spread over them. Batches are of equal
/// length and long against the memory of what is simulated, so that they count as independent.
template <class Batch, class Figure>
[[nodiscard]] Estimate estimate(const std::vector<Batch>& batches, const Figure& figure) {
    Batch all;
    double sum = 0.0;
    double squares = 0.0;
    for (const Batch& batch : batches) {
        all.merge(batch);
        const double value = figure(batch);
        sum += value;
        squares += value * value;
    }
    const auto n = static_cast<double>(batches.size());
    const double variance = (squares - sum * sum / n) / (n - 1.0);
    return Estimate{.value = figure(all), .standard_error = std::sqrt(std::fmax(variance, 0.0) / n)};
}

} // namespace shaketable::theory
