#include "engine/distribution.hpp"

#include "engine/assert.hpp"
#include "engine/math.hpp"

#include <cmath>
#include <cstddef>

namespace shaketable::engine {

namespace {

/// Up to this shape an Erlang variate is a sum; beyond, the gamma method below is faster.
constexpr std::int64_t kLongestSum = 4;

bool is_amount(double value) { return value >= 0.0 && std::isfinite(value); }

/// log(1 + y) for y >= 0, without losing the digits of a small y: the rounding of 1 + y cancels
/// (W. Kahan's correction, HP-15C Advanced Functions Handbook).
double log_one_plus(double y) {
    const double sum = 1.0 + y;
    return sum == 1.0 ? y : portable_log(sum) * (y / (sum - 1.0));
}

/// A gamma variate of scale 1: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables",
/// ACM TOMS 26:3 (2000), with their squeeze.
double sample_gamma(double shape, Draws& draws) {
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    while (true) {
        const double z = sample_normal(draws);
        const double root = 1.0 + c * z;
        if (root <= 0.0)
            continue;
        const double v = root * root * root;
        const double u = draws.unit_positive();
        const double square = z * z;
        if (u < 1.0 - 0.0331 * square * square)
            return d * v;
        if (portable_log(u) < 0.5 * square + d * (1.0 - v + portable_log(v)))
            return d * v;
    }
}

double sample_erlang(std::int64_t shape, Draws& draws) {
    if (shape > kLongestSum)
        return sample_gamma(static_cast<double>(shape), draws);
    double sum = 0.0;
    for (std::int64_t i = 0; i < shape; ++i)
        sum += sample_exponential(draws);
    return sum;
}

} // namespace

Distribution Distribution::constant(double value) {
    SHAKETABLE_ASSERT(is_amount(value));
    Distribution result;
    result.a_ = value;
    return result;
}

Distribution Distribution::uniform(Range range) {
    SHAKETABLE_ASSERT(is_amount(range.min) && is_amount(range.max) && range.min <= range.max);
    Distribution result;
    result.family_ = Family::kUniform;
    result.a_ = range.min;
    result.b_ = range.max - range.min;
    return result;
}

Distribution Distribution::exponential(double mean) {
    SHAKETABLE_ASSERT(is_amount(mean));
    Distribution result;
    result.family_ = Family::kExponential;
    result.a_ = mean;
    return result;
}

Distribution Distribution::erlang(Erlang parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.mean) && parameters.shape >= 1);
    Distribution result;
    result.family_ = Family::kErlang;
    result.a_ = parameters.mean;
    result.shape_ = parameters.shape;
    return result;
}

Distribution Distribution::normal(Normal parameters) {
    SHAKETABLE_ASSERT(std::isfinite(parameters.mean) && is_amount(parameters.standard_deviation));
    Distribution result;
    result.family_ = Family::kNormal;
    result.a_ = parameters.mean;
    result.b_ = parameters.standard_deviation;
    return result;
}

Distribution Distribution::lognormal(Lognormal parameters) {
    SHAKETABLE_ASSERT(std::isfinite(parameters.mu) && is_amount(parameters.sigma));
    Distribution result;
    result.family_ = Family::kLognormal;
    result.a_ = parameters.mu;
    result.b_ = parameters.sigma;
    return result;
}

Distribution Distribution::lognormal_of(MeanAndVariation parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.mean) && parameters.mean > 0.0);
    SHAKETABLE_ASSERT(is_amount(parameters.variation) && parameters.variation < 1e150);
    const double variance = log_one_plus(parameters.variation * parameters.variation);
    return lognormal({.mu = portable_log(parameters.mean) - 0.5 * variance, .sigma = std::sqrt(variance)});
}

Distribution Distribution::hyperexponential(const std::vector<Weighted>& branches) {
    Distribution result = discrete(branches);
    result.family_ = Family::kHyperexponential;
    return result;
}

// Walker's alias method, tables by M. D. Vose ("A linear algorithm for generating random numbers with a given
// distribution", IEEE Trans. Software Engineering 17:9, 1991).
Distribution Distribution::discrete(const std::vector<Weighted>& outcomes) {
    SHAKETABLE_ASSERT(!outcomes.empty() && outcomes.size() <= UINT32_MAX);
    double largest = 0.0;
    for (const Weighted& outcome : outcomes) {
        SHAKETABLE_ASSERT(is_amount(outcome.value) && is_amount(outcome.weight) && outcome.weight > 0.0);
        largest = outcome.weight > largest ? outcome.weight : largest;
    }
    double total = 0.0; // of weight / largest: no overflow
    for (const Weighted& outcome : outcomes)
        total += outcome.weight / largest;

    Distribution result;
    result.family_ = Family::kDiscrete;
    std::vector<std::uint32_t> small; // cells that hold less than their share 1/n, the rest to be filled up
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
        const double share = outcomes[i].weight / largest / total * static_cast<double>(outcomes.size());
        result.table_.push_back({.keep = share, .alias = i, .value = outcomes[i].value});
        (share < 1.0 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
        const std::uint32_t filled = small.back();
        const std::uint32_t donor = large.back();
        small.pop_back();
        result.table_[filled].alias = donor;
        double& left = result.table_[donor].keep;
        left = (left + result.table_[filled].keep) - 1.0;
        if (left < 1.0) {
            large.pop_back();
            small.push_back(donor);
        }
    }
    for (const std::uint32_t i : large) // what rounding left over is a full cell
        result.table_[i].keep = 1.0;
    for (const std::uint32_t i : small)
        result.table_[i].keep = 1.0;
    return result;
}

double Distribution::mean() const {
    switch (family_) {
    case Family::kConstant:
    case Family::kExponential:
    case Family::kErlang:
    case Family::kNormal:
        return a_;
    case Family::kUniform:
        return a_ + 0.5 * b_;
    case Family::kLognormal:
        return portable_exp(a_ + 0.5 * b_ * b_);
    case Family::kHyperexponential:
    case Family::kDiscrete:
        break;
    }
    double sum = 0.0;
    for (const AliasEntry& entry : table_)
        sum += entry.keep * entry.value + (1.0 - entry.keep) * table_[entry.alias].value;
    return sum / static_cast<double>(table_.size());
}

// One draw decides both the cell and whether to stay in it. unit() * n rounds to less than n, for any n below
// 2^32.
double Distribution::pick(Draws& draws) const {
    const double scaled = draws.unit() * static_cast<double>(table_.size());
    const std::size_t cell = static_cast<std::size_t>(scaled);
    const bool stays = scaled - static_cast<double>(cell) < table_[cell].keep;
    return table_[stays ? cell : table_[cell].alias].value;
}

double Distribution::sample_other(Draws& draws) const {
    switch (family_) {
    case Family::kConstant:
        return a_;
    case Family::kUniform:
        return a_ + b_ * draws.unit();
    case Family::kExponential:
        return a_ * sample_exponential(draws);
    case Family::kErlang:
        return a_ / static_cast<double>(shape_) * sample_erlang(shape_, draws);
    case Family::kNormal:
        return a_ + b_ * sample_normal(draws);
    case Family::kLognormal:
        return portable_exp(a_ + b_ * sample_normal(draws));
    case Family::kHyperexponential: {
        const double mean = pick(draws);
        return mean * sample_exponential(draws);
    }
    case Family::kDiscrete:
        return pick(draws);
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace shaketable::engine
