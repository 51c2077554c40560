// A distribution of non-negative amounts, ready to sample: the compiled form of what a scenario file states.
//
// Immutable after construction. `sample` is a pure function of the draws it is handed; it calls no libm
// function. The unit is the caller's (scenarios use nanoseconds). Families and parameters are the
// textbook ones; each is tested against its moments and by a Kolmogorov-Smirnov or chi-squared test.
#pragma once

#include "engine/alias_table.hpp"
#include "engine/random.hpp"
#include "engine/time.hpp"
#include "engine/ziggurat.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::engine {

enum class Family : std::uint8_t {
    kConstant,
    kUniform,
    kExponential,
    kErlang,
    kGamma,
    kNormal,
    kLognormal,
    kWeibull,
    kPareto,
    kBoundedPareto,
    kHyperexponential,
    kDiscrete,
    kPiecewiseUniform,
};

/// One outcome of a discrete distribution, or one branch (of mean `value`) of a hyperexponential one.
/// No weight is negative and one at least is positive; they need not sum to 1.
struct Weighted {
    double value = 0.0;
    double weight = 1.0;
};

/// One piece of a piecewise uniform distribution; `from` <= `to`. Weights as above.
struct Piece {
    double from = 0.0;
    double to = 0.0;
    double weight = 1.0;
};

class Distribution {
  public:
    Distribution() = default; // the constant 0

    [[nodiscard]] static Distribution constant(double value);
    struct Range {
        double min = 0.0;
        double max = 0.0;
    };
    [[nodiscard]] static Distribution uniform(Range range);
    [[nodiscard]] static Distribution exponential(double mean);
    /// The sum of `shape` >= 1 exponentials, together of mean `mean`. O(1) however large the shape.
    struct Erlang {
        double mean = 0.0;
        std::int64_t shape = 1;
    };
    [[nodiscard]] static Distribution erlang(Erlang parameters);
    /// Gamma of shape > 0 (infinite: the constant); the squared coefficient of variation is 1 / shape.
    struct Gamma {
        double mean = 0.0;
        double shape = 1.0;
    };
    [[nodiscard]] static Distribution gamma(Gamma parameters);
    /// `sample` may be negative, and `mean` is that of `sample`; rounding to a Duration clamps at 0 and
    /// counts it.
    struct Normal {
        double mean = 0.0;
        double standard_deviation = 0.0;
    };
    [[nodiscard]] static Distribution normal(Normal parameters);
    /// exp(mu + sigma Z); mu = log of the median.
    struct Lognormal {
        double mu = 0.0;
        double sigma = 0.0;
    };
    [[nodiscard]] static Distribution lognormal(Lognormal parameters);
    /// scale * E^(1/shape), E a standard exponential. scale > 0, shape > 0 (infinite: the constant `scale`).
    struct Weibull {
        double scale = 1.0;
        double shape = 1.0;
    };
    [[nodiscard]] static Distribution weibull(Weibull parameters);
    /// Pareto's first law: above x >= min with probability (min / x)^shape. min > 0, shape > 0 (infinite: the
    /// constant `min`); the mean is infinite for a shape of at most 1.
    struct Pareto {
        double min = 1.0;
        double shape = 1.0;
    };
    [[nodiscard]] static Distribution pareto(Pareto parameters);
    /// Pareto's law under the condition that the value is at most `max`. 0 < min <= max, finite shape > 0.
    struct BoundedPareto {
        double min = 1.0;
        double max = 1.0;
        double shape = 1.0;
    };
    [[nodiscard]] static Distribution bounded_pareto(BoundedPareto parameters);
    /// An exponential whose mean is chosen among `branches`' values by their weights. At least one branch.
    [[nodiscard]] static Distribution hyperexponential(const std::vector<Weighted>& branches);
    /// One of `outcomes`' values, by their weights, in O(1). At least one outcome.
    [[nodiscard]] static Distribution discrete(const std::vector<Weighted>& outcomes);
    /// Uniform within one of `pieces`, chosen by their weights: what a histogram or a list of quantiles
    /// tells. At least one piece; they may touch, overlap and have no width.
    [[nodiscard]] static Distribution piecewise_uniform(const std::vector<Piece>& pieces);

    [[nodiscard]] Family family() const { return family_; }
    [[nodiscard]] bool is_constant() const { return family_ == Family::kConstant; }
    /// Exact but for rounding; infinite for some Paretos.
    [[nodiscard]] double mean() const;
    [[nodiscard]] double sample(Draws& draws) const {
        if (family_ == Family::kConstant)
            return a_;
        if (family_ == Family::kExponential)
            return a_ * sample_exponential(draws);
        return sample_other(draws);
    }
    /// In nanoseconds; outside [0, kLongest] it is clamped and `clamped` incremented.
    [[nodiscard]] Duration sample_duration(Draws& draws, std::uint64_t& clamped) const {
        return round_to_duration(sample(draws), &clamped);
    }

  private:
    Distribution(Family family, double a, double b = 0.0) : family_(family), a_(a), b_(b) {}
    [[nodiscard]] double sample_other(Draws& draws) const;
    [[nodiscard]] double sample_bounded_pareto(Draws& draws) const;
    [[nodiscard]] double mean_of_bounded_pareto() const;

    Family family_ = Family::kConstant;
    double a_ = 0.0;            // value, mean, mu, min or scale
    double b_ = 0.0;            // max - min, standard deviation, sigma, shape, or 1 / shape (Weibull, Pareto)
    double log_range_ = 0.0;    // of a bounded Pareto: log(max / min)
    double share_within_ = 0.0; // of a bounded Pareto: how much of the unbounded one lies below max
    AliasTable choice_;
};

} // namespace shaketable::engine
