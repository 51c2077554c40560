#include "analysis/expectations.hpp"

#include "analysis/component_results.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/journey_results.hpp"
#include "models/compile_expectations.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace shaketable::analysis {

namespace {

using models::FigureExpectation;
using models::HarmExpectation;
using models::RecoveryExpectation;
using models::VerdictExpectation;

constexpr const char* kNoFigure = "none";

/// The shortest text that reads back as the same number.
std::string text_of(double number) {
    std::array<char, 32> buffer = {};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    SHAKETABLE_ASSERT(error == std::errc());
    return {buffer.data(), end};
}

std::string text_of(const Figure& figure) { return figure ? text_of(*figure) : kNoFigure; }

class Checker {
  public:
    Checker(const Result& result, const models::Simulation& run, const models::Simulation* twin)
        : result_(result), run_(run), twin_(twin) {}

    [[nodiscard]] ExpectationResult check(const VerdictExpectation& expected) const {
        const std::optional<models::Verdict> verdict = judgement_of(expected.journey).verdict;
        return {.holds = verdict == expected.verdict,
                .expected = "verdict" + of(expected.journey) + " is " +
                            std::string(models::name_of(expected.verdict)),
                .measured = verdict ? std::string(models::name_of(*verdict)) : kNoFigure,
                .pointer = "/verdict" + scope(expected.journey) + "/verdict"};
    }

    [[nodiscard]] ExpectationResult check(const RecoveryExpectation& expected) const {
        const Figure time_s = judgement_of(expected.journey).time_to_recover_s;
        return {.holds = time_s && *time_s <= expected.within.seconds(),
                .expected =
                    "time_to_recover_s" + of(expected.journey) + " <= " + text_of(expected.within.seconds()),
                .measured = text_of(time_s),
                .pointer = "/verdict" + scope(expected.journey) + "/time_to_recover_s"};
    }

    [[nodiscard]] ExpectationResult check(const HarmExpectation& expected) const {
        const std::string name(enum_names(expected.harm)[static_cast<std::size_t>(expected.harm)]);
        const HarmCount count = harm_of(expected.journey);
        const std::int64_t harm =
            expected.harm == models::HarmFigure::kNet ? count.net() : static_cast<std::int64_t>(count.harmed);
        return {.holds = harm <= expected.no_more_than, // without a twin nobody was harmed
                .expected =
                    name + " harm" + of(expected.journey) + " <= " + std::to_string(expected.no_more_than),
                .measured = std::to_string(harm),
                .pointer = "/harm" + scope(expected.journey) + "/" + name};
    }

    [[nodiscard]] ExpectationResult check(const FigureExpectation& expected) const {
        const Figure figure = expected.of_twin ? share_of_twin(expected) : figure_of(run_, expected);
        const bool holds = figure && (!expected.at_least || *figure >= *expected.at_least) &&
                           (!expected.at_most || *figure <= *expected.at_most);
        return {.holds = holds,
                .expected = text_of(expected),
                .measured = text_of(figure),
                .pointer = pointer_of(expected)};
    }

  private:
    [[nodiscard]] std::uint32_t index_of(const std::string& journey) const {
        return *models::find_journey(run_.scenario(), journey);
    }
    [[nodiscard]] std::string full_name(const std::string& journey) const {
        const JourneyResult& found = result_.journeys[index_of(journey)];
        return found.client + "." + found.name;
    }
    [[nodiscard]] std::string of(const std::optional<std::string>& journey) const {
        return journey ? " of " + full_name(*journey) : "";
    }
    [[nodiscard]] std::string scope(const std::optional<std::string>& journey) const {
        return journey ? models::child_pointer("/journeys", full_name(*journey)) : "";
    }

    /// Empty where there is none.
    [[nodiscard]] Judgement judgement_of(const std::optional<std::string>& journey) const {
        if (!result_.verdict)
            return {};
        return journey ? result_.verdict->journeys[index_of(*journey)] : result_.verdict->total;
    }
    [[nodiscard]] HarmCount harm_of(const std::optional<std::string>& journey) const {
        if (!result_.harm)
            return {};
        return journey ? result_.harm->journeys[index_of(*journey)].count : result_.harm->total;
    }

    [[nodiscard]] static bool of_windows(const FigureExpectation& expected) {
        return expected.from || expected.until;
    }
    /// Whole windows, those at the ends included.
    [[nodiscard]] WindowRange range_of(const FigureExpectation& expected) const {
        const std::int64_t window = run_.recording().window().ns();
        const std::int64_t until = expected.until.value_or(run_.scenario().config.duration).ns();
        return {.first = static_cast<std::size_t>(expected.from.value_or(engine::Duration()).ns() / window),
                .end = static_cast<std::size_t>((until + window - 1) / window)};
    }

    [[nodiscard]] Json component_json(const models::Simulation& simulation,
                                      const FigureExpectation& expected) const {
        const std::vector<models::Component>& components = run_.scenario().components;
        const auto component = std::find_if(components.begin(), components.end(), [&](const auto& one) {
            return one.name == expected.component->name;
        });
        const ComponentResult figures = component_figures(
            simulation, range_of(expected), static_cast<std::uint32_t>(component - components.begin()));
        Json json = {{"utilisation", json_of(figures.utilisation)}};
        for (const MetricFigures& metric : figures.metrics)
            json[metric.name] = json_of(metric, Scope::kComponent);
        return json;
    }
    /// Of the run, or of its twin.
    [[nodiscard]] Json journeys_json(const models::Simulation& simulation,
                                     const FigureExpectation& expected) const {
        if (of_windows(expected))
            return json_of(journey_figures(simulation, range_of(expected),
                                           expected.journey ? std::optional(index_of(*expected.journey))
                                                            : std::nullopt));
        const bool is_run = &simulation == &run_;
        if (expected.journey)
            return json_of(
                (is_run ? result_.journeys : result_.twin->journeys)[index_of(*expected.journey)].figures);
        return json_of(is_run ? result_.total : result_.twin->total);
    }
    [[nodiscard]] Figure figure_of(const models::Simulation& simulation,
                                   const FigureExpectation& expected) const {
        const Json json =
            expected.component ? component_json(simulation, expected) : journeys_json(simulation, expected);
        const Json& figure = json.at(Json::json_pointer("/" + expected.figure));
        return figure.is_null() ? Figure() : Figure(figure.get<double>());
    }
    /// Absent without a twin, and where the twin has none.
    [[nodiscard]] Figure share_of_twin(const FigureExpectation& expected) const {
        const Figure figure = figure_of(run_, expected);
        const Figure usual = twin_ == nullptr ? std::nullopt : figure_of(*twin_, expected);
        return figure && usual && *usual != 0.0 ? Figure(*figure / *usual) : std::nullopt;
    }

    [[nodiscard]] std::string text_of(const FigureExpectation& expected) const {
        std::string text = expected.figure + of(expected.journey);
        if (expected.component)
            text += " of " + expected.component->name;
        if (expected.from)
            text += " from " + analysis::text_of(expected.from->seconds()) + " s";
        if (expected.until)
            text += " until " + analysis::text_of(expected.until->seconds()) + " s";
        if (expected.of_twin)
            text += " as a share of the twin's";
        if (expected.at_least)
            text += " >= " + analysis::text_of(*expected.at_least);
        if (expected.at_most)
            text +=
                std::string(expected.at_least ? " and" : "") + " <= " + analysis::text_of(*expected.at_most);
        return text;
    }
    [[nodiscard]] static std::string text_of(const Figure& figure) { return analysis::text_of(figure); }
    [[nodiscard]] static std::string text_of(double number) { return analysis::text_of(number); }

    [[nodiscard]] std::string pointer_of(const FigureExpectation& expected) const {
        const std::string series = of_windows(expected) ? "/series" : "";
        if (!expected.component)
            return series + (expected.journey ? scope(expected.journey) : "/total") +
                   (of_windows(expected) ? "" : "/" + expected.figure);
        const std::string component = models::child_pointer(series + "/components", expected.component->name);
        if (expected.figure == "utilisation")
            return component + "/utilisation";
        const std::string metric = component + "/metrics/" + expected.figure;
        return of_windows(expected) ? metric.substr(0, metric.rfind('/')) : metric;
    }

    const Result& result_;
    const models::Simulation& run_;
    const models::Simulation* twin_;
};

} // namespace

std::vector<ExpectationResult> check_expectations(const Result& result, const models::Simulation& run,
                                                  const models::Simulation* twin) {
    const Checker checker(result, run, twin);
    std::vector<ExpectationResult> results;
    for (const auto& [name, expected] : run.scenario().config.expect) {
        results.push_back(
            std::visit([&](const auto& one) { return checker.check(one); }, expected.expectation));
        results.back().name = name;
    }
    return results;
}

} // namespace shaketable::analysis
