#include "analysis/run_pair.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace shaketable::analysis {

namespace {

/// Counts the facts of the components that both runs have.
class FactCounter : public models::Observer {
  public:
    FactCounter(const std::vector<SharedComponent>& shared, std::size_t side, std::uint64_t& count)
        : count_(count) {
        for (const SharedComponent& component : shared) {
            const std::uint32_t index = component.index[side];
            is_shared_.resize(std::max<std::size_t>(is_shared_.size(), index + 1));
            is_shared_[index] = true;
        }
    }
    void on_fact(const models::Fact& fact) override {
        if (fact.component < is_shared_.size() && is_shared_[fact.component])
            ++count_;
    }

  private:
    std::vector<bool> is_shared_; // by component
    std::uint64_t& count_;
};

} // namespace

std::vector<SharedComponent> shared_components(const models::Scenario& a, const models::Scenario& b) {
    std::map<std::string_view, std::uint32_t> index_in_b;
    for (std::uint32_t index = 0; index < b.components.size(); ++index)
        index_in_b.emplace(b.components[index].name, index);
    std::vector<SharedComponent> shared;
    for (std::uint32_t index = 0; index < a.components.size(); ++index)
        if (const auto found = index_in_b.find(a.components[index].name); found != index_in_b.end())
            shared.push_back({.name = a.components[index].name, .index = {index, found->second}});
    return shared;
}

RunPair::RunPair(std::array<models::Simulation, 2> simulations, Bounds bounds)
    : shared_(shared_components(simulations[0].scenario(), simulations[1].scenario())),
      bounds_(std::move(bounds)),
      same_{.simulations = std::move(simulations)} {}

std::optional<engine::Time> RunPair::first_difference(engine::Time end, engine::Duration step) {
    while (same_until_ < end) {
        const engine::Time to = std::min(same_until_ + step, end);
        std::optional<Both> next = advanced(to, end);
        if (!next)
            continue;
        if (!are_same(*next)) {
            facts_in_step_ = std::max(next->facts[0] - same_.facts[0], next->facts[1] - same_.facts[1]);
            return to;
        }
        same_ = *std::move(next);
        same_until_ = to;
    }
    return std::nullopt;
}

std::optional<RunPair::Both> RunPair::advanced(engine::Time to, engine::Time& end) {
    Both next = same_;
    for (std::size_t side = 0; side < 2; ++side) {
        models::Simulation& simulation = next.simulations[side];
        FactCounter counter(shared_, side, next.facts[side]);
        simulation.observe(&counter);
        const engine::StopReason reason = simulation.run_until(to, bounds_.limits, bounds_.keep_going);
        simulation.observe(nullptr);
        if (reason == engine::StopReason::kReachedEnd)
            continue;
        stopped_ = reason;
        stopped_side_ = side;
        end = reason == engine::StopReason::kCancelled ? same_until_ : simulation.world().now();
        return std::nullopt;
    }
    return next;
}

bool RunPair::are_same(const Both& both) const {
    return std::all_of(shared_.begin(), shared_.end(), [&](const SharedComponent& component) {
        return both.simulations[0].fingerprint_of(component.index[0]) ==
               both.simulations[1].fingerprint_of(component.index[1]);
    });
}

} // namespace shaketable::analysis
