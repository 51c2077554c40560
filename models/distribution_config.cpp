#include "models/distribution_config.hpp"

#include "engine/distribution_parameters.hpp"
#include "models/compiler.hpp"

#include <optional>
#include <string>

namespace shaketable::models {

namespace {

double ns(engine::Duration length) { return static_cast<double>(length.ns()); }

/// What makes a distribution impossible although each of its knobs is within bounds.
struct DistributionProblem {
    std::string member;
    std::string found;
    std::string accepted;
};

std::optional<DistributionProblem> problem_of(const DistributionConfig& config) {
    if (const auto* uniform = std::get_if<UniformConfig>(&config.family);
        uniform != nullptr && uniform->range.max < uniform->range.min)
        return DistributionProblem{"/uniform/max", "is less than min", "a length of at least min"};
    if (const auto* hyper = std::get_if<HyperexponentialConfig>(&config.family);
        hyper != nullptr && hyper->branches.empty())
        return DistributionProblem{"/hyperexponential", "has no branches", "at least one branch"};
    if (const auto* discrete = std::get_if<DiscreteConfig>(&config.family);
        discrete != nullptr && discrete->outcomes.empty())
        return DistributionProblem{"/discrete", "has no outcomes", "at least one outcome"};
    return std::nullopt;
}

engine::Distribution compile(const ConstantConfig& config) {
    return engine::Distribution::constant(ns(config.value));
}
engine::Distribution compile(const ExponentialConfig& config) {
    return engine::Distribution::exponential(ns(config.mean));
}
engine::Distribution compile(const UniformConfig& config) {
    return engine::Distribution::uniform({.min = ns(config.range.min), .max = ns(config.range.max)});
}
engine::Distribution compile(const ErlangConfig& config) {
    return engine::Distribution::erlang(
        {.mean = ns(config.parameters.mean), .shape = config.parameters.shape});
}
engine::Distribution compile(const NormalConfig& config) {
    return engine::Distribution::normal(
        {.mean = ns(config.parameters.mean), .standard_deviation = ns(config.parameters.sd)});
}
engine::Distribution compile(const LognormalConfig& config) {
    return engine::Distribution::lognormal(engine::lognormal_of(engine::MeanAndVariation{
        .mean = ns(config.parameters.mean), .variation = config.parameters.cv}));
}
engine::Distribution compile(const HyperexponentialConfig& config) {
    std::vector<engine::Weighted> branches;
    for (const BranchMeanConfig& branch : config.branches)
        branches.push_back({.value = ns(branch.mean), .weight = branch.weight});
    return engine::Distribution::hyperexponential(branches);
}
engine::Distribution compile(const DiscreteConfig& config) {
    std::vector<engine::Weighted> outcomes;
    for (const OutcomeConfig& outcome : config.outcomes)
        outcomes.push_back({.value = ns(outcome.value), .weight = outcome.weight});
    return engine::Distribution::discrete(outcomes);
}

} // namespace

engine::Distribution compile_distribution(const DistributionConfig& config) {
    if (problem_of(config))
        return engine::Distribution();
    return std::visit([](const auto& family) { return compile(family); }, config.family);
}

void check_distribution(Compiler& compiler, const DistributionConfig& config, const std::string& at) {
    if (const auto problem = problem_of(config))
        compiler.problem(at + problem->member, problem->found, problem->accepted);
}

} // namespace shaketable::models
