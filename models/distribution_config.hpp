// A length of time as a scenario file states it: a bare duration (constant), or an object with one family.
#pragma once

#include "engine/distribution.hpp"
#include "models/describe.hpp"

#include <variant>

namespace shaketable::models {

inline constexpr Bounds kAnyLength = {0.0, 3'155'760'000.0};
inline constexpr Bounds kPositiveLength = {1e-9, 3'155'760'000.0};

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

struct UniformRangeConfig {
    engine::Duration min;
    engine::Duration max;
};
template <class Visitor>
void describe(Visitor& visit, UniformRangeConfig& config) {
    visit(Knob{.name = "min", .doc = "The shortest length.", .bounds = kAnyLength, .required = true},
          config.min);
    visit(Knob{.name = "max",
               .doc = "The longest length; at least min.",
               .bounds = kAnyLength,
               .required = true},
          config.max);
}
struct UniformConfig {
    static constexpr std::string_view kTag = "uniform";
    static constexpr std::string_view kDoc = "Uniform between two lengths.";
    UniformRangeConfig range;
};
template <class Visitor>
void describe(Visitor& visit, UniformConfig& config) {
    visit(Knob{.name = "uniform", .doc = "The range.", .required = true}, config.range);
}

struct ErlangParametersConfig {
    engine::Duration mean;
    std::int64_t shape = 2;
};
template <class Visitor>
void describe(Visitor& visit, ErlangParametersConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean of the sum.", .bounds = kAnyLength, .required = true},
          config.mean);
    visit(
        Knob{.name = "shape",
             .doc = "How many exponential phases are added; the squared coefficient of variation is 1/shape.",
             .unit = "phases",
             .bounds = {1, 1000},
             .required = true},
        config.shape);
}
struct ErlangConfig {
    static constexpr std::string_view kTag = "erlang";
    static constexpr std::string_view kDoc = "Erlang: a sum of equal exponential phases.";
    ErlangParametersConfig parameters;
};
template <class Visitor>
void describe(Visitor& visit, ErlangConfig& config) {
    visit(Knob{.name = "erlang", .doc = "Mean and shape.", .required = true}, config.parameters);
}

struct NormalParametersConfig {
    engine::Duration mean;
    engine::Duration sd;
};
template <class Visitor>
void describe(Visitor& visit, NormalParametersConfig& config) {
    visit(
        Knob{.name = "mean", .doc = "The mean before clamping at 0.", .bounds = kAnyLength, .required = true},
        config.mean);
    visit(Knob{.name = "sd", .doc = "The standard deviation.", .bounds = kAnyLength, .required = true},
          config.sd);
}
struct NormalConfig {
    static constexpr std::string_view kTag = "normal";
    static constexpr std::string_view kDoc =
        "Normal; a negative draw becomes 0, and the result counts how many were clamped.";
    NormalParametersConfig parameters;
};
template <class Visitor>
void describe(Visitor& visit, NormalConfig& config) {
    visit(Knob{.name = "normal", .doc = "Mean and standard deviation.", .required = true}, config.parameters);
}

struct LognormalParametersConfig {
    engine::Duration mean;
    double cv = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, LognormalParametersConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean.", .bounds = kPositiveLength, .required = true}, config.mean);
    visit(Knob{.name = "cv",
               .doc = "The coefficient of variation: standard deviation over mean.",
               .bounds = {0.0, 100.0},
               .required = true},
          config.cv);
}
struct LognormalConfig {
    static constexpr std::string_view kTag = "lognormal";
    static constexpr std::string_view kDoc = "Lognormal: the usual shape of measured service times.";
    LognormalParametersConfig parameters;
};
template <class Visitor>
void describe(Visitor& visit, LognormalConfig& config) {
    visit(Knob{.name = "lognormal", .doc = "Mean and coefficient of variation.", .required = true},
          config.parameters);
}

struct BranchMeanConfig {
    engine::Duration mean;
    double weight = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, BranchMeanConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean of this branch.", .bounds = kAnyLength, .required = true},
          config.mean);
    visit(Knob{.name = "weight", .doc = "How often, relative to the others.", .bounds = {1e-12, 1e12}},
          config.weight);
}
struct HyperexponentialConfig {
    static constexpr std::string_view kTag = "hyperexponential";
    static constexpr std::string_view kDoc =
        "Hyperexponential: one of several exponentials, chosen by weight; coefficient of variation above 1.";
    std::vector<BranchMeanConfig> branches;
};
template <class Visitor>
void describe(Visitor& visit, HyperexponentialConfig& config) {
    visit(Knob{.name = "hyperexponential", .doc = "The branches; at least one.", .required = true},
          config.branches);
}

struct OutcomeConfig {
    engine::Duration value;
    double weight = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, OutcomeConfig& config) {
    visit(Knob{.name = "value", .doc = "The length.", .bounds = kAnyLength, .required = true}, config.value);
    visit(Knob{.name = "weight", .doc = "How often, relative to the others.", .bounds = {1e-12, 1e12}},
          config.weight);
}
struct DiscreteConfig {
    static constexpr std::string_view kTag = "discrete";
    static constexpr std::string_view kDoc = "One of a list of lengths, chosen by weight.";
    std::vector<OutcomeConfig> outcomes;
};
template <class Visitor>
void describe(Visitor& visit, DiscreteConfig& config) {
    visit(Knob{.name = "discrete", .doc = "The outcomes; at least one.", .required = true}, config.outcomes);
}

struct DistributionConfig {
    /// A value that is no object stands for {"constant": value}.
    static constexpr std::string_view kBareVerb = "constant";
    std::variant<ConstantConfig, UniformConfig, ExponentialConfig, ErlangConfig, NormalConfig,
                 LognormalConfig, HyperexponentialConfig, DiscreteConfig>
        family;

    [[nodiscard]] static DistributionConfig constant(engine::Duration value) {
        return DistributionConfig{ConstantConfig{value}};
    }
};
template <class Visitor>
void describe(Visitor& visit, DistributionConfig& config) {
    visit.verb(config.family);
}

/// In nanoseconds.
[[nodiscard]] engine::Distribution compile_distribution(const DistributionConfig& config);

} // namespace shaketable::models
