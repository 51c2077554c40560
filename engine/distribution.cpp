#include "engine/distribution.hpp"

#include "engine/assert.hpp"
#include "engine/gamma.hpp"
#include "engine/log_gamma.hpp"
#include "engine/math.hpp"

#include <cmath>
#include <limits>

namespace shaketable::engine {

namespace {

/// Up to this shape an Erlang variate is a sum; beyond, the gamma method is faster.
constexpr double kLongestSum = 4.0;

bool is_amount(double value) { return value >= 0.0 && std::isfinite(value); }

double sample_erlang(double shape, Draws& draws) {
    if (shape > kLongestSum)
        return sample_gamma(shape, draws);
    double sum = 0.0;
    for (double i = 0.0; i < shape; ++i)
        sum += sample_exponential(draws);
    return sum;
}

} // namespace

Distribution Distribution::constant(double value) {
    SHAKETABLE_ASSERT(is_amount(value));
    return {Family::kConstant, value};
}

Distribution Distribution::uniform(Range range) {
    SHAKETABLE_ASSERT(is_amount(range.min) && is_amount(range.max) && range.min <= range.max);
    return {Family::kUniform, range.min, range.max - range.min};
}

Distribution Distribution::exponential(double mean) {
    SHAKETABLE_ASSERT(is_amount(mean));
    return {Family::kExponential, mean};
}

Distribution Distribution::erlang(Erlang parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.mean) && parameters.shape >= 1);
    return {Family::kErlang, parameters.mean, static_cast<double>(parameters.shape)};
}

Distribution Distribution::gamma(Gamma parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.mean) && parameters.shape > 0.0);
    if (std::isinf(parameters.shape))
        return constant(parameters.mean);
    return {Family::kGamma, parameters.mean, parameters.shape};
}

Distribution Distribution::normal(Normal parameters) {
    SHAKETABLE_ASSERT(std::isfinite(parameters.mean) && is_amount(parameters.standard_deviation));
    return {Family::kNormal, parameters.mean, parameters.standard_deviation};
}

Distribution Distribution::lognormal(Lognormal parameters) {
    SHAKETABLE_ASSERT(std::isfinite(parameters.mu) && is_amount(parameters.sigma));
    return {Family::kLognormal, parameters.mu, parameters.sigma};
}

Distribution Distribution::weibull(Weibull parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.scale) && parameters.scale > 0.0 && parameters.shape > 0.0);
    if (std::isinf(parameters.shape))
        return constant(parameters.scale);
    return {Family::kWeibull, parameters.scale, 1.0 / parameters.shape};
}

Distribution Distribution::pareto(Pareto parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.min) && parameters.min > 0.0 && parameters.shape > 0.0);
    if (std::isinf(parameters.shape))
        return constant(parameters.min);
    return {Family::kPareto, parameters.min, 1.0 / parameters.shape};
}

Distribution Distribution::bounded_pareto(BoundedPareto parameters) {
    SHAKETABLE_ASSERT(is_amount(parameters.min) && is_amount(parameters.max));
    SHAKETABLE_ASSERT(parameters.min > 0.0 && parameters.min <= parameters.max);
    SHAKETABLE_ASSERT(is_amount(parameters.shape) && parameters.shape > 0.0);
    Distribution result(Family::kBoundedPareto, parameters.min, 1.0 / parameters.shape);
    result.log_range_ = portable_log_one_plus((parameters.max - parameters.min) / parameters.min);
    SHAKETABLE_ASSERT(std::isfinite(result.b_) && std::isfinite(result.log_range_));
    result.share_within_ = -portable_exp_minus_one(-parameters.shape * result.log_range_);
    return result;
}

Distribution Distribution::hyperexponential(const std::vector<Weighted>& branches) {
    Distribution result = discrete(branches);
    result.family_ = Family::kHyperexponential;
    return result;
}

Distribution Distribution::discrete(const std::vector<Weighted>& outcomes) {
    std::vector<AliasTable::Entry> entries;
    for (const Weighted& outcome : outcomes) {
        SHAKETABLE_ASSERT(is_amount(outcome.value));
        entries.push_back({.interval = {.from = outcome.value}, .weight = outcome.weight});
    }
    Distribution result(Family::kDiscrete, 0.0);
    result.choice_ = AliasTable(entries);
    return result;
}

Distribution Distribution::piecewise_uniform(const std::vector<Piece>& pieces) {
    std::vector<AliasTable::Entry> entries;
    for (const Piece& piece : pieces) {
        SHAKETABLE_ASSERT(is_amount(piece.from) && is_amount(piece.to) && piece.from <= piece.to);
        entries.push_back(
            {.interval = {.from = piece.from, .width = piece.to - piece.from}, .weight = piece.weight});
    }
    Distribution result(Family::kPiecewiseUniform, 0.0);
    result.choice_ = AliasTable(entries);
    return result;
}

double Distribution::mean() const {
    switch (family_) {
    case Family::kConstant:
    case Family::kExponential:
    case Family::kErlang:
    case Family::kGamma:
    case Family::kNormal:
        return a_;
    case Family::kUniform:
        return a_ + 0.5 * b_;
    case Family::kLognormal:
        return portable_exp(a_ + 0.5 * b_ * b_);
    case Family::kWeibull:
        return a_ * portable_exp(portable_log_gamma(1.0 + b_));
    case Family::kPareto:
        return b_ < 1.0 ? a_ / (1.0 - b_) : std::numeric_limits<double>::infinity();
    case Family::kBoundedPareto:
        return mean_of_bounded_pareto();
    case Family::kHyperexponential:
    case Family::kDiscrete:
    case Family::kPiecewiseUniform:
        return choice_.mean();
    }
    SHAKETABLE_ASSERT(false);
}

/// The textbook's min shape/(shape-1) (1 - r^(shape-1))/(1 - r^shape), r = min/max, in a form that is as good
/// at and near shape 1, where it is 0/0, as elsewhere.
double Distribution::mean_of_bounded_pareto() const {
    const double shape = 1.0 / b_;
    return a_ * portable_exp_mean((1.0 - shape) * log_range_) / portable_exp_mean(-shape * log_range_);
}

double Distribution::sample_bounded_pareto(Draws& draws) const {
    return a_ * portable_exp(-b_ * portable_log_one_plus(-share_within_ * draws.unit()));
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
        return a_ / b_ * sample_erlang(b_, draws);
    case Family::kGamma:
        return a_ / b_ * sample_gamma(b_, draws);
    case Family::kNormal:
        return a_ + b_ * sample_normal(draws);
    case Family::kLognormal:
        return portable_exp(a_ + b_ * sample_normal(draws));
    case Family::kWeibull:
        return a_ * portable_pow(sample_exponential(draws), b_);
    case Family::kPareto:
        return a_ * portable_exp(b_ * sample_exponential(draws));
    case Family::kBoundedPareto:
        return sample_bounded_pareto(draws);
    case Family::kHyperexponential: {
        const double mean = choice_.pick(draws).from;
        return mean * sample_exponential(draws);
    }
    case Family::kDiscrete:
        return choice_.pick(draws).from;
    case Family::kPiecewiseUniform: {
        const Interval& interval = choice_.pick(draws);
        return interval.from + interval.width * draws.unit();
    }
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace shaketable::engine
