#include "models/distribution_problems.hpp"

#include "engine/distribution_parameters.hpp"
#include "models/compiler.hpp"

#include <charconv>
#include <cmath>

namespace shaketable::models {

namespace {

/// Looks at one family and collects what it finds.
class Checker {
  public:
    explicit Checker(Problems& problems) : problems_(problems) {}

    template <class Family>
    void operator()(const Family& family) {
        at_ = "/" + std::string(Family::kTag);
        if constexpr (requires { family.stated; })
            std::visit([&](const auto& way) { check_way(family, way); }, family.stated);
        else
            check(family);
    }

  private:
    void add(const std::string& member, std::string found, std::string accepted) {
        problems_.push_back(Problem{at_ + member, std::move(found), std::move(accepted), {}, {}});
    }

    template <class Family, class Way>
    void check_way(const Family&, const Way&) {}
    template <class Family>
    void check_way(const Family&, const MedianAndP99Config& way) {
        check_order(way);
    }
    void check_way(const UniformConfig&, const MinAndMaxConfig& way) { check_range(way.min, way.max); }
    void check_way(const UniformConfig&, const MeanAndCvConfig& way);
    void check_way(const UniformConfig&, const MedianAndP99Config& way);
    void check_way(const ErlangConfig&, const MeanAndCvConfig& way);

    void check(const ConstantConfig&) {}
    void check(const ExponentialConfig&) {}
    void check(const BoundedParetoConfig& config) {
        check_range(config.parameters.min, config.parameters.max);
    }
    void check(const HyperexponentialConfig& config);
    void check(const DiscreteConfig& config);
    void check(const HistogramConfig& config);
    void check(const QuantilesConfig& config);

    void check_range(engine::Duration min, engine::Duration max);
    void check_order(const MedianAndP99Config& way);

    Problems& problems_;
    std::string at_;
};

void Checker::check_range(engine::Duration min, engine::Duration max) {
    if (max < min)
        add("/max", "is less than min", "a length of at least min");
}

void Checker::check_order(const MedianAndP99Config& way) {
    if (way.p99 < way.median)
        add("/p99", "is less than the median", "a length of at least the median");
}

void Checker::check_way(const UniformConfig&, const MeanAndCvConfig& way) {
    if (!engine::is_uniform(engine::MeanAndVariation{.mean = 1.0, .variation = way.cv}))
        add("/cv", "is so large that the shortest length would be below 0",
            "a number of at most 0.5773502691896257 (1/sqrt(3))");
}

void Checker::check_way(const UniformConfig&, const MedianAndP99Config& way) {
    check_order(way);
    if (!engine::is_uniform(engine::MedianAndP99{.median = static_cast<double>(way.median.ns()),
                                                 .p99 = static_cast<double>(way.p99.ns())}))
        add("/p99", "is so large that the shortest length would be below 0",
            "a length of at most 1.98 times the median");
}

std::string number_text(double number) {
    char buffer[32];
    const auto [end, failure] = std::to_chars(buffer, buffer + sizeof buffer, number);
    return failure == std::errc() ? std::string(buffer, end) : std::string();
}

void Checker::check_way(const ErlangConfig&, const MeanAndCvConfig& way) {
    constexpr double kTolerance = 1e-9; // of a number that is written with ten digits
    const double phases = static_cast<double>(nearest_phases(way.cv));
    if (!(std::fabs(way.cv * way.cv * phases - 1.0) <= kTolerance))
        add("/cv", "is not that of a whole number of phases from 1 to 1000",
            "1/sqrt(phases); the nearest is " + number_text(1.0 / std::sqrt(phases)) + ", of " +
                number_text(phases));
}

void Checker::check(const HyperexponentialConfig& config) {
    const auto* listed = std::get_if<BranchesConfig>(&config.branches.stated);
    const auto* balanced = std::get_if<BalancedBranchesConfig>(&config.branches.stated);
    if (listed != nullptr && listed->branches.empty())
        add("", "has no branches", "at least one branch");
    if (balanced != nullptr && balanced->figures.cv < 1.0)
        add("/cv", "is less than any hyperexponential's", "a number of at least 1");
}

void Checker::check(const DiscreteConfig& config) {
    if (config.outcomes.empty())
        add("", "has no outcomes", "at least one outcome");
}

void Checker::check(const HistogramConfig& config) {
    const engine::Duration* end = nullptr; // of the bucket before
    bool counted = false;
    for (std::size_t i = 0; i < config.buckets.size(); ++i) {
        const BucketConfig& bucket = config.buckets[i];
        const std::string at = "/" + std::to_string(i);
        if (bucket.to < bucket.from)
            add(at + "/to", "is less than from", "a length of at least from");
        if (end != nullptr && bucket.from < *end)
            add(at + "/from", "lies below the end of the bucket before",
                "buckets in rising order that do not overlap");
        end = &bucket.to;
        counted = counted || bucket.weight > 0.0;
    }
    if (!counted)
        add("", "has no bucket with a weight", "at least one bucket whose weight is above 0");
}

void Checker::check(const QuantilesConfig& config) {
    const std::vector<QuantileConfig>& quantiles = config.quantiles;
    if (quantiles.size() < 2) {
        add("", "does not state both ends", "at least q 0, the shortest length, and q 1, the longest");
        return;
    }
    const std::string last = "/" + std::to_string(quantiles.size() - 1);
    if (quantiles.front().q != 0.0)
        add("/0/q", "is not 0", "0 first, with the shortest length");
    if (quantiles.back().q != 1.0)
        add(last + "/q", "is not 1", "1 last, with the longest length");
    for (std::size_t i = 1; i < quantiles.size(); ++i) {
        const std::string at = "/" + std::to_string(i);
        if (quantiles[i].q <= quantiles[i - 1].q)
            add(at + "/q", "is not more than the one before", "shares in rising order");
        if (quantiles[i].value < quantiles[i - 1].value)
            add(at + "/value", "is less than the one before", "lengths that do not fall");
    }
}

} // namespace

std::int64_t nearest_phases(double cv) {
    constexpr double kPhasesMax = 1000.0;
    const double phases = std::floor(1.0 / (cv * cv)); // infinite for a cv of 0
    const double fewer = phases < 1.0 ? 1.0 : phases < kPhasesMax ? phases : kPhasesMax - 1.0;
    const double above = 1.0 / std::sqrt(fewer) - cv;
    const double below = cv - 1.0 / std::sqrt(fewer + 1.0);
    return static_cast<std::int64_t>(above < below ? fewer : fewer + 1.0);
}

Problems distribution_problems(const DistributionConfig& config) {
    Problems problems;
    std::visit(Checker(problems), config.family);
    return problems;
}

engine::Distribution compile_distribution(Compiler& compiler, const DistributionConfig& config,
                                          const std::string& at) {
    if (compiler.unread.touches(at))
        return engine::Distribution();
    for (Problem& problem : distribution_problems(config)) {
        problem.pointer.insert(0, at);
        compiler.problems.push_back(std::move(problem));
    }
    return compile_distribution(config);
}

} // namespace shaketable::models
