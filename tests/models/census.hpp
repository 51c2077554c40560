// What all censuses of a simulation have: what was found wrong first, and where.
#pragma once

#include "models/simulation.hpp"

#include <cstdint>
#include <sstream>
#include <string>

namespace shaketable::models {

class Census {
  public:
    explicit Census(const Simulation& simulation)
        : scenario_(simulation.scenario()), world_(simulation.world()), frames_(world_.frames) {}

    /// Empty: nothing.
    [[nodiscard]] std::string found() const { return words_.str(); }

  protected:
    [[nodiscard]] const Component& component_of(const Instance& here) const {
        return scenario_.components[here.component];
    }

    template <class Found, class Wanted>
    void expect(const std::string& what, Found found, Wanted wanted) {
        if (words_.tellp() == 0 && static_cast<std::uint64_t>(found) != static_cast<std::uint64_t>(wanted))
            words_ << where_ << what << ": " << +found << " kept, " << +wanted << " counted";
    }
    void require(const std::string& what, bool holds) {
        if (words_.tellp() == 0 && !holds)
            words_ << where_ << what;
    }

    template <class Matches>
    std::uint32_t count(Matches matches) const {
        std::uint32_t found = 0;
        for (const Frame& frame : frames_)
            found += frame.state != FrameState::kFree && matches(frame) ? 1U : 0U;
        return found;
    }

    const Scenario& scenario_;
    const World& world_;
    const engine::Paged<Frame>& frames_;
    std::string where_;
    std::ostringstream words_;
};

} // namespace shaketable::models
