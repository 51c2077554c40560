#include "analysis/expectations.hpp"

#include "analysis/component_results.hpp"
#include "analysis/figure_text.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/journey_results.hpp"
#include "models/compile_expectations.hpp"

#include <algorithm>
#include <array>

namespace shaketable::analysis {

namespace {

using models::FigureExpectation;
using models::HarmExpectation;
using models::RecoveryExpectation;
using models::VerdictExpectation;

constexpr const char* kNoFigure = "none";

/// Where in a series of journeys that is which a figure is made of, as far as there is one.
std::string in_journey_series(const std::string& figure) {
    if (figure == "offered_per_s")
        return "/offered";
    if (figure == "goodput_per_s" || figure == "outcomes/ok")
        return "/good";
    if (figure == "attempts_per_journey")
        return "/attempts";
    if (figure.starts_with("latency/"))
        return figure.substr(figure.find('/'));
    return figure.starts_with("outcomes/") ? "/bad" : "/" + figure;
}
/// The same of a component's metric, "arrived/per_s".
std::string in_metric_series(const std::string& figure) {
    const std::size_t slash = figure.rfind('/');
    const std::string member = figure.substr(slash + 1);
    const bool is_count = member == "total" || member == "per_s";
    const bool has_none = member == "count"; // of a timing
    return figure.substr(0, slash) + (has_none ? "" : is_count ? "/total" : "/" + member);
}

std::string measured_text(const Figure& figure) { return figure ? plain_text(*figure) : kNoFigure; }

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
                .expected = "time_to_recover_s" + of(expected.journey) +
                            " <= " + plain_text(expected.within.seconds()),
                .measured = measured_text(time_s),
                .pointer = "/verdict" + scope(expected.journey) + "/time_to_recover_s"};
    }

    [[nodiscard]] ExpectationResult check(const HarmExpectation& expected) const {
        const std::string name(enum_names(expected.harm)[static_cast<std::size_t>(expected.harm)]);
        const HarmCount count = harm_of(expected.journey);
        const std::int64_t harm =
            expected.harm == models::HarmFigure::kNet ? count.net() : static_cast<std::int64_t>(count.harmed);
        return {.holds = harm <= expected.no_more_than, // without a twin nobody was harmed
                .expected = (name == "net" ? "net harm" : name) + of(expected.journey) +
                            " <= " + std::to_string(expected.no_more_than),
                .measured = std::to_string(harm),
                .pointer = "/harm" + scope(expected.journey) + "/" + name};
    }

    [[nodiscard]] ExpectationResult check(const FigureExpectation& expected) const {
        const Figure figure = expected.of_twin ? share_of_twin(expected) : figure_of(run_, expected);
        const bool holds = figure && (!expected.at_least || *figure >= *expected.at_least) &&
                           (!expected.at_most || *figure <= *expected.at_most);
        return {.holds = holds,
                .expected = text_of(expected),
                .measured = measured_text(figure),
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
        if (models::is_of_the_comparison(expected.figure))
            return figure_of_comparison(expected);
        const Json json =
            expected.component ? component_json(simulation, expected) : journeys_json(simulation, expected);
        const Json& figure = json.at(Json::json_pointer("/" + expected.figure));
        return figure.is_null() ? Figure() : Figure(figure.get<double>());
    }
    /// Absent without a verdict. Without a twin nobody was harmed.
    [[nodiscard]] Figure figure_of_comparison(const FigureExpectation& expected) const {
        const Judgement judgement = judgement_of(expected.journey);
        const HarmCount harm = harm_of(expected.journey);
        const std::array<std::pair<std::string_view, Figure>, 7> figures = {{
            {"verdict/floor", judgement.floor},
            {"verdict/time_to_floor_s", judgement.time_to_floor_s},
            {"verdict/time_to_recover_s", judgement.time_to_recover_s},
            {"verdict/area_lost_s", result_.verdict ? Figure(judgement.area_lost_s) : Figure()},
            {"harm/harmed", static_cast<double>(harm.harmed)},
            {"harm/helped", static_cast<double>(harm.helped)},
            {"harm/net", static_cast<double>(harm.net())},
        }};
        const auto* found = std::find_if(figures.begin(), figures.end(),
                                         [&](const auto& one) { return one.first == expected.figure; });
        SHAKETABLE_ASSERT(found != figures.end());
        return found->second;
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
            text += " from " + plain_text(expected.from->seconds()) + " s";
        if (expected.until)
            text += " until " + plain_text(expected.until->seconds()) + " s";
        if (expected.of_twin)
            text += " as a share of the twin's";
        if (expected.at_least)
            text += " >= " + plain_text(*expected.at_least);
        if (expected.at_most)
            text += std::string(expected.at_least ? " and" : "") + " <= " + plain_text(*expected.at_most);
        return text;
    }

    [[nodiscard]] std::string pointer_of(const FigureExpectation& expected) const {
        if (models::is_of_the_comparison(expected.figure)) {
            const std::size_t slash = expected.figure.find('/');
            return "/" + expected.figure.substr(0, slash) + scope(expected.journey) +
                   expected.figure.substr(slash);
        }
        return of_windows(expected) ? pointer_into_series(expected) : pointer_of_whole(expected);
    }
    [[nodiscard]] std::string pointer_of_whole(const FigureExpectation& expected) const {
        if (!expected.component)
            return (expected.journey ? scope(expected.journey) : "/total") + "/" + expected.figure;
        return models::child_pointer("/components", expected.component->name) +
               (expected.figure == "utilisation" ? "/" : "/metrics/") + expected.figure;
    }
    [[nodiscard]] std::string pointer_into_series(const FigureExpectation& expected) const {
        if (!expected.component)
            return "/series" + (expected.journey ? scope(expected.journey) : "/total") +
                   in_journey_series(expected.figure);
        return models::child_pointer("/series/components", expected.component->name) +
               (expected.figure == "utilisation" ? "/utilisation"
                                                 : "/metrics/" + in_metric_series(expected.figure));
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
