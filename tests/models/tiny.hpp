// Hand-made scenarios, run event by event, and what is needed to judge them.
#pragma once

#include "models/simulation.hpp"

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace shaketable::models {

/// The compiled scenario of a file's text; its errors fail the test and end the program.
[[nodiscard]] ScenarioPtr compiled(const std::string& text);
/// The same of a file's members after "shaketable" and "title".
[[nodiscard]] ScenarioPtr scenario_of(const std::string& members);

inline constexpr std::int64_t kUs = 1'000;
inline constexpr std::int64_t kMs = 1'000'000;
inline constexpr std::int64_t kSecond = 1'000'000'000;

[[nodiscard]] inline engine::Time at_ns(std::int64_t ns) { return engine::Time::from_ns(ns); }

/// What a failing test says of it.
inline void PrintTo(Outcome outcome, std::ostream* out) { *out << name_of(outcome); }

using Times = std::vector<std::int64_t>;
using Outcomes = std::vector<Outcome>;

/// Times in ns as whole ms since an instant.
[[nodiscard]] Times in_ms(const Times& times, std::int64_t since = 0);

/// Keeps every fact.
class Facts : public Observer {
  public:
    void on_fact(const Fact& fact) override { all.push_back(fact); }

    [[nodiscard]] std::vector<Fact> of(What what) const;
    [[nodiscard]] std::vector<Fact> of(What what, std::uint32_t component) const;
    /// Times in ns.
    [[nodiscard]] Times times(What what) const;
    [[nodiscard]] Times times(What what, std::uint32_t component) const;
    [[nodiscard]] Outcomes outcomes(What what) const;
    [[nodiscard]] Outcomes outcomes(What what, std::uint32_t component) const;

    std::vector<Fact> all;
};

/// A simulation that was run to its end, with its facts.
struct Played {
    explicit Played(ScenarioPtr scenario, std::uint64_t seed = 1);
    explicit Played(const std::string& members, std::uint64_t seed = 1)
        : Played(scenario_of(members), seed) {}

    [[nodiscard]] std::uint32_t component(const std::string& name) const;
    /// The total of a metric over all instances of a component; of a gauge, in level x ns.
    [[nodiscard]] std::int64_t total(const std::string& component, const std::string& metric) const;

    Facts facts;
    Simulation simulation;
};

/// Everything that a recording holds, and everything in a world that decides what comes next.
[[nodiscard]] std::uint64_t digest(const Recording& recording);
[[nodiscard]] std::uint64_t digest(const World& world);

/// Runs about so many more events, then leaves off between two of them.
void run_events(Simulation& simulation, engine::Time end, std::uint64_t events);

[[nodiscard]] std::uint32_t component_index(const Scenario& scenario, const std::string& name);

} // namespace shaketable::models
