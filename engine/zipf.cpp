#include "engine/zipf.hpp"

#include "engine/assert.hpp"
#include "engine/math.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::engine {

// Rank k > 1 owns the area under x^-exponent between k - 1/2 and k + 1/2, which is at least its weight, since
// the curve is convex; of that area the last part of the size of its weight is accepted. The first rank owns
// exactly its weight. A variate less than `sure_within_` below its rank lies in the part accepted, whichever
// the rank (the paper proves it), and needs no second look.
Zipf::Zipf(Parameters parameters)
    : items_(static_cast<double>(parameters.items)), exponent_(parameters.exponent) {
    SHAKETABLE_ASSERT(parameters.items >= 1 && parameters.items <= std::uint64_t{1} << 32);
    SHAKETABLE_ASSERT(exponent_ >= 0.0 && std::isfinite(exponent_));
    area_first_ = integral(1.5) - 1.0;
    area_last_ = integral(items_ + 0.5);
    sure_within_ = 2.0 - inverse_integral(integral(2.5) - weight(2.0));
}

double Zipf::weight(double rank) const { return portable_exp(-exponent_ * portable_log(rank)); }

/// Of t^-exponent for t from 1 to x: (x^(1-exponent) - 1) / (1 - exponent), which is log x for exponent 1.
double Zipf::integral(double x) const {
    const double log_x = portable_log(x);
    return log_x * portable_exp_mean((1.0 - exponent_) * log_x);
}

double Zipf::inverse_integral(double area) const {
    const double power =
        std::max((1.0 - exponent_) * area, -1.0); // x^(1-exponent) - 1, which rounding may pass
    const double log_x = power == 0.0 ? area : portable_log_one_plus(power) * (area / power);
    return portable_exp(log_x);
}

std::uint64_t Zipf::sample(Draws& draws) const {
    while (true) {
        const double area = area_last_ + draws.unit_positive() * (area_first_ - area_last_);
        const double x = inverse_integral(area);
        const double nearest = std::floor(x + 0.5);
        const double rank = nearest < 1.0 ? 1.0 : nearest > items_ ? items_ : nearest;
        if (rank - x <= sure_within_ || area >= integral(rank + 0.5) - weight(rank))
            return static_cast<std::uint64_t>(rank);
    }
}

} // namespace shaketable::engine
