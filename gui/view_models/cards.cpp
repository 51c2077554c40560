#include "gui/view_models/cards.hpp"

#include "analysis/component_results.hpp"
#include "analysis/journey_results.hpp"
#include "analysis/server_window.hpp"
#include "gui/figures.hpp"
#include "models/component_model.hpp"

#include <algorithm>

namespace shaketable::gui {

namespace {

bool is_server(const models::Component& component) { return component.model->arrive != nullptr; }

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

std::vector<double> timed_out_shares(const models::Scenario& scenario,
                                     const std::vector<EdgeFigures>& edges) {
    std::vector<double> attempts(scenario.components.size());
    std::vector<double> timed_out(scenario.components.size());
    for (std::size_t edge = 0; edge < edges.size(); ++edge) {
        const std::uint32_t callee = scenario.edges[edge].callee;
        attempts[callee] += edges[edge].attempts_per_s;
        if (edges[edge].failure == models::Outcome::kTimedOutWaiting ||
            edges[edge].failure == models::Outcome::kTimedOutInService)
            timed_out[callee] += edges[edge].attempts_per_s * edges[edge].failed_share;
    }
    for (std::size_t component = 0; component < attempts.size(); ++component)
        timed_out[component] = attempts[component] > 0.0 ? timed_out[component] / attempts[component] : 0.0;
    return timed_out;
}

std::vector<Card> cards_of(const models::Simulation& simulation, const std::vector<CardFigures>& figures) {
    const models::Scenario& scenario = simulation.scenario();
    const std::vector<models::LockHold> holds = models::lock_holds(simulation);
    std::vector<Card> cards;
    cards.reserve(scenario.components.size());
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index) {
        const models::Component& component = scenario.components[index];
        const bool serves = is_server(component);
        const CardFigures of_window = figures.empty() ? CardFigures() : figures[index];
        StateFigures state = of_window.state;
        Card card{.name = component.name,
                  .kind = component.kind,
                  .meter = state.meter,
                  .rate = of_window.rate,
                  .queue = of_window.queue,
                  .sign = state.sign,
                  .is_scaled = component.present_metric != models::kNone};
        for (const models::LockHold& hold : holds)
            if (hold.component == index && hold.waiting > state.holds_up) {
                state.holds_up = hold.waiting;
                card.holds_up = {.statements = hold.waiting,
                                 .database = scenario.components[hold.database].name};
            }
        card.cells.reserve(component.instances);
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            card.cells.push_back(
                cell_of(models::instance_view(simulation, index, replica),
                        of_window.replicas.empty() ? StateFigures() : of_window.replicas[replica]));
        if (!serves && !figures.empty())
            card.queue = static_cast<double>(card.cells.front().view.in_service);
        if (serves)
            call_server(card, state);
        else
            call_client(card, state);
        cards.push_back(std::move(card));
    }
    return cards;
}

} // namespace shaketable::gui
