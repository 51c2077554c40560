// From the text of a file to samples: every family, in every way of stating it, has the figures that were
// stated.
#include "engine/distribution_parameters.hpp"
#include "models/distribution_config.hpp"
#include "scenarios/load.hpp"
#include "tests/engine/sampled_law.hpp"
#include "tests/scenarios/golden_text.hpp"

#include <gtest/gtest.h>

#include <set>
#include <variant>

namespace shaketable::scenarios {
namespace {

using engine::Distribution;

/// The distributions of distributions.json, by endpoint.
models::Named<models::DistributionConfig> stated_distributions() {
    const std::string path = std::string(SHAKETABLE_SOURCE_DIR) + "/tests/scenarios/distributions.json";
    const auto file = load_text(file_text(path), "distributions.json");
    models::Named<models::DistributionConfig> found;
    if (!file)
        return found;
    const models::ScenarioConfig config = file.value().config_for("").value();
    const auto& web = std::get<models::ServiceConfig>(config.components.find("web")->kind);
    for (const auto& [name, endpoint] : web.endpoints)
        found.entries.emplace_back(name, std::get<models::WorkStepConfig>(endpoint.steps.front().verb).work);
    return found;
}

/// Compares samples with the figures of the way that was chosen.
struct FiguresCheck {
    const Distribution& distribution;
    int checked = 0;

    void operator()(const models::MeanAndCvConfig& way) {
        const double mean = static_cast<double>(way.mean.ns());
        engine::expect_moments(distribution, {.mean = mean, .variance = mean * way.cv * mean * way.cv});
        ++checked;
    }
    void operator()(const models::MedianAndP99Config& way) {
        const std::vector<double> sample = engine::samples_of(distribution);
        engine::expect_quantile(sample, {.probability = 0.5, .value = static_cast<double>(way.median.ns())});
        engine::expect_quantile(sample, {.probability = 0.99, .value = static_cast<double>(way.p99.ns())});
        ++checked;
    }
    void operator()(const models::BalancedBranchesConfig& way) { (*this)(way.figures); }
    template <class Way>
    void operator()(const Way&) {}

    template <class Family>
    void check(const Family& family) {
        if constexpr (requires { family.stated; })
            std::visit(*this, family.stated);
        else if constexpr (requires { family.branches.stated; })
            std::visit(*this, family.branches.stated);
    }
};

TEST(StatedDistributions, HaveTheFiguresThatWereStated) {
    int checked = 0;
    for (const auto& [name, config] : stated_distributions()) {
        SCOPED_TRACE(name);
        const Distribution distribution = models::compile_distribution(config);
        FiguresCheck figures{distribution};
        std::visit([&](const auto& family) { figures.check(family); }, config.family);
        checked += figures.checked;
    }
    EXPECT_EQ(checked, 15); // eight families by mean and cv, seven by median and p99
}

TEST(StatedDistributions, HaveTheParametersThatWereStated) {
    const auto stated = stated_distributions();
    const auto expect_same = [&](const std::string& name, const Distribution& expected) {
        SCOPED_TRACE(name);
        ASSERT_NE(stated.find(name), nullptr);
        const Distribution actual = models::compile_distribution(*stated.find(name));
        EXPECT_EQ(actual.family(), expected.family());
        EXPECT_EQ(engine::samples_of(actual, 1000), engine::samples_of(expected, 1000));
    };
    expect_same("constant", Distribution::constant(5e6));
    expect_same("exponential", Distribution::exponential(5e6));
    expect_same("uniform", Distribution::uniform({.min = 3e6, .max = 7e6}));
    expect_same("erlang", Distribution::erlang({.mean = 5e6, .shape = 3}));
    expect_same("erlang-cv", Distribution::erlang({.mean = 5e6, .shape = 4}));
    expect_same("erlang-rounded-cv", Distribution::erlang({.mean = 5e6, .shape = 3}));
    expect_same("gamma", Distribution::gamma({.mean = 5e6, .shape = 2.5}));
    expect_same("normal", Distribution::normal({.mean = 5e6, .standard_deviation = 1e6}));
    expect_same("weibull", Distribution::weibull({.scale = 5e6, .shape = 0.7}));
    expect_same("pareto", Distribution::pareto({.min = 5e6, .shape = 1.5}));
    expect_same("bounded-pareto", Distribution::bounded_pareto({.min = 1e6, .max = 1e9, .shape = 1.1}));
    expect_same("hyperexponential", Distribution::hyperexponential({{2e6, 9.0}, {3e7, 1.0}}));
    expect_same("hyperexponential-object", Distribution::hyperexponential({{2e6, 9.0}, {3e7, 1.0}}));
    expect_same("discrete", Distribution::discrete({{2e6, 3.0}, {9e6, 1.0}}));
    expect_same("histogram",
                Distribution::piecewise_uniform({{1e6, 2e6, 20.0}, {2e6, 4e6, 0.0}, {6e6, 1e7, 5.0}}));
    expect_same("quantiles", Distribution::piecewise_uniform(
                                 {{1e6, 4e6, 0.5}, {4e6, 2e7, 0.99 - 0.5}, {2e7, 8e7, 1.0 - 0.99}}));
}

TEST(StatedDistributions, OfEveryFamilyAreTried) {
    std::set<std::size_t> families;
    for (const auto& [name, config] : stated_distributions())
        families.insert(config.family.index());
    EXPECT_EQ(families.size(), std::variant_size_v<decltype(models::DistributionConfig::family)>);
}

TEST(StatedDistributions, QuantilesAreReproduced) {
    const auto stated = stated_distributions();
    const auto sample = engine::samples_of(models::compile_distribution(*stated.find("quantiles")));
    engine::expect_quantile(sample, {.probability = 0.5, .value = 4e6});
    engine::expect_quantile(sample, {.probability = 0.99, .value = 2e7});
    engine::expect_quantile(sample, {.probability = 0.25, .value = 2.5e6});
}

} // namespace
} // namespace shaketable::scenarios
