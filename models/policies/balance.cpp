#include "models/policies/balance.hpp"

#include "models/cache/nodes.hpp"

#include <algorithm>
#include <span>

namespace shaketable::models {

namespace {

/// The caller's attempts under way, by replica of the callee; empty: nobody counts them.
std::span<std::uint32_t> outstanding(Run& run, const Instance& caller, const CallSite& site) {
    if (site.first_outstanding == kNone)
        return {};
    return {run.world.outstanding.data() + site.first_outstanding + caller.replica * site.replicas,
            site.replicas};
}

/// Which replicas there are to choose among.
class Choice {
  public:
    Choice(const Run& run, const CallSite& site)
        : in_rotation_(site.rotation == kNone ? nullptr : &run.world.lifecycles[site.rotation].in_rotation),
          size_(in_rotation_ == nullptr ? site.replicas : static_cast<std::uint32_t>(in_rotation_->size())) {}

    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] std::uint32_t at(std::uint64_t place) const {
        return in_rotation_ == nullptr ? static_cast<std::uint32_t>(place) : (*in_rotation_)[place];
    }
    [[nodiscard]] std::uint32_t any(engine::Draws& draws) const { return at(draws.next() % size_); }
    /// The first that is not before this one; after the last comes the first.
    [[nodiscard]] std::uint32_t from(std::uint32_t replica) const {
        if (in_rotation_ == nullptr)
            return replica;
        const auto found = std::lower_bound(in_rotation_->begin(), in_rotation_->end(), replica);
        return found == in_rotation_->end() ? in_rotation_->front() : *found;
    }

  private:
    const std::vector<std::uint32_t>* in_rotation_; // nullptr: all are
    std::uint32_t size_;
};

std::uint32_t next_of(const Choice& choice, EdgeState& end, const CallSite& site) {
    end.next_replica = choice.from(end.next_replica);
    return next_in_turn(end, site);
}

std::uint32_t least_of_all(const Choice& choice, std::span<const std::uint32_t> counts) {
    std::uint32_t least = choice.at(0);
    for (std::uint32_t place = 1; place < choice.size(); ++place)
        if (counts[choice.at(place)] < counts[least])
            least = choice.at(place);
    return least;
}

std::uint32_t least_of_some(const Choice& choice, std::span<const std::uint32_t> counts,
                            std::uint32_t choices, engine::Draws draws) {
    std::uint32_t least = choice.any(draws);
    for (std::uint32_t drawn = 1; drawn < choices; ++drawn) {
        const std::uint32_t other = choice.any(draws);
        if (counts[other] < counts[least])
            least = other;
    }
    return least;
}

/// kNone: there is none to choose.
std::uint32_t choose_by_policy(Run& run, FrameRef caller, const Op& call, engine::Draws draws) {
    const CallSite& site = run.call_site(call);
    const Instance& here = run.instance_of(caller);
    const std::span<std::uint32_t> counts = outstanding(run, here, site);
    const Choice choice(run, site);
    if (choice.size() == 0)
        return kNone;
    switch (site.balance) {
    case Balance::kRoundRobin:
        return next_of(choice, run.world.edge_states[here.first_edge_state + site.edge_slot], site);
    case Balance::kRandom:
        return choice.any(draws);
    case Balance::kLeastRequest:
        return site.choices == 0 ? least_of_all(choice, counts)
                                 : least_of_some(choice, counts, site.choices, draws);
    case Balance::kSticky:
        return choice.from(static_cast<std::uint32_t>(engine::mix(run.session_of(caller)) % site.replicas));
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

std::uint32_t choose_replica(Run& run, FrameRef caller, const Op& call) {
    static constexpr engine::Label kPurpose = engine::label("balance");
    const CallSite& site = run.call_site(call);
    const Instance& here = run.instance_of(caller);
    const std::span<std::uint32_t> counts = outstanding(run, here, site);
    const engine::Draws draws(caller->key.child(call.label, caller->lineage), kPurpose, caller->attempt);
    const std::uint32_t replica =
        site.by_key ? choose_node(run, caller) : choose_by_policy(run, caller, call, draws);
    if (replica == kNone) {
        caller->replica = kNone;
        return kNone;
    }
    if (!counts.empty())
        ++counts[replica];
    caller->replica = replica;
    return replica;
}

void leave_replica(Run& run, FrameRef caller, const CallSite& site) {
    const std::span<std::uint32_t> counts = outstanding(run, run.instance_of(caller), site);
    if (counts.empty() || caller->replica == kNone)
        return;
    SHAKETABLE_ASSERT(counts[caller->replica] > 0);
    --counts[caller->replica];
}

void forget_outstanding(Run& run, const Instance& here) {
    for (const std::uint32_t index : run.component_of(here).edges) {
        const Edge& edge = run.scenario.edges[index];
        if (edge.first_outstanding == kNone)
            continue;
        const std::uint32_t callees = run.scenario.components[edge.callee].instances;
        const auto first = run.world.outstanding.begin() + edge.first_outstanding + here.replica * callees;
        std::fill(first, first + callees, 0);
    }
}

} // namespace shaketable::models
