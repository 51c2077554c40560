// Joins the journeys of a run with those of its twin, by who they are, while both go on side by side.
//
// A journey that ended on one side is kept until it ends on the other, so memory is bounded by what is in
// flight (with users who wait for their answers before they ask again: by how far one side is behind). The
// order in which the sides are told does not matter.
#pragma once

#include "analysis/harm_tally.hpp"
#include "models/simulation.hpp"

namespace shaketable::analysis {

class JourneyJoin {
  public:
    explicit JourneyJoin(const models::Scenario& scenario);

    void ended(Side side, const models::JourneyEnd& end);
    /// Both stand at the same instant. If many wait for their partners, looks for those that have none.
    void settle(const models::World& run, const models::World& twin);
    /// Both have come to their end, at the same instant. Nothing is told after.
    [[nodiscard]] Harm finish(const models::World& run, const models::World& twin);

    /// How many wait for their partners.
    [[nodiscard]] std::size_t waiting() const { return used_; }
    [[nodiscard]] std::size_t bytes() const { return places_.capacity() * sizeof(Place); }

  private:
    struct Place {
        std::uint64_t who = 0;
        JourneyFate fate = {};
        Side side = Side::kRun;
        bool taken = false;
    };

    [[nodiscard]] std::size_t home_of(std::uint64_t who) const;
    /// Where `who` is, or where it can be put.
    [[nodiscard]] Place& place_of(std::uint64_t who);
    void insert(const Place& place);
    void erase(Place& place);
    void grow();
    void pair(const Place& one, const Place& other);
    [[nodiscard]] bool is_open(const JourneyFate& fate) const;

    const models::Scenario& scenario_;
    HarmTally tally_;
    std::vector<Place> places_; // open addressing, linear probing; a power of two
    std::size_t used_ = 0;
    std::size_t settle_at_;
};

} // namespace shaketable::analysis
