#include "gui/view_models/cards.hpp"

#include "analysis/component_results.hpp"
#include "analysis/journey_results.hpp"
#include "models/component_model.hpp"

#include <algorithm>

namespace shaketable::gui {

namespace {

constexpr double kStrainedUse = 0.7;
constexpr double kBadUse = 0.9;

Cell cell_of(const models::InstanceView& view, bool is_server) {
    Cell cell{.view = view, .health = Health::kWell, .word = "well"};
    if (!is_server)
        return cell;
    const double busy = view.cores > 0.0 ? view.computing / view.cores : 0.0;
    const bool full = view.workers > 0 && view.workers_busy >= view.workers;
    if (view.crashed)
        cell = {.view = view, .health = Health::kDown, .word = "down"};
    else if (view.speed < 1.0)
        cell = {.view = view, .health = Health::kBad, .word = "slowed"};
    else if (view.queued > 0 && full)
        cell = {.view = view, .health = Health::kBad, .word = "queueing"};
    else if (full || busy >= 1.0)
        cell = {.view = view, .health = Health::kStrained, .word = "busy"};
    return cell;
}

struct State {
    Health health = Health::kWell;
    std::string word = "well";
};

State server_state(const Card& card, double rejected_share) {
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
    if (rejected_share >= kStrainedFailures)
        return {Health::kStrained, "refuses some"};
    if (card.meter.value_or(0.0) >= kStrainedUse)
        return {Health::kStrained, "busy"};
    return {};
}

State client_state(const analysis::JourneyFigures& figures) {
    const double bad = figures.offered == 0
                           ? 0.0
                           : 1.0 - static_cast<double>(figures.good) / static_cast<double>(figures.offered);
    if (bad >= kBadFailures)
        return {Health::kBad, "failing"};
    if (bad >= kStrainedFailures)
        return {Health::kStrained, "some fail"};
    return {Health::kWell, "served"};
}

const analysis::MetricFigures* find(const analysis::ComponentResult& figures, std::string_view name) {
    return figures.find(name);
}

void fill_server(Card& card, const models::Simulation& simulation, std::uint32_t component,
                 const analysis::WindowRange& range) {
    const analysis::ComponentResult figures = analysis::component_figures(simulation, range, component);
    card.meter = figures.utilisation;
    double rejected = 0.0;
    if (const auto* arrived = find(figures, "arrived")) {
        card.rate = arrived->per_s;
        const auto* refused = find(figures, "rejected");
        if (arrived->total > 0 && refused != nullptr)
            rejected = static_cast<double>(refused->total) / static_cast<double>(arrived->total);
    }
    if (const auto* queue = find(figures, "queue_depth"))
        card.queue = queue->mean;
    State state = server_state(card, rejected);
    card.health = state.health;
    card.word = std::move(state.word);
}

/// The sum of the client's kinds of journeys.
void fill_client(Card& card, const models::Simulation& simulation, std::uint32_t component,
                 const analysis::WindowRange& range) {
    analysis::JourneyFigures sum;
    for (const std::uint32_t journey : simulation.scenario().components[component].journeys) {
        const analysis::JourneyFigures one = analysis::journey_figures(simulation, range, journey);
        sum.offered += one.offered;
        sum.good += one.good;
    }
    const double window_s = simulation.recording().window().seconds();
    card.rate = static_cast<double>(sum.offered) / window_s;
    if (sum.offered > 0)
        card.meter = static_cast<double>(sum.good) / static_cast<double>(sum.offered);
    card.queue = static_cast<double>(card.cells.front().view.in_service);
    State state = client_state(sum);
    card.health = state.health;
    card.word = std::move(state.word);
}

} // namespace

std::optional<std::size_t> last_window(const models::Simulation& simulation) {
    const engine::Time zero = simulation.recording().zero();
    const engine::Time now = simulation.world().now();
    if (now < zero + simulation.recording().window())
        return std::nullopt;
    return static_cast<std::size_t>((now - zero).ns() / simulation.recording().window().ns()) - 1;
}

std::vector<Card> cards_of(const models::Simulation& simulation) {
    const models::Scenario& scenario = simulation.scenario();
    const auto window = last_window(simulation);
    std::vector<Card> cards;
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index) {
        const models::Component& component = scenario.components[index];
        const bool is_server = component.model->arrive != nullptr;
        Card card{.name = component.name, .kind = component.kind};
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            card.cells.push_back(cell_of(models::instance_view(simulation, index, replica), is_server));
        if (window) {
            const analysis::WindowRange range{.first = *window, .end = *window + 1};
            (is_server ? fill_server : fill_client)(card, simulation, index, range);
        } else if (is_server) {
            State state = server_state(card, 0.0);
            card.health = state.health;
            card.word = std::move(state.word);
        }
        cards.push_back(std::move(card));
    }
    return cards;
}

} // namespace shaketable::gui
