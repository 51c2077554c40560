// Tests of samples against laws, for tests of random numbers. Each returns a figure and states its law, so
// that the caller compares it with a stated level. All samples are keyed: a test passes always or never.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shaketable::engine {

inline double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// The probability of a chi-squared of so many degrees of freedom above `statistic`, by Wilson and Hilferty's
/// cube-root approximation (good to 1e-3 of probability from 3 degrees on).
inline double chi_squared_p_value(double statistic, double degrees) {
    const double spread = 2.0 / (9.0 * degrees);
    return 1.0 - normal_cdf((std::cbrt(statistic / degrees) - (1.0 - spread)) / std::sqrt(spread));
}

/// Of counts against equal shares.
inline double chi_squared_p_value_of_equal(const std::vector<std::uint64_t>& counts) {
    double total = 0.0;
    for (const std::uint64_t count : counts)
        total += static_cast<double>(count);
    const double expected = total / static_cast<double>(counts.size());
    double statistic = 0.0;
    for (const std::uint64_t count : counts) {
        const double excess = static_cast<double>(count) - expected;
        statistic += excess * excess / expected;
    }
    return chi_squared_p_value(statistic, static_cast<double>(counts.size()) - 1.0);
}

/// sqrt(n) times Kolmogorov and Smirnov's greatest distance: above 1.95 with probability 0.001.
template <class Cdf>
double kolmogorov_smirnov(std::vector<double> sample, Cdf cdf) {
    std::sort(sample.begin(), sample.end());
    const double n = static_cast<double>(sample.size());
    double greatest = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double expected = cdf(sample[i]);
        greatest = std::max(greatest, std::abs(expected - static_cast<double>(i) / n));
        greatest = std::max(greatest, std::abs(expected - static_cast<double>(i + 1) / n));
    }
    return greatest * std::sqrt(n);
}
inline constexpr double kKolmogorovOneInThousand = 1.9495;

struct Moments {
    double mean = 0.0;
    double variance = 0.0;
    double mean_error = 0.0;     // one standard error
    double variance_error = 0.0; // one standard error, from the sample's fourth moment
};

inline Moments moments_of(const std::vector<double>& sample) {
    const double n = static_cast<double>(sample.size());
    Moments result;
    for (const double x : sample)
        result.mean += x / n;
    double fourth = 0.0;
    for (const double x : sample) {
        const double square = (x - result.mean) * (x - result.mean);
        result.variance += square / (n - 1.0);
        fourth += square * square / n;
    }
    result.mean_error = std::sqrt(result.variance / n);
    result.variance_error = std::sqrt((fourth - result.variance * result.variance) / n);
    return result;
}

/// Pearson's correlation of pairs times sqrt(n): standard normal if independent.
class Correlation {
  public:
    void add(double x, double y) {
        ++n_;
        sum_x_ += x;
        sum_y_ += y;
        sum_xx_ += x * x;
        sum_yy_ += y * y;
        sum_xy_ += x * y;
    }
    [[nodiscard]] double z() const {
        const double covariance = sum_xy_ - sum_x_ * sum_y_ / n_;
        const double spread = (sum_xx_ - sum_x_ * sum_x_ / n_) * (sum_yy_ - sum_y_ * sum_y_ / n_);
        return covariance / std::sqrt(spread) * std::sqrt(n_);
    }

  private:
    double n_ = 0.0;
    double sum_x_ = 0.0;
    double sum_y_ = 0.0;
    double sum_xx_ = 0.0;
    double sum_yy_ = 0.0;
    double sum_xy_ = 0.0;
};

} // namespace shaketable::engine
