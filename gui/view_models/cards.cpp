#include "gui/view_models/cards.hpp"

#include "analysis/component_results.hpp"
#include "analysis/journey_results.hpp"
#include "analysis/server_window.hpp"
#include "gui/figures.hpp"
#include "models/component_model.hpp"

#include <algorithm>

namespace shaketable::gui {

namespace {

constexpr double kStrainedUse = 0.7;
constexpr double kBadUse = 0.9;
constexpr double kLate_s = 1.0;   // what people notice
constexpr double kManyWait = 0.5; // of those that are served

struct State {
    Health health = Health::kWell;
    std::string_view word = "well";
};

State state_of(const StateFigures& figures) {
    const double meter = figures.meter.value_or(0.0);
    if (figures.bad_share >= kBadFailures)
        return {Health::kBad, "refusing"};
    if (meter >= kBadUse)
        return {Health::kBad, "saturated"};
    if (figures.error_share >= kBadFailures)
        return {Health::kBad, "failing"};
    if (figures.is_stuck) // all that it serves wait: for a lock, or for somebody else
        return {Health::kBad, "stuck"};
    if (figures.failed_calls_share >= kBadFailures)
        return {Health::kBad, "its calls fail"};
    if (figures.bad_share >= kStrainedFailures)
        return {Health::kStrained, "refuses some"};
    if (figures.error_share >= kStrainedFailures)
        return {Health::kStrained, "some fail"};
    if (figures.failed_calls_share >= kStrainedFailures)
        return {Health::kStrained, "some calls fail"};
    if (figures.sign &&
        (figures.sign->kind == models::MetricKind::kTiming ? figures.sign->level >= kLate_s
                                                           : figures.sign->of_served >= kManyWait))
        return {Health::kStrained, figures.sign->kind == models::MetricKind::kTiming ? "late" : "many wait"};
    if (meter >= kStrainedUse)
        return {Health::kStrained, "busy"};
    return {};
}

Cell cell_of(models::InstanceView view, const StateFigures& figures) {
    State state = state_of(figures);
    if (view.crashed)
        state = {Health::kDown, "down"};
    else if (view.speed < 1.0 && state.word != "refusing")
        state = {Health::kBad, "slowed"};
    return {.view = std::move(view), .health = state.health, .word = state.word, .meter = figures.meter};
}

/// What the timeline does to it comes before what follows from it.
void call_server(Card& card, const StateFigures& figures) {
    const auto count = [&card](std::string_view word) {
        return static_cast<std::size_t>(std::count_if(
            card.cells.begin(), card.cells.end(), [word](const Cell& cell) { return cell.word == word; }));
    };
    const std::size_t down = count("down");
    State state = state_of(figures);
    if (count("slowed") > 0 && state.word != "refusing")
        state = {Health::kBad, "slowed"};
    card.health = down == card.cells.size() ? Health::kDown : down > 0 ? Health::kBad : state.health;
    card.word = down == card.cells.size() ? "down"
                : down > 0 ? std::to_string(down) + " of " + std::to_string(card.cells.size()) + " down"
                           : std::string(state.word);
}

void call_client(Card& card, double bad_share) {
    const bool is_bad = bad_share >= kBadFailures;
    const bool is_strained = bad_share >= kStrainedFailures;
    card.health = is_bad ? Health::kBad : is_strained ? Health::kStrained : Health::kWell;
    card.word = is_bad ? "failing" : is_strained ? "some fail" : "served";
}

bool is_server(const models::Component& component) { return component.model->arrive != nullptr; }

StateFigures state_figures(const analysis::ServerFigures& figures) {
    return {.meter = figures.utilisation,
            .bad_share = figures.rejected_share,
            .error_share = figures.error_share,
            .is_stuck = figures.is_stuck};
}

CardFigures server_figures(const models::Simulation& simulation, std::uint32_t component,
                           std::size_t window) {
    const analysis::ServerWindow of_model = analysis::server_window(simulation, window, component);
    CardFigures figures{.state = state_figures(of_model.all),
                        .rate = of_model.all.arrived_per_s,
                        .queue = of_model.all.queue_depth};
    figures.state.failed_calls_share = of_model.failed_calls_share;
    figures.state.sign = of_model.sign;
    for (const analysis::ServerFigures& replica : of_model.replicas)
        figures.replicas.push_back(state_figures(replica));
    return figures;
}

/// The sum of the client's kinds of journeys.
analysis::JourneyFigures asked_by(const models::Simulation& simulation, std::uint32_t component,
                                  const analysis::WindowRange& range) {
    analysis::JourneyFigures sum;
    for (const std::uint32_t journey : simulation.scenario().components[component].journeys) {
        const analysis::JourneyFigures one = analysis::journey_figures(simulation, range, journey);
        sum.offered += one.offered;
        sum.good += one.good;
    }
    return sum;
}

CardFigures client_figures(const models::Simulation& simulation, std::uint32_t component,
                           const analysis::WindowRange& range) {
    const analysis::JourneyFigures sum = asked_by(simulation, component, range);
    CardFigures figures{.rate = static_cast<double>(sum.offered) / simulation.recording().window().seconds()};
    if (sum.offered > 0) {
        figures.state.meter = share(sum.good, sum.offered);
        figures.state.bad_share = 1.0 - *figures.state.meter;
    }
    return figures;
}

} // namespace

ToldWindows told_windows(const models::Simulation& run, engine::Time at) {
    engine::Duration longest;
    for (const models::Journey& journey : run.scenario().journeys)
        if (journey.has_good_within)
            longest = std::max(longest, journey.good_within);
    const engine::Time zero = run.recording().zero();
    const engine::Duration window = run.recording().window();
    const engine::Time now = run.world().now();
    if (at < zero)
        return {};
    const auto of_instant = static_cast<std::size_t>((at - zero).ns() / window.ns());
    const auto over_by = [&](engine::Duration back) -> std::optional<std::size_t> {
        if (now < zero + window + back)
            return std::nullopt;
        return std::min(of_instant, static_cast<std::size_t>((now - zero - back).ns() / window.ns()) - 1);
    };
    const bool is_over = now >= run.scenario().end;
    return {.last = over_by({}), .settled = over_by(is_over ? engine::Duration() : longest)};
}

std::vector<CardFigures> figures_of(const models::Simulation& simulation, const ToldWindows& windows) {
    if (!windows.last)
        return {};
    const auto only = [](std::size_t window) {
        return analysis::WindowRange{.first = window, .end = window + 1};
    };
    std::vector<CardFigures> figures;
    const auto& components = simulation.scenario().components;
    for (std::uint32_t index = 0; index < components.size(); ++index)
        if (is_server(components[index]))
            figures.push_back(server_figures(simulation, index, *windows.last));
        else
            figures.push_back(windows.settled ? client_figures(simulation, index, only(*windows.settled))
                                              : CardFigures());
    return figures;
}

std::vector<float> meters_of(const models::Simulation& simulation, std::size_t window) {
    const analysis::WindowRange range{.first = window, .end = window + 1};
    std::vector<float> meters;
    const auto& components = simulation.scenario().components;
    for (std::uint32_t index = 0; index < components.size(); ++index) {
        const std::optional<double> meter = is_server(components[index])
                                                ? analysis::utilisation(simulation, range, index)
                                                : client_figures(simulation, index, range).state.meter;
        meters.push_back(static_cast<float>(meter.value_or(-1.0)));
    }
    return meters;
}

std::vector<Card> cards_of(const models::Simulation& simulation, const std::vector<CardFigures>& figures) {
    const models::Scenario& scenario = simulation.scenario();
    std::vector<Card> cards;
    cards.reserve(scenario.components.size());
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index) {
        const models::Component& component = scenario.components[index];
        const bool serves = is_server(component);
        const CardFigures of_window = figures.empty() ? CardFigures() : figures[index];
        Card card{.name = component.name,
                  .kind = component.kind,
                  .meter = of_window.state.meter,
                  .rate = of_window.rate,
                  .queue = of_window.queue,
                  .sign = of_window.state.sign};
        card.cells.reserve(component.instances);
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            card.cells.push_back(
                cell_of(models::instance_view(simulation, index, replica),
                        of_window.replicas.empty() ? StateFigures() : of_window.replicas[replica]));
        if (!serves && !figures.empty())
            card.queue = static_cast<double>(card.cells.front().view.in_service);
        if (serves)
            call_server(card, of_window.state);
        else
            call_client(card, of_window.state.bad_share);
        cards.push_back(std::move(card));
    }
    return cards;
}

} // namespace shaketable::gui
