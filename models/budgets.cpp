#include "models/budgets.hpp"

namespace shaketable::models {

namespace {

/// A sum over components in 64 bits, and who adds most to it.
class Total {
  public:
    void add(std::string_view name, std::uint64_t amount) {
        sum_ += amount;
        if (amount > largest_) {
            largest_ = amount;
            of_ = name;
        }
    }

    void check(Compiler& compiler, const Budget& budget) const {
        if (sum_ <= budget.most)
            return;
        const std::string what(budget.what);
        std::string found = "has " + std::to_string(sum_) + " " + what + " in all";
        if (largest_ > 1)
            found += ", " + std::to_string(largest_) + " of them for \"" + std::string(of_) + "\"";
        compiler.problem("/components", std::move(found),
                         "at most " + std::to_string(budget.most) + " " + what);
    }

  private:
    std::uint64_t sum_ = 0;
    std::uint64_t largest_ = 0;
    std::string_view of_;
};

struct Totals {
    Total components;
    Total journeys;
    Total instances;
    Total users;
    Total meters;
    Total edge_ends;
    Total curve_points;

    void add(const Component& component) {
        const std::uint64_t all = component.instances;
        components.add(component.name, 1);
        journeys.add(component.name, component.journeys.size());
        instances.add(component.name, all);
        meters.add(component.name, all * component.metrics.size());
        edge_ends.add(component.name, all * component.edges.size());
    }

    void add(const std::string& name, const ComponentConfig& config) {
        if (const auto* client = std::get_if<ClientConfig>(&config.kind); client != nullptr && client->users)
            users.add(name, static_cast<std::uint64_t>(client->users->count));
        if (const auto* database = std::get_if<DatabaseConfig>(&config.kind);
            database != nullptr && database->contention)
            curve_points.add(name, static_cast<std::uint64_t>(database->max_connections));
    }
};

} // namespace

void check_budgets(Compiler& compiler, const Named<ComponentConfig>& components) {
    Totals totals;
    for (const Component& component : compiler.scenario.components)
        totals.add(component);
    for (const auto& [name, config] : components)
        totals.add(name, config);
    totals.components.check(compiler, kComponentBudget);
    totals.journeys.check(compiler, kJourneyBudget);
    totals.instances.check(compiler, kInstanceBudget);
    totals.users.check(compiler, kUserBudget);
    totals.meters.check(compiler, kMeterBudget);
    totals.edge_ends.check(compiler, kEdgeEndBudget);
    totals.curve_points.check(compiler, kCurvePointBudget);
}

} // namespace shaketable::models
