#include "models/distribution_config.hpp"

#include "engine/distribution_parameters.hpp"
#include "models/distribution_problems.hpp"

namespace shaketable::models {

namespace {

using engine::Distribution;

double ns(engine::Duration length) { return static_cast<double>(length.ns()); }

engine::MeanAndVariation figures_of(const MeanAndCvConfig& way) {
    return {.mean = ns(way.mean), .variation = way.cv};
}
engine::MedianAndP99 figures_of(const MedianAndP99Config& way) {
    return {.median = ns(way.median), .p99 = ns(way.p99)};
}

// A family's own parameters, from each way of stating it.

Distribution::Range uniform_of(const MinAndMaxConfig& way) {
    return {.min = ns(way.min), .max = ns(way.max)};
}
template <class Way>
Distribution::Range uniform_of(const Way& way) {
    return engine::uniform_of(figures_of(way));
}

Distribution::Erlang erlang_of(const MeanAndPhasesConfig& way) {
    return {.mean = ns(way.mean), .shape = way.shape};
}
Distribution::Erlang erlang_of(const MeanAndCvConfig& way) {
    return {.mean = ns(way.mean), .shape = nearest_phases(way.cv)};
}

Distribution::Gamma gamma_of(const MeanAndShapeConfig& way) {
    return {.mean = ns(way.mean), .shape = way.shape};
}
template <class Way>
Distribution::Gamma gamma_of(const Way& way) {
    return engine::gamma_of(figures_of(way));
}

Distribution::Normal normal_of(const MeanAndSdConfig& way) {
    return {.mean = ns(way.mean), .standard_deviation = ns(way.sd)};
}
template <class Way>
Distribution::Normal normal_of(const Way& way) {
    return engine::normal_of(figures_of(way));
}

Distribution::Weibull weibull_of(const ScaleAndShapeConfig& way) {
    return {.scale = ns(way.scale), .shape = way.shape};
}
template <class Way>
Distribution::Weibull weibull_of(const Way& way) {
    return engine::weibull_of(figures_of(way));
}

Distribution::Pareto pareto_of(const MinAndShapeConfig& way) {
    return {.min = ns(way.min), .shape = way.shape};
}
template <class Way>
Distribution::Pareto pareto_of(const Way& way) {
    return engine::pareto_of(figures_of(way));
}

std::vector<engine::Weighted> branches_of(const BranchesConfig& way) {
    std::vector<engine::Weighted> branches;
    for (const BranchMeanConfig& branch : way.branches)
        branches.push_back({.value = ns(branch.mean), .weight = branch.weight});
    return branches;
}
std::vector<engine::Weighted> branches_of(const BalancedBranchesConfig& way) {
    return engine::hyperexponential_of(figures_of(way.figures));
}

// One overload for each family.

Distribution compile(const ConstantConfig& config) { return Distribution::constant(ns(config.value)); }
Distribution compile(const ExponentialConfig& config) { return Distribution::exponential(ns(config.mean)); }
Distribution compile(const UniformConfig& config) {
    return Distribution::uniform(std::visit([](const auto& way) { return uniform_of(way); }, config.stated));
}
Distribution compile(const ErlangConfig& config) {
    return Distribution::erlang(std::visit([](const auto& way) { return erlang_of(way); }, config.stated));
}
Distribution compile(const GammaConfig& config) {
    return Distribution::gamma(std::visit([](const auto& way) { return gamma_of(way); }, config.stated));
}
Distribution compile(const NormalConfig& config) {
    return Distribution::normal(std::visit([](const auto& way) { return normal_of(way); }, config.stated));
}
Distribution compile(const LognormalConfig& config) {
    return Distribution::lognormal(
        std::visit([](const auto& way) { return engine::lognormal_of(figures_of(way)); }, config.stated));
}
Distribution compile(const WeibullConfig& config) {
    return Distribution::weibull(std::visit([](const auto& way) { return weibull_of(way); }, config.stated));
}
Distribution compile(const ParetoConfig& config) {
    return Distribution::pareto(std::visit([](const auto& way) { return pareto_of(way); }, config.stated));
}
Distribution compile(const BoundedParetoConfig& config) {
    const BoundedParetoParametersConfig& parameters = config.parameters;
    return Distribution::bounded_pareto(
        {.min = ns(parameters.min), .max = ns(parameters.max), .shape = parameters.shape});
}
Distribution compile(const HyperexponentialConfig& config) {
    return Distribution::hyperexponential(
        std::visit([](const auto& way) { return branches_of(way); }, config.branches.stated));
}
Distribution compile(const DiscreteConfig& config) {
    std::vector<engine::Weighted> outcomes;
    for (const OutcomeConfig& outcome : config.outcomes)
        outcomes.push_back({.value = ns(outcome.value), .weight = outcome.weight});
    return Distribution::discrete(outcomes);
}
Distribution compile(const HistogramConfig& config) {
    std::vector<engine::Piece> pieces;
    for (const BucketConfig& bucket : config.buckets)
        pieces.push_back({.from = ns(bucket.from), .to = ns(bucket.to), .weight = bucket.weight});
    return Distribution::piecewise_uniform(pieces);
}
Distribution compile(const QuantilesConfig& config) {
    std::vector<engine::Piece> pieces;
    for (std::size_t i = 1; i < config.quantiles.size(); ++i) {
        const QuantileConfig& lower = config.quantiles[i - 1];
        const QuantileConfig& upper = config.quantiles[i];
        pieces.push_back({.from = ns(lower.value), .to = ns(upper.value), .weight = upper.q - lower.q});
    }
    return Distribution::piecewise_uniform(pieces);
}

} // namespace

engine::Distribution compile_distribution(const DistributionConfig& config) {
    if (!distribution_problems(config).empty())
        return Distribution();
    return std::visit([](const auto& family) { return compile(family); }, config.family);
}

} // namespace shaketable::models
