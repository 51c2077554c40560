// The facts of two runs side by side, over a time short enough to keep them all, and where they part.
#pragma once

#include "analysis/run_pair.hpp"

namespace shaketable::analysis {

/// Where the facts of one shared component part.
struct Parting {
    const SharedComponent* component = nullptr; // of the pair
    engine::Time at;
    std::array<std::optional<models::Fact>, 2> facts; // the first that differ; nothing: this run has no more
};

class FactsSideBySide {
  public:
    /// From the last instant at which the pair was the same. The pair must outlive it.
    FactsSideBySide(const RunPair& pair, engine::Time until);

    /// One for each component that parts, in the order of components.
    [[nodiscard]] std::vector<Parting> partings() const;
    /// How many facts, up to and at this instant, have an equal on the other side, one by one from the
    /// beginning.
    [[nodiscard]] std::uint64_t same_facts(engine::Time at) const;

  private:
    using Facts = std::vector<models::Fact>;

    const std::vector<SharedComponent>& shared_;
    std::array<std::vector<Facts>, 2> facts_; // by side and component
};

} // namespace shaketable::analysis
