#include "analysis/divergence.hpp"

#include "analysis/parting.hpp"
#include "analysis/run.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::analysis {

namespace {

constexpr std::int64_t kSteps = 256;        // of the whole comparison
constexpr std::int64_t kNarrowerSteps = 16; // of a step with too many facts
constexpr engine::Duration kInstant = engine::Duration::from_ns(1);

engine::Duration part_of(engine::Duration length, std::int64_t parts) {
    return std::max(engine::Duration::from_ns(length.ns() / parts), kInstant);
}

engine::Time end_of(const models::Scenario& scenario, const CompareOptions& options) {
    return options.until ? std::min(scenario.zero + *options.until, scenario.end) : scenario.end;
}

/// Keeps the first fact of one component.
class FirstFact : public models::Observer {
  public:
    explicit FirstFact(std::uint32_t component) : component_(component) {}
    void on_fact(const models::Fact& fact) override {
        if (fact.component == component_ && !found_)
            found_ = fact;
    }
    [[nodiscard]] const std::optional<models::Fact>& found() const { return found_; }

  private:
    std::uint32_t component_;
    std::optional<models::Fact> found_;
};

/// The request has not been made on this side: what does its caller do?
void look_at_caller(DivergenceSide& side, const models::Simulation& after, const std::string& component,
                    std::uint64_t who) {
    const std::vector<models::Component>& components = after.scenario().components;
    for (std::uint32_t index = 0; index < components.size(); ++index)
        if (components[index].name == component)
            side.request = models::request_view(after, index, who);
    side.request_component = component;
}

class DivergenceSearch {
  public:
    DivergenceSearch(const std::array<ComparedRun, 2>& runs, const CompareOptions& options)
        : pair_({models::Simulation(runs[0].scenario, runs[0].seed),
                 models::Simulation(runs[1].scenario, runs[1].seed)},
                options.bounds),
          end_(std::min(end_of(*runs[0].scenario, options), end_of(*runs[1].scenario, options))),
          step_(part_of(end_ - engine::Time(), kSteps)),
          facts_kept_(options.facts_kept) {}

    [[nodiscard]] Comparison compare();

  private:
    [[nodiscard]] const models::Scenario& scenario(std::size_t side) const {
        return pair_.same(side).scenario();
    }
    void name_components(Comparison& comparison) const;
    [[nodiscard]] bool found_difference();
    [[nodiscard]] Divergence divergence_at(const Parting& first) const;
    void look_around(Divergence& divergence, const Parting& parting, std::size_t side) const;
    [[nodiscard]] std::optional<models::Fact> fact_after_difference(std::size_t side,
                                                                    std::uint32_t component) const;

    RunPair pair_;
    engine::Time end_;
    engine::Duration step_;
    std::uint64_t facts_kept_;
    engine::Time differ_at_; // they differ by then, and were the same at pair_.same_until()
};

Comparison DivergenceSearch::compare() {
    Comparison comparison;
    name_components(comparison);
    if (!found_difference()) {
        comparison.same_s = pair_.same_until().seconds();
        comparison.same_facts = pair_.same_facts();
        comparison.stopped = stopped_by(pair_.stopped());
        comparison.stopped_side = pair_.stopped_side();
        return comparison;
    }
    const FactsSideBySide facts(pair_, differ_at_);
    const std::vector<Parting> partings = facts.partings();
    const auto first = std::min_element(partings.begin(), partings.end(), [](const auto& a, const auto& b) {
        return a.at < b.at; // of equals the first: the order in the file decides
    });
    SHAKETABLE_ASSERT(first != partings.end());
    comparison.same_s = first->at.seconds();
    comparison.same_facts = pair_.same_facts() + facts.same_facts(first->at);
    comparison.divergence = divergence_at(*first);
    for (auto other = std::next(first); other != partings.end(); ++other)
        if (other->at == first->at)
            comparison.divergence->also.push_back(other->component->name);
    return comparison;
}

void DivergenceSearch::name_components(Comparison& comparison) const {
    std::array<std::vector<bool>, 2> is_shared;
    for (std::size_t side = 0; side < 2; ++side)
        is_shared[side].resize(scenario(side).components.size());
    for (const SharedComponent& component : pair_.shared()) {
        comparison.shared.push_back(component.name);
        for (std::size_t side = 0; side < 2; ++side)
            is_shared[side][component.index[side]] = true;
    }
    for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t index = 0; index < is_shared[side].size(); ++index)
            if (!is_shared[side][index])
                comparison.alone[side].push_back(scenario(side).components[index].name);
}

/// In steps, then in narrower ones until the facts of one can be kept.
bool DivergenceSearch::found_difference() {
    std::optional<engine::Time> found = pair_.first_difference(end_, step_);
    while (found && pair_.facts_in_step() > facts_kept_ && *found - pair_.same_until() > kInstant)
        found = pair_.first_difference(*found, part_of(*found - pair_.same_until(), kNarrowerSteps));
    differ_at_ = found.value_or(end_);
    return found.has_value();
}

Divergence DivergenceSearch::divergence_at(const Parting& first) const {
    Divergence divergence{.at_s = (first.at - scenario(0).zero).seconds(),
                          .component = first.component->name};
    for (std::size_t side = 0; side < 2; ++side)
        if (const auto& fact = first.facts[side]; fact && fact->time == first.at)
            divergence.sides[side].fact = observed(pair_.same(side), *fact);
    for (std::size_t side = 0; side < 2; ++side)
        look_around(divergence, first, side);
    return divergence;
}

/// What there is to see on one side besides its fact.
void DivergenceSearch::look_around(Divergence& divergence, const Parting& parting, std::size_t side) const {
    const models::Simulation after = replayed(pair_.same(side), parting.at + kInstant);
    const std::uint32_t component = parting.component->index[side];
    DivergenceSide& own = divergence.sides[side];
    const ObservedFact& shown = own.fact ? *own.fact : *divergence.sides[1 - side].fact;
    if (shown.replica < scenario(side).components[component].instances)
        own.state = models::instance_view(after, component, shown.replica);
    if (own.fact)
        return;
    own.request = models::request_view(after, component, shown.fact.who);
    own.request_component = divergence.component;
    if (!own.request && shown.request && shown.request->caller)
        look_at_caller(own, after, scenario(1 - side).components[shown.request->caller->component].name,
                       shown.request->caller->who);
    const std::optional<models::Fact>& kept = parting.facts[side];
    if (const auto next = kept ? kept : fact_after_difference(side, component))
        own.next = observed(pair_.same(side), *next);
}

std::optional<models::Fact> DivergenceSearch::fact_after_difference(std::size_t side,
                                                                    std::uint32_t component) const {
    models::Simulation simulation = replayed(pair_.same(side), differ_at_);
    FirstFact first(component);
    simulation.observe(&first);
    for (engine::Time until = differ_at_; !first.found() && until < end_;) {
        until = std::min(until + step_, end_);
        if (simulation.run_until(until, pair_.limits()) != engine::StopReason::kReachedEnd)
            break;
    }
    return first.found();
}

} // namespace

Comparison compare_runs(const std::array<ComparedRun, 2>& runs, const CompareOptions& options) {
    return DivergenceSearch(runs, options).compare();
}

} // namespace shaketable::analysis
