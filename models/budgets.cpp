#include "models/budgets.hpp"

#include "models/recording.hpp"

#include <algorithm>
#include <utility>

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

    [[nodiscard]] std::uint64_t sum() const { return sum_; }

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
    Total policy_states;
    Total outstanding;
    Total curve_points;
    Total key_spaces;
    Total node_keys;

    void add(const Component& component) {
        const std::uint64_t all = component.instances;
        components.add(component.name, 1);
        journeys.add(component.name, component.journeys.size());
        instances.add(component.name, all);
        meters.add(component.name, all * component.metrics.size());
        edge_ends.add(component.name, all * component.edges.size());
    }

    void add(const std::string& name, const ComponentConfig& config) {
        if (const auto* database = std::get_if<DatabaseConfig>(&config.kind);
            database != nullptr && database->contention)
            curve_points.add(name, static_cast<std::uint64_t>(database->max_connections));
    }
};

std::uint64_t quotient_up(std::uint64_t dividend, std::uint64_t divisor) {
    return (dividend + divisor - 1) / divisor;
}

/// What the windows of all meters and journeys would take.
void check_series(Compiler& compiler, const ScenarioConfig& config, std::uint64_t meters) {
    const auto length = static_cast<std::uint64_t>(config.duration.ns());
    const std::uint64_t windows = quotient_up(length, static_cast<std::uint64_t>(config.window.ns()));
    const std::uint64_t journeys = compiler.scenario.journeys.size();
    const std::uint64_t each = meters * sizeof(MeterSum) + journeys * sizeof(JourneyWindow);
    const std::uint64_t windows_most = kSeriesBytesMost / std::max<std::uint64_t>(each, 1);
    const bool follows = meters > kMeterBudget.most || compiler.unread.covers("/window");
    if (windows <= windows_most || follows)
        return;
    const auto gib = static_cast<std::uint64_t>(Wide{windows} * each >> 30U);
    const auto second = static_cast<std::uint64_t>(engine::kNanosecondsPerSecond);
    const std::uint64_t wider = quotient_up(quotient_up(length, windows_most), second);
    const std::uint64_t shorter = windows_most * static_cast<std::uint64_t>(config.window.ns()) / second;
    std::string accepted = "at most " + std::to_string(shorter) + "s";
    if (wider <= static_cast<std::uint64_t>(kWindowSecondsMost))
        accepted += ", or a window of at least " + std::to_string(wider) + "s";
    compiler.problem("/duration",
                     "is " + std::to_string(windows) + " windows long, which take " + std::to_string(gib) +
                         " GiB for " + std::to_string(meters) + " meters and " + std::to_string(journeys) +
                         " journeys",
                     std::move(accepted));
}

void check_timeline(Compiler& compiler, std::uint64_t entries, const Budget& budget) {
    const std::string what(budget.what);
    if (entries > budget.most)
        compiler.problem("/timeline", "has " + std::to_string(entries) + " " + what,
                         "at most " + std::to_string(budget.most) + " " + what);
}

void check_setters(Compiler& compiler) {
    const Scenario& scenario = compiler.scenario;
    const auto conditional = [&](std::uint32_t entry) { return scenario.timeline[entry].condition != kNone; };
    check_timeline(compiler, scenario.setters.size(), kSetterBudget);
    check_timeline(compiler,
                   static_cast<std::uint64_t>(
                       std::count_if(scenario.setters.begin(), scenario.setters.end(), conditional)),
                   kConditionalSetterBudget);
}

} // namespace

void check_budgets(Compiler& compiler, const ScenarioConfig& config) {
    Totals totals;
    for (const Component& component : compiler.scenario.components)
        totals.add(component);
    for (const auto& [name, component] : config.components)
        totals.add(name, component);
    for (const PolicyStates& states : compiler.scenario.policy_states) {
        const Component& caller = compiler.scenario.components[states.caller];
        totals.policy_states.add(caller.name, caller.instances);
    }
    for (const Edge& edge : compiler.scenario.edges) {
        const Component& caller = compiler.scenario.components[edge.caller];
        if (edge.first_outstanding != kNone)
            totals.outstanding.add(caller.name, std::uint64_t{caller.instances} *
                                                    compiler.scenario.components[edge.callee].instances);
    }
    for (const ClientPlan& plan : compiler.scenario.clients)
        totals.users.add(compiler.scenario.components[plan.component].name, plan.users_most);
    for (const KeySpace& space : compiler.scenario.caches.spaces)
        totals.key_spaces.add(
            compiler.scenario.components[compiler.scenario.caches.caches[space.cache].component].name, 1);
    for (const CachePlan& cache : compiler.scenario.caches.caches)
        totals.node_keys.add(compiler.scenario.components[cache.component].name,
                             std::uint64_t{cache.nodes} * cache.size.keys);
    totals.components.check(compiler, kComponentBudget);
    totals.journeys.check(compiler, kJourneyBudget);
    totals.instances.check(compiler, kInstanceBudget);
    totals.users.check(compiler, kUserBudget);
    totals.meters.check(compiler, kMeterBudget);
    totals.edge_ends.check(compiler, kEdgeEndBudget);
    totals.policy_states.check(compiler, kPolicyStateBudget);
    totals.outstanding.check(compiler, kOutstandingBudget);
    totals.curve_points.check(compiler, kCurvePointBudget);
    totals.key_spaces.check(compiler, kKeySpaceBudget);
    totals.node_keys.check(compiler, kNodeKeyBudget);
    check_series(compiler, config, totals.meters.sum());
    check_setters(compiler);
}

} // namespace shaketable::models
