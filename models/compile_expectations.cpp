#include "models/compile_expectations.hpp"

#include "engine/assert.hpp"
#include "models/component_model.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

std::string full_name(const Scenario& scenario, const Journey& journey) {
    return scenario.components[journey.component].name + "." + journey.name;
}

/// The members of a metric's figures in a result, of a component.
std::vector<std::string_view> members_of(MetricKind kind) {
    switch (kind) {
    case MetricKind::kCounter:
        return {"total", "per_s"};
    case MetricKind::kGauge:
        return {"mean", "instance_max"};
    case MetricKind::kTiming:
        return {"count", "mean_s", "max_s"};
    case MetricKind::kShare:
        return {"count", "mean"};
    }
    SHAKETABLE_ASSERT(false);
}

class ExpectationChecker {
  public:
    ExpectationChecker(Compiler& compiler, const ScenarioConfig& config, std::string at)
        : compiler_(compiler), config_(config), at_(std::move(at)) {}

    void check(const VerdictExpectation& expected) { check_journey(expected.journey); }
    void check(const RecoveryExpectation& expected) { check_journey(expected.journey); }
    void check(const HarmExpectation& expected) { check_journey(expected.journey); }
    void check(const FigureExpectation& expected) {
        check_journey(expected.journey);
        check_bounds(expected);
        check_span(expected);
        if (expected.journey && expected.component)
            compiler_.problem(at_ + "/component", "stands beside a journey", "one of the two");
        else if (expected.component)
            check_component(expected);
        else if (expected.of_twin && is_of_the_comparison(expected.figure))
            compiler_.problem(at_ + "/of_twin",
                              "stands beside \"" + expected.figure + "\", which twins don't have",
                              "nothing, or a figure of journeys");
        else
            check_figure(expected.figure, journey_figures(expected.from || expected.until),
                         expected.from || expected.until ? "figure of journeys over a part of the run"
                                                         : "figure of journeys");
    }

  private:
    void check_journey(const std::optional<std::string>& name) {
        const Scenario& scenario = compiler_.scenario;
        if (!name || find_journey(scenario, *name))
            return;
        if (compiler_.unread.touches("/components"))
            return;
        Compiler::Names valid;
        std::size_t called_so = 0;
        for (const Journey& journey : scenario.journeys) {
            valid.emplace(full_name(scenario, journey), 0);
            called_so += journey.name == *name ? 1U : 0U;
        }
        if (called_so > 1)
            compiler_.problem(at_ + "/journey", "names \"" + *name + "\", which several clients have",
                              "the client's name, too: \"" + valid.begin()->first + "\"");
        else
            compiler_.unknown_name(at_ + "/journey", "journey", *name, valid);
    }

    void check_bounds(const FigureExpectation& expected) {
        if (!expected.at_least && !expected.at_most && !compiler_.unread.touches(at_))
            compiler_.problem(at_, "has no bound", "at_least, at_most, or both");
        if (expected.at_least && expected.at_most && *expected.at_least > *expected.at_most)
            compiler_.problem(at_ + "/at_most", "is below at_least", "a value that is not");
    }

    void check_span(const FigureExpectation& expected) {
        const engine::Duration from = expected.from.value_or(engine::Duration());
        if (from >= config_.duration)
            compiler_.problem(at_ + "/from", "is not before the end of the run",
                              "a time before its duration");
        if (expected.until && *expected.until <= from)
            compiler_.problem(at_ + "/until", "is not after `from`", "a later time");
        if (expected.until && *expected.until > config_.duration)
            compiler_.problem(at_ + "/until", "is after the end of the run", "a time up to its duration");
    }

    void check_component(const FigureExpectation& expected) {
        const std::string component_at = child_pointer("/components", expected.component->name);
        const auto component = compiler_.components.find(expected.component->name);
        if (component == compiler_.components.end()) {
            if (!compiler_.unread.may_hide(component_at))
                compiler_.unknown_name(at_ + "/component", "component", expected.component->name,
                                       compiler_.components);
            return;
        }
        if (!compiler_.unread.touches(component_at))
            check_figure(expected.figure, component_figures(compiler_.scenario.components[component->second]),
                         "figure of \"" + expected.component->name + "\"");
    }

    void check_figure(const std::string& figure, const std::vector<std::string>& valid,
                      const std::string& what) {
        if (std::find(valid.begin(), valid.end(), figure) != valid.end() || compiler_.unread.touches(at_))
            return;
        std::string accepted;
        for (const std::string& one : valid)
            accepted += (accepted.empty() ? "" : ", ") + one;
        compiler_.problems.push_back({.pointer = at_ + "/figure",
                                      .found = "is \"" + figure + "\", which is no " + what,
                                      .accepted = std::move(accepted),
                                      .name = figure,
                                      .candidates = valid});
    }

    Compiler& compiler_;
    const ScenarioConfig& config_;
    std::string at_;
};

} // namespace

std::vector<std::string> journey_figures(bool of_windows) {
    std::vector<std::string> figures = {"offered",
                                        "completed",
                                        "good",
                                        "goodput_per_s",
                                        "offered_per_s",
                                        "availability",
                                        "attempts",
                                        "attempts_per_journey",
                                        "latency/p50_s",
                                        "latency/p95_s",
                                        "latency/p99_s",
                                        "latency/p999_s",
                                        "outcomes/unfinished"};
    if (!of_windows)
        figures.insert(figures.end(), {"pending", "latency/mean_s", "latency/max_s", "verdict/floor",
                                       "verdict/time_to_floor_s", "verdict/time_to_recover_s",
                                       "verdict/area_lost_s", "harm/harmed", "harm/helped", "harm/net"});
    for (const std::string_view outcome : enum_names(Outcome()))
        figures.push_back("outcomes/" + std::string(outcome));
    return figures;
}

bool is_of_the_comparison(std::string_view figure) {
    return figure.starts_with("verdict/") || figure.starts_with("harm/");
}

std::vector<std::string> component_figures(const Component& component) {
    std::vector<std::string> figures;
    if (component.model->arrive != nullptr)
        figures.emplace_back("utilisation");
    for (const MetricSpec& metric : component.metrics)
        for (const std::string_view member : members_of(metric.kind))
            figures.push_back(metric.name + "/" + std::string(member));
    return figures;
}

std::optional<std::uint32_t> find_journey(const Scenario& scenario, std::string_view name) {
    std::optional<std::uint32_t> found;
    std::size_t called_so = 0;
    for (std::uint32_t index = 0; index < scenario.journeys.size(); ++index) {
        if (full_name(scenario, scenario.journeys[index]) == name)
            return index;
        if (scenario.journeys[index].name == name) {
            found = index;
            ++called_so;
        }
    }
    return called_so == 1 ? found : std::nullopt;
}

void check_expectations(Compiler& compiler, const ScenarioConfig& config) {
    for (const auto& [name, expected] : config.expect) {
        ExpectationChecker checker(compiler, config, child_pointer("/expect", name));
        std::visit([&](const auto& one) { checker.check(one); }, expected.expectation);
    }
}

} // namespace shaketable::models
