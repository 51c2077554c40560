// The ways of stating a distribution: by what is known of it. Each is an object with exactly these members,
// and a family accepts several (models/distribution_config.hpp).
#pragma once

#include "models/describe.hpp"

namespace shaketable::models {

inline constexpr Bounds kAnyLength = {0.0, 3'155'760'000.0};
inline constexpr Bounds kPositiveLength = {1e-9, 3'155'760'000.0};
inline constexpr Bounds kAnyShape = {0.01, 1'000'000.0};

struct MeanAndCvConfig {
    engine::Duration mean;
    double cv = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, MeanAndCvConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean.", .bounds = kPositiveLength, .required = true}, config.mean);
    visit(Knob{.name = "cv",
               .doc = "The coefficient of variation: standard deviation over mean.",
               .bounds = {0.0, 100.0},
               .required = true},
          config.cv);
}

struct MedianAndP99Config {
    engine::Duration median;
    engine::Duration p99;
};
template <class Visitor>
void describe(Visitor& visit, MedianAndP99Config& config) {
    visit(Knob{.name = "median", .doc = "Half are shorter.", .bounds = kPositiveLength, .required = true},
          config.median);
    visit(Knob{.name = "p99",
               .doc = "99 of 100 are shorter; at least the median.",
               .bounds = kPositiveLength,
               .required = true},
          config.p99);
}

struct MinAndMaxConfig {
    engine::Duration min;
    engine::Duration max;
};
template <class Visitor>
void describe(Visitor& visit, MinAndMaxConfig& config) {
    visit(Knob{.name = "min", .doc = "The shortest length.", .bounds = kAnyLength, .required = true},
          config.min);
    visit(Knob{.name = "max",
               .doc = "The longest length; at least min.",
               .bounds = kAnyLength,
               .required = true},
          config.max);
}

struct MeanAndSdConfig {
    engine::Duration mean;
    engine::Duration sd;
};
template <class Visitor>
void describe(Visitor& visit, MeanAndSdConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean.", .bounds = kAnyLength, .required = true}, config.mean);
    visit(Knob{.name = "sd", .doc = "The standard deviation.", .bounds = kAnyLength, .required = true},
          config.sd);
}

struct MeanAndPhasesConfig {
    engine::Duration mean;
    std::int64_t shape = 2;
};
template <class Visitor>
void describe(Visitor& visit, MeanAndPhasesConfig& config) {
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

struct MeanAndShapeConfig {
    engine::Duration mean;
    double shape = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, MeanAndShapeConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean.", .bounds = kPositiveLength, .required = true}, config.mean);
    visit(Knob{.name = "shape",
               .doc = "The squared coefficient of variation is 1/shape.",
               .bounds = kAnyShape,
               .required = true},
          config.shape);
}

struct ScaleAndShapeConfig {
    engine::Duration scale;
    double shape = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, ScaleAndShapeConfig& config) {
    visit(Knob{.name = "scale",
               .doc = "A share of 1/e, 37 of 100, is longer.",
               .bounds = kPositiveLength,
               .required = true},
          config.scale);
    visit(Knob{.name = "shape",
               .doc = "1 is the exponential; less has a heavier tail, more a lighter one.",
               .bounds = kAnyShape,
               .required = true},
          config.shape);
}

struct MinAndShapeConfig {
    engine::Duration min;
    double shape = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, MinAndShapeConfig& config) {
    visit(Knob{.name = "min", .doc = "The shortest length.", .bounds = kPositiveLength, .required = true},
          config.min);
    visit(Knob{.name = "shape",
               .doc = "A share of (min/x)^shape is longer than x; up to 1 the mean is infinite.",
               .bounds = kAnyShape,
               .required = true},
          config.shape);
}

} // namespace shaketable::models
