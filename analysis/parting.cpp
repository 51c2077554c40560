#include "analysis/parting.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

class FactLists : public models::Observer {
  public:
    explicit FactLists(std::vector<std::vector<models::Fact>>& lists) : lists_(lists) {}
    void on_fact(const models::Fact& fact) override { lists_[fact.component].push_back(fact); }

  private:
    std::vector<std::vector<models::Fact>>& lists_; // by component
};

bool is_same(const models::Fact& a, const models::Fact& b) {
    return a.time == b.time && a.replica == b.replica && a.who == b.who && a.what == b.what &&
           a.attempt == b.attempt && a.outcome == b.outcome;
}

/// How many facts are the same before the first that is not.
std::ptrdiff_t same_at_first(const std::vector<models::Fact>& a, const std::vector<models::Fact>& b) {
    return std::mismatch(a.begin(), a.end(), b.begin(), b.end(), is_same).first - a.begin();
}

std::optional<models::Fact> fact_at(const std::vector<models::Fact>& facts, std::ptrdiff_t index) {
    if (index >= std::ssize(facts))
        return std::nullopt;
    return facts[static_cast<std::size_t>(index)];
}

} // namespace

FactsSideBySide::FactsSideBySide(const RunPair& pair, engine::Time until) : shared_(pair.shared()) {
    for (std::size_t side = 0; side < 2; ++side) {
        models::Simulation simulation = pair.same(side);
        facts_[side].resize(simulation.scenario().components.size());
        FactLists lists(facts_[side]);
        simulation.observe(&lists);
        const engine::StopReason reason = simulation.run_until(until, pair.limits());
        SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd); // the pair has run to it before
    }
}

std::vector<Parting> FactsSideBySide::partings() const {
    std::vector<Parting> partings;
    for (const SharedComponent& component : shared_) {
        const Facts& a = facts_[0][component.index[0]];
        const Facts& b = facts_[1][component.index[1]];
        const std::ptrdiff_t same = same_at_first(a, b);
        Parting parting{.component = &component,
                        .at = engine::Time::latest(),
                        .facts = {fact_at(a, same), fact_at(b, same)}};
        for (const std::optional<models::Fact>& fact : parting.facts)
            if (fact)
                parting.at = std::min(parting.at, fact->time);
        if (parting.facts[0] || parting.facts[1])
            partings.push_back(parting);
    }
    return partings;
}

std::uint64_t FactsSideBySide::same_facts(engine::Time at) const {
    std::uint64_t count = 0;
    for (const SharedComponent& component : shared_) {
        const Facts& a = facts_[0][component.index[0]];
        const Facts& b = facts_[1][component.index[1]];
        count += static_cast<std::uint64_t>(
            std::count_if(a.begin(), a.begin() + same_at_first(a, b),
                          [&](const models::Fact& fact) { return fact.time <= at; }));
    }
    return count;
}

} // namespace shaketable::analysis
