// Counts harm, journey by journey, as the pairs are found.
#pragma once

#include "analysis/harm.hpp"
#include "models/scenario.hpp"

namespace shaketable::analysis {

enum class Side : std::uint8_t { kRun, kTwin };

/// How a journey ended on one side.
struct JourneyFate {
    engine::Time asked = {};
    std::uint32_t origin = models::kNone; // where what failed it began
    std::uint16_t journey = 0;
    std::uint8_t reason = 0; // position in Reasons

    [[nodiscard]] bool good() const { return reason == static_cast<std::uint8_t>(models::Outcome::kOk); }
};

class HarmTally {
  public:
    explicit HarmTally(const models::Scenario& scenario);

    void add_pair(const JourneyFate& run, const JourneyFate& twin);
    void add_unpaired(Side side, const JourneyFate& alone);
    /// What was counted until `now`, the end of the run.
    [[nodiscard]] Harm harm_until(engine::Time now) const;

  private:
    struct Kind {
        std::vector<HarmCount> windows = {};
        Reasons harmed_by{};
        Reasons helped_by{};
        Unpaired extra = {};
        Unpaired never_asked = {};
    };

    [[nodiscard]] JourneyHarm journey_harm(std::size_t journey, std::size_t windows) const;
    [[nodiscard]] std::size_t windows_until(engine::Time now) const;

    const models::Scenario& scenario_;
    std::vector<Kind> kinds_;           // by journey
    std::vector<HarmCount> components_; // where what failed began
};

} // namespace shaketable::analysis
