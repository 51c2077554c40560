// Zipf's law over the ranks 1 to n: rank k has a probability proportional to k^-exponent. It is how the
// popularity of keys, pages and users is distributed; exponent 0 is the uniform law.
//
// By rejection-inversion (W. Hoermann, G. Derflinger, "Rejection-inversion to generate variates from monotone
// discrete distributions", ACM TOMACS 6:3, 1996): a continuous variate with density x^-exponent is drawn by
// inverting its integral and rounded to a rank, and the few that the rounding favours are rejected. The law
// is exact; only the rounding of doubles shows, by less than 1e-7 of a rank's probability up to rank 10
// million.
//
// An alias table of 10 million items (engine/alias_table.hpp) holds 320 MB; on a busy 2-core machine it took
// 6 to 10 s to fill and 140 to 250 ns a draw, since each misses the processor's caches, against 80 ns here.
// This is a few numbers, hence a plain value, and takes at most 1.05 draws a sample on average (asserted by
// the test), whatever n.
#pragma once

#include "engine/random.hpp"

#include <cstdint>

namespace shaketable::engine {

class Zipf {
  public:
    struct Parameters {
        std::uint64_t items = 1; // 1 to 2^32
        double exponent = 1.0;   // finite, at least 0
    };
    explicit Zipf(Parameters parameters);

    /// A rank from 1 to `items`; 1 is the most popular.
    [[nodiscard]] std::uint64_t sample(Draws& draws) const;

  private:
    [[nodiscard]] double weight(double rank) const;
    [[nodiscard]] double integral(double x) const;
    [[nodiscard]] double inverse_integral(double area) const;

    double items_ = 1.0;
    double exponent_ = 1.0;
    double area_first_ = 0.0; // where the first rank's share of the area begins,
    double area_last_ = 0.0;  // and where the last one's ends
    double sure_within_ = 0.0;
};

} // namespace shaketable::engine
