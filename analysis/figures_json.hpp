// The smallest parts of a result as JSON.
#pragma once

#include "analysis/result.hpp"

#include <nlohmann/json.hpp>

namespace shaketable::analysis {

using Json = nlohmann::ordered_json;

/// null where it is absent.
[[nodiscard]] Json json_of(const Figure& figure);
[[nodiscard]] Json json_of(const std::vector<Figure>& figures);
[[nodiscard]] Json json_of(const Reasons& reasons);
/// Adds p50_s and so on to an object.
void add_percentiles(Json& object, const Percentiles& percentiles);

/// Of one instance, or of a component: then the maximum of a gauge is that of one instance, and is called so.
enum class Scope { kInstance, kComponent };
[[nodiscard]] Json json_of(const MetricFigures& figures, Scope scope);
[[nodiscard]] Json json_of(const JourneyFigures& figures);
[[nodiscard]] Json json_of(const Series& series);

} // namespace shaketable::analysis
