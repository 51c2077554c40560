// The distributions that are stated as lists: branches, outcomes, the buckets of a histogram, quantiles.
#pragma once

#include "models/distribution_ways.hpp"

#include <variant>
#include <vector>

namespace shaketable::models {

inline constexpr Knob kWeightKnob = {
    .name = "weight", .doc = "How often, relative to the others.", .bounds = {1e-12, 1e12}};

struct BranchMeanConfig {
    engine::Duration mean;
    double weight = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, BranchMeanConfig& config) {
    visit(Knob{.name = "mean", .doc = "The mean of this branch.", .bounds = kAnyLength, .required = true},
          config.mean);
    visit(kWeightKnob, config.weight);
}
struct BranchesConfig {
    static constexpr std::string_view kTag = "branches";
    static constexpr std::string_view kDoc = "One of several exponentials, chosen by weight.";
    std::vector<BranchMeanConfig> branches;
};
template <class Visitor>
void describe(Visitor& visit, BranchesConfig& config) {
    visit(Knob{.name = "branches", .doc = "The branches; at least one.", .required = true}, config.branches);
}
struct BalancedBranchesConfig {
    static constexpr std::string_view kTag = "mean";
    static constexpr std::string_view kDoc =
        "Two branches that contribute half of the mean each; the coefficient of variation is at least 1.";
    MeanAndCvConfig figures;
};
template <class Visitor>
void describe(Visitor& visit, BalancedBranchesConfig& config) {
    describe(visit, config.figures);
}
struct HyperexponentialBranchesConfig {
    /// A list stands for {"branches": list}.
    static constexpr std::string_view kBareVerb = "branches";
    std::variant<BranchesConfig, BalancedBranchesConfig> stated;
};
template <class Visitor>
void describe(Visitor& visit, HyperexponentialBranchesConfig& config) {
    visit.verb(config.stated);
}
struct HyperexponentialConfig {
    static constexpr std::string_view kTag = "hyperexponential";
    static constexpr std::string_view kDoc =
        "Hyperexponential: one of several exponentials, chosen by weight; coefficient of variation above 1.";
    HyperexponentialBranchesConfig branches;
};
template <class Visitor>
void describe(Visitor& visit, HyperexponentialConfig& config) {
    visit(Knob{.name = "hyperexponential", .doc = "The branches, or what is known of it.", .required = true},
          config.branches);
}

struct OutcomeConfig {
    engine::Duration value;
    double weight = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, OutcomeConfig& config) {
    visit(Knob{.name = "value", .doc = "The length.", .bounds = kAnyLength, .required = true}, config.value);
    visit(kWeightKnob, config.weight);
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

struct BucketConfig {
    engine::Duration from;
    engine::Duration to;
    double weight = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, BucketConfig& config) {
    visit(Knob{.name = "from",
               .doc = "The shortest length; at least the end of the bucket before.",
               .bounds = kAnyLength,
               .required = true},
          config.from);
    visit(Knob{.name = "to", .doc = "The longest; at least from.", .bounds = kAnyLength, .required = true},
          config.to);
    visit(Knob{.name = "weight",
               .doc = "How many were counted, or what share of all.",
               .bounds = {0.0, 1e15},
               .required = true},
          config.weight);
}
struct HistogramConfig {
    static constexpr std::string_view kTag = "histogram";
    static constexpr std::string_view kDoc =
        "What was measured, as counts: a bucket is chosen by weight, and any length within it is as likely.";
    std::vector<BucketConfig> buckets;
};
template <class Visitor>
void describe(Visitor& visit, HistogramConfig& config) {
    visit(Knob{.name = "histogram",
               .doc = "The buckets, in rising order and not overlapping; at least one has a weight above 0.",
               .required = true},
          config.buckets);
}

struct QuantileConfig {
    double q = 0.0;
    engine::Duration value;
};
template <class Visitor>
void describe(Visitor& visit, QuantileConfig& config) {
    visit(Knob{.name = "q",
               .doc = "The share of all that is shorter; 0 first, then more each time, 1 last.",
               .bounds = {0.0, 1.0},
               .required = true},
          config.q);
    visit(Knob{.name = "value",
               .doc = "The length; at least the one before.",
               .bounds = kAnyLength,
               .required = true},
          config.value);
}
struct QuantilesConfig {
    static constexpr std::string_view kTag = "quantiles";
    static constexpr std::string_view kDoc = "What was measured, as percentiles: between neighbours any "
                                             "length is as likely. The ends must be stated.";
    std::vector<QuantileConfig> quantiles;
};
template <class Visitor>
void describe(Visitor& visit, QuantilesConfig& config) {
    visit(Knob{.name = "quantiles", .doc = "From q 0 to q 1, rising.", .required = true}, config.quantiles);
}

} // namespace shaketable::models
