// A length of time as a scenario file states it: a bare duration (constant), or an object with one family.
//
// A family is stated in one of several ways (models/distribution_ways.hpp), which are the alternatives of a
// variant.
#pragma once

#include "engine/distribution.hpp"
#include "models/distribution_lists.hpp"
#include "models/distribution_ways.hpp"

#include <variant>

namespace shaketable::models {

inline constexpr std::string_view kStatedDoc = "What is known of it.";

struct ConstantConfig {
    static constexpr std::string_view kTag = "constant";
    static constexpr std::string_view kDoc = "Always the same length. A bare duration means this.";
    engine::Duration value;
};
template <class Visitor>
void describe(Visitor& visit, ConstantConfig& config) {
    visit(Knob{.name = "constant", .doc = "The length.", .bounds = kAnyLength, .required = true},
          config.value);
}

struct ExponentialConfig {
    static constexpr std::string_view kTag = "exponential";
    static constexpr std::string_view kDoc = "Exponential: memoryless, coefficient of variation 1.";
    engine::Duration mean;
};
template <class Visitor>
void describe(Visitor& visit, ExponentialConfig& config) {
    visit(Knob{.name = "exponential", .doc = "The mean.", .bounds = kAnyLength, .required = true},
          config.mean);
}

struct UniformConfig {
    static constexpr std::string_view kTag = "uniform";
    static constexpr std::string_view kDoc = "Uniform between two lengths.";
    std::variant<MinAndMaxConfig, MeanAndCvConfig, MedianAndP99Config> stated;
};
template <class Visitor>
void describe(Visitor& visit, UniformConfig& config) {
    visit(Knob{.name = "uniform", .doc = kStatedDoc, .required = true}, config.stated);
}

struct ErlangConfig {
    static constexpr std::string_view kTag = "erlang";
    static constexpr std::string_view kDoc = "Erlang: a sum of equal exponential phases.";
    std::variant<MeanAndPhasesConfig, MeanAndCvConfig> stated;
};
template <class Visitor>
void describe(Visitor& visit, ErlangConfig& config) {
    visit(Knob{.name = "erlang",
               .doc = "What is known of it; a cv must be 1/sqrt(phases) for a whole number of phases.",
               .required = true},
          config.stated);
}

struct GammaConfig {
    static constexpr std::string_view kTag = "gamma";
    static constexpr std::string_view kDoc =
        "Gamma: an Erlang whose number of phases need not be whole; any coefficient of variation.";
    std::variant<MeanAndShapeConfig, MeanAndCvConfig, MedianAndP99Config> stated;
};
template <class Visitor>
void describe(Visitor& visit, GammaConfig& config) {
    visit(Knob{.name = "gamma", .doc = kStatedDoc, .required = true}, config.stated);
}

struct NormalConfig {
    static constexpr std::string_view kTag = "normal";
    static constexpr std::string_view kDoc =
        "Normal; a negative draw becomes 0, and the result counts how many were clamped. Mean and deviation "
        "are those before clamping.";
    std::variant<MeanAndSdConfig, MeanAndCvConfig, MedianAndP99Config> stated;
};
template <class Visitor>
void describe(Visitor& visit, NormalConfig& config) {
    visit(Knob{.name = "normal", .doc = kStatedDoc, .required = true}, config.stated);
}

struct LognormalConfig {
    static constexpr std::string_view kTag = "lognormal";
    static constexpr std::string_view kDoc = "Lognormal: the usual shape of measured service times.";
    std::variant<MeanAndCvConfig, MedianAndP99Config> stated;
};
template <class Visitor>
void describe(Visitor& visit, LognormalConfig& config) {
    visit(Knob{.name = "lognormal", .doc = kStatedDoc, .required = true}, config.stated);
}

struct WeibullConfig {
    static constexpr std::string_view kTag = "weibull";
    static constexpr std::string_view kDoc =
        "Weibull: lifetimes, and service times whose tail is heavier or lighter than the exponential's.";
    std::variant<ScaleAndShapeConfig, MeanAndCvConfig, MedianAndP99Config> stated;
};
template <class Visitor>
void describe(Visitor& visit, WeibullConfig& config) {
    visit(Knob{.name = "weibull", .doc = kStatedDoc, .required = true}, config.stated);
}

struct ParetoConfig {
    static constexpr std::string_view kTag = "pareto";
    static constexpr std::string_view kDoc =
        "Pareto: a tail that falls as a power. Where p99 is 50 medians or more, its mean is infinite.";
    std::variant<MinAndShapeConfig, MeanAndCvConfig, MedianAndP99Config> stated;
};
template <class Visitor>
void describe(Visitor& visit, ParetoConfig& config) {
    visit(Knob{.name = "pareto", .doc = kStatedDoc, .required = true}, config.stated);
}

struct BoundedParetoParametersConfig {
    engine::Duration min;
    engine::Duration max;
    double shape = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, BoundedParetoParametersConfig& config) {
    visit(Knob{.name = "min", .doc = "The shortest length.", .bounds = kPositiveLength, .required = true},
          config.min);
    visit(Knob{.name = "max",
               .doc = "The longest length; at least min.",
               .bounds = kPositiveLength,
               .required = true},
          config.max);
    visit(
        Knob{.name = "shape", .doc = "As of a Pareto without bound.", .bounds = kAnyShape, .required = true},
        config.shape);
}
struct BoundedParetoConfig {
    static constexpr std::string_view kTag = "bounded_pareto";
    static constexpr std::string_view kDoc = "A Pareto of which no draw is longer than a bound.";
    BoundedParetoParametersConfig parameters;
};
template <class Visitor>
void describe(Visitor& visit, BoundedParetoConfig& config) {
    visit(Knob{.name = "bounded_pareto", .doc = "Bounds and shape.", .required = true}, config.parameters);
}

struct DistributionConfig {
    /// A value that is no object stands for {"constant": value}.
    static constexpr std::string_view kBareVerb = "constant";
    std::variant<ConstantConfig, UniformConfig, ExponentialConfig, ErlangConfig, GammaConfig, NormalConfig,
                 LognormalConfig, WeibullConfig, ParetoConfig, BoundedParetoConfig, HyperexponentialConfig,
                 DiscreteConfig, HistogramConfig, QuantilesConfig>
        family;

    [[nodiscard]] static DistributionConfig constant(engine::Duration value) {
        return DistributionConfig{ConstantConfig{value}};
    }
};
template <class Visitor>
void describe(Visitor& visit, DistributionConfig& config) {
    visit.verb(config.family);
}

/// In nanoseconds. The constant 0 where the figures stated are impossible (models/compiler.hpp reports them).
[[nodiscard]] engine::Distribution compile_distribution(const DistributionConfig& config);

} // namespace shaketable::models
