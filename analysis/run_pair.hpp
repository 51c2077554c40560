// Two runs side by side, and a copy of both at the last instant until which they were the same.
//
// The same means: each component that both have, by its name, has the same fingerprint, that is, has seen the
// same facts in the same order. What only one of them has does not count.
#pragma once

#include "models/simulation.hpp"

#include <array>
#include <optional>

namespace shaketable::analysis {

/// A component that both runs have: its name, and its position in each.
struct SharedComponent {
    std::string name;
    std::array<std::uint32_t, 2> index = {};
};

/// In the order of the first scenario.
[[nodiscard]] std::vector<SharedComponent> shared_components(const models::Scenario& a,
                                                             const models::Scenario& b);

class RunPair {
  public:
    struct Bounds {
        engine::RunLimits limits = {}; // of each run
        models::Simulation::KeepGoing keep_going = {};
    };
    RunPair(std::array<models::Simulation, 2> simulations, Bounds bounds);

    /// Goes on in steps until `end`, or until they are not the same: then back to the last step before, and
    /// the instant at which they were found to differ is returned. A run that is stopped shortens the
    /// comparison to the time before it; stopped() tells why.
    [[nodiscard]] std::optional<engine::Time> first_difference(engine::Time end, engine::Duration step);

    /// Both at the last instant at which they were found to be the same.
    [[nodiscard]] const models::Simulation& same(std::size_t side) const { return same_.simulations[side]; }
    [[nodiscard]] engine::Time same_until() const { return same_until_; }
    /// How many facts the shared components have seen until then.
    [[nodiscard]] std::uint64_t same_facts() const { return same_.facts[0]; }
    /// How many more they saw, at most, until the instant that first_difference returned.
    [[nodiscard]] std::uint64_t facts_in_step() const { return facts_in_step_; }
    [[nodiscard]] engine::StopReason stopped() const { return stopped_; }
    [[nodiscard]] std::size_t stopped_side() const { return stopped_side_; }
    [[nodiscard]] const engine::RunLimits& limits() const { return bounds_.limits; }
    [[nodiscard]] const std::vector<SharedComponent>& shared() const { return shared_; }

  private:
    struct Both {
        std::array<models::Simulation, 2> simulations;
        std::array<std::uint64_t, 2> facts = {};
    };

    /// Runs copies of both from same_until to `to`; nothing if one was stopped, and `end` is when.
    [[nodiscard]] std::optional<Both> advanced(engine::Time to, engine::Time& end);
    [[nodiscard]] bool are_same(const Both& both) const;

    std::vector<SharedComponent> shared_;
    Bounds bounds_;
    Both same_;
    engine::Time same_until_;
    std::uint64_t facts_in_step_ = 0;
    engine::StopReason stopped_ = engine::StopReason::kReachedEnd;
    std::size_t stopped_side_ = 0;
};

} // namespace shaketable::analysis
