#include "gui/view_models/cards.hpp"

#include "analysis/component_results.hpp"
#include "analysis/journey_results.hpp"
#include "models/component_model.hpp"

#include <algorithm>

namespace shaketable::gui {

namespace {

constexpr double kStrainedUse = 0.7;
constexpr double kBadUse = 0.9;

Cell cell_of(models::InstanceView view, bool is_server) {
    const double busy = view.cores > 0.0 ? view.computing / view.cores : 0.0;
    const bool full = view.workers > 0 && view.workers_busy >= view.workers;
    Cell cell{.view = std::move(view)};
    if (!is_server)
        return cell;
    const auto call = [&cell](Health health, std::string_view word) {
        cell.health = health;
        cell.word = word;
    };
    if (cell.view.crashed)
        call(Health::kDown, "down");
    else if (cell.view.speed < 1.0)
        call(Health::kBad, "slowed");
    else if (cell.view.queued > 0 && full)
        call(Health::kBad, "queueing");
    else if (full || busy >= 1.0)
        call(Health::kStrained, "busy");
    return cell;
}

struct State {
    Health health = Health::kWell;
    std::string word = "well";
};

State server_state(const Card& card, const CardFigures& figures) {
    const double rejected_share = figures.bad_share;
    const auto of = [&card](Health health) {
        return std::count_if(card.cells.begin(), card.cells.end(),
                             [health](const Cell& cell) { return cell.health == health; });
    };
    const auto down = static_cast<std::size_t>(of(Health::kDown));
    const bool slowed = std::any_of(card.cells.begin(), card.cells.end(),
                                    [](const Cell& cell) { return cell.word == "slowed"; });
    if (down == card.cells.size())
        return {Health::kDown, "down"};
    if (down > 0)
        return {Health::kBad, std::to_string(down) + " of " + std::to_string(card.cells.size()) + " down"};
    if (rejected_share >= kBadFailures)
        return {Health::kBad, "refusing"};
    if (slowed)
        return {Health::kBad, "slowed"};
    if (card.meter.value_or(0.0) >= kBadUse)
        return {Health::kBad, "saturated"};
    if (figures.error_share >= kBadFailures)
        return {Health::kBad, "failing"};
    if (rejected_share >= kStrainedFailures)
        return {Health::kStrained, "refuses some"};
    if (figures.error_share >= kStrainedFailures)
        return {Health::kStrained, "some fail"};
    if (card.meter.value_or(0.0) >= kStrainedUse)
        return {Health::kStrained, "busy"};
    return {};
}

State client_state(double bad_share) {
    if (bad_share >= kBadFailures)
        return {Health::kBad, "failing"};
    if (bad_share >= kStrainedFailures)
        return {Health::kStrained, "some fail"};
    return {Health::kWell, "served"};
}

bool is_server(const models::Component& component) { return component.model->arrive != nullptr; }

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

CardFigures server_figures(const models::Simulation& simulation, std::uint32_t component,
                           const analysis::WindowRange& range) {
    const analysis::ComponentResult of_model = analysis::component_figures(simulation, range, component);
    CardFigures figures{.meter = of_model.utilisation};
    if (const analysis::MetricFigures* arrived = of_model.find("arrived")) {
        figures.rate = arrived->per_s;
        if (const analysis::MetricFigures* refused = of_model.find("rejected"))
            figures.bad_share = share(refused->total, arrived->total);
    }
    const analysis::MetricFigures* const ok = of_model.find("answered_ok");
    const analysis::MetricFigures* const error = of_model.find("answered_error");
    if (ok != nullptr && error != nullptr)
        figures.error_share = share(error->total, ok->total + error->total);
    if (const analysis::MetricFigures* queue = of_model.find("queue_depth"))
        figures.queue = queue->mean;
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
        figures.meter = share(sum.good, sum.offered);
        figures.bad_share = 1.0 - *figures.meter;
    }
    return figures;
}

} // namespace

ToldWindows told_windows(const models::Simulation& simulation) {
    engine::Duration longest;
    for (const models::Journey& journey : simulation.scenario().journeys)
        if (journey.has_good_within)
            longest = std::max(longest, journey.good_within);
    const engine::Time zero = simulation.recording().zero();
    const engine::Duration window = simulation.recording().window();
    const auto before = [&](engine::Duration back) -> std::optional<std::size_t> {
        const engine::Time now = simulation.world().now();
        if (now < zero + window + back)
            return std::nullopt;
        return static_cast<std::size_t>((now - zero - back).ns() / window.ns()) - 1;
    };
    return {.last = before({}), .settled = before(longest)};
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
            figures.push_back(server_figures(simulation, index, only(*windows.last)));
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
                                                : client_figures(simulation, index, range).meter;
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
                  .meter = of_window.meter,
                  .rate = of_window.rate,
                  .queue = of_window.queue};
        card.cells.reserve(component.instances);
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            card.cells.push_back(cell_of(models::instance_view(simulation, index, replica), serves));
        if (!serves && !figures.empty())
            card.queue = static_cast<double>(card.cells.front().view.in_service);
        State state = serves ? server_state(card, of_window) : client_state(of_window.bad_share);
        card.health = state.health;
        card.word = std::move(state.word);
        cards.push_back(std::move(card));
    }
    return cards;
}

} // namespace shaketable::gui
