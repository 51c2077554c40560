#include "tests/theory/formulas.hpp"

#include <cmath>

namespace shaketable::theory {

namespace {

/// Where the increasing `distribution` reaches `share`.
template <class Distribution>
double invert(const Distribution& distribution, double share) {
    double low = 0.0;
    double high = 1000.0;
    for (int halving = 0; halving < 100; ++halving) {
        const double middle = (low + high) / 2.0;
        (distribution(middle) < share ? low : high) = middle;
    }
    return high;
}

/// P(W <= t) in M/D/1 (Erlang 1909; Gross and Harris, section 5.1).
double md1_wait_distribution(double load, double t) {
    if (t > 40.0)
        return 1.0; // the alternating sum would lose its digits; what is asked for lies far below
    double sum = 0.0;
    for (int k = 0; k <= static_cast<int>(t); ++k) {
        const double x = load * (t - k);
        double term = std::exp(x);
        for (int i = 1; i <= k; ++i)
            term *= -x / i;
        sum += term;
    }
    return (1.0 - load) * sum;
}

} // namespace

double erlang_b(int servers, double offered) {
    double blocked = 1.0;
    for (int n = 1; n <= servers; ++n)
        blocked = offered * blocked / (n + offered * blocked);
    return blocked;
}

double erlang_c(int servers, double offered) {
    const double blocked = erlang_b(servers, offered);
    return blocked / (1.0 - offered / servers * (1.0 - blocked));
}

double mmc_wait_quantile(int servers, double offered, double share) {
    return std::fmax(0.0, std::log(erlang_c(servers, offered) / (1.0 - share)) / (servers - offered));
}

FiniteQueue mm1k(double load, int capacity) {
    double weights = 0.0;
    double number = 0.0;
    double weight = 1.0;
    for (int n = 0; n <= capacity; ++n, weight *= load) {
        weights += weight;
        number += n * weight;
    }
    const double blocked = weight / load / weights;
    number /= weights;
    return FiniteQueue{.blocked = blocked, .number = number, .sojourn = number / (load * (1.0 - blocked))};
}

Wait mg1_wait(double load, const HigherMoments& service) {
    const double mean = load * service.second / (2.0 * (1.0 - load));
    return Wait{.mean = mean,
                .deviation = std::sqrt(load * service.third / (3.0 * (1.0 - load)) + mean * mean)};
}

double md1_wait_quantile(double load, double share) {
    return invert([load](double t) { return md1_wait_distribution(load, t); }, share);
}

ClosedStation mean_value_analysis(int users, double think) {
    ClosedStation result;
    double queue = 0.0;
    for (int n = 1; n <= users; ++n) {
        result.response = 1.0 + queue;
        result.throughput = n / (think + result.response);
        queue = result.throughput * result.response;
    }
    return result;
}

double hypoexponential_quantile(const TwoRates& rates, double share) {
    const auto distribution = [&rates](double t) {
        const double tail =
            rates.second * std::exp(-rates.first * t) - rates.first * std::exp(-rates.second * t);
        return 1.0 - tail / (rates.second - rates.first);
    };
    return invert(distribution, share);
}

Longest longest_of(int n) {
    Longest longest;
    for (int k = 1; k <= n; ++k) { // the k-th last to end takes 1/k longer, on average, than the one before
        longest.mean += 1.0 / k;
        longest.variance += 1.0 / k / k;
    }
    return longest;
}

double longest_quantile(int n, double share) { return -std::log(1.0 - std::pow(share, 1.0 / n)); }

double longest_density(int n, double share) {
    const double each = std::pow(share, 1.0 / n);
    return n * (1.0 - each) * share / each;
}

double supermarket_sojourn(int choices, double load) {
    if (choices == 1)
        return 1.0 / (1.0 - load);
    double sum = 0.0;
    for (int i = 1; i <= 60; ++i) { // far beyond where terms vanish
        const double exponent = (std::pow(choices, i) - choices) / (choices - 1.0);
        sum += std::pow(load, exponent);
    }
    return sum;
}

double supermarket_tail(int choices, double load, int requests) {
    const double exponent = choices == 1 ? requests : (std::pow(choices, requests) - 1.0) / (choices - 1.0);
    return std::pow(load, exponent);
}

double Trying::mean_attempts() const { return (1.0 - std::pow(failure, attempts)) / (1.0 - failure); }

double Trying::success() const { return 1.0 - std::pow(failure, attempts); }

} // namespace shaketable::theory
