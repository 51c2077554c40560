// Whether what a file expects can be told of a run of it: the names of journeys, components and figures.
#pragma once

#include "models/compiler.hpp"

namespace shaketable::models {

/// The figures of journeys that results have, "latency/p99_s"; those of a stretch of windows are fewer.
[[nodiscard]] std::vector<std::string> journey_figures(bool of_windows);
/// Whether the figure is of the run beside its twin: "harm/net", "verdict/floor".
[[nodiscard]] bool is_of_the_comparison(std::string_view figure);
/// The same of a component.
[[nodiscard]] std::vector<std::string> component_figures(const Component& component);
/// The position of the journey of this name, or of this client and name ("users.buy"); none: there is none,
/// or several clients have one of the name.
[[nodiscard]] std::optional<std::uint32_t> find_journey(const Scenario& scenario, std::string_view name);

/// To be called when all else is compiled.
void check_expectations(Compiler& compiler, const ScenarioConfig& config);

} // namespace shaketable::models
