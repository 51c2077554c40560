// A distribution of non-negative amounts, ready to sample: the compiled form of what a scenario file states.
//
// Immutable after construction. `sample` is a pure function of the draws it is handed; it calls no libm
// function. The unit is the caller's (scenarios use nanoseconds). Families and parameters are the
// textbook ones; each is tested against its moments and by a Kolmogorov-Smirnov or chi-squared test.
#pragma once

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
    kNormal,
    kLognormal,
    kHyperexponential,
    kDiscrete,
};

/// One outcome of a discrete distribution, or one branch (of mean `value`) of a hyperexponential one.
/// Weights are positive and need not sum to 1.
struct Weighted {
    double value = 0.0;
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
    /// The lognormal of the given mean > 0 and coefficient of variation >= 0.
    struct MeanAndVariation {
        double mean = 0.0;
        double variation = 0.0;
    };
    [[nodiscard]] static Distribution lognormal_of(MeanAndVariation parameters);
    /// An exponential whose mean is chosen among `branches`' values by their weights. At least one branch.
    [[nodiscard]] static Distribution hyperexponential(const std::vector<Weighted>& branches);
    /// One of `outcomes`' values, by their weights (Walker's alias table: O(1)). At least one outcome.
    [[nodiscard]] static Distribution discrete(const std::vector<Weighted>& outcomes);

    [[nodiscard]] Family family() const { return family_; }
    [[nodiscard]] bool is_constant() const { return family_ == Family::kConstant; }
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
    struct AliasEntry {
        double keep = 1.0; // probability of staying here, else `alias`
        std::uint32_t alias = 0;
        double value = 0.0;
    };
    [[nodiscard]] double sample_other(Draws& draws) const;
    [[nodiscard]] double pick(Draws& draws) const;

    Family family_ = Family::kConstant;
    std::int64_t shape_ = 1;
    double a_ = 0.0; // value, min, mean or mu
    double b_ = 0.0; // max - min, standard deviation or sigma
    std::vector<AliasEntry> table_;
};

} // namespace shaketable::engine
