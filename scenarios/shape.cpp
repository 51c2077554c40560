#include "scenarios/shape.hpp"

#include "models/scenario_config.hpp"
#include "scenarios/quantities.hpp"
#include "scenarios/shape_builder.hpp"

#include <cmath>

namespace shaketable::scenarios {

Node leaf_node(models::AnyValue) { return Node{}; }
Node leaf_node(bool value) { return Node{{}, value}; }
Node leaf_node(std::int64_t value) { return Node{{}, value}; }
Node leaf_node(std::uint64_t value) { return Node{{}, value}; }
Node leaf_node(double value) {
    constexpr double kExactWhole = 9007199254740992.0;
    const bool whole = std::floor(value) == value && std::fabs(value) <= kExactWhole;
    return whole ? Node{{}, static_cast<std::int64_t>(value)} : Node{{}, value}; // 4, not 4.0
}
Node leaf_node(const std::string& value) { return Node{{}, value}; }
Node leaf_node(engine::Duration value) { return Node{{}, text_of(value)}; }
Node leaf_node(models::Rate value) { return Node{{}, text_of(value)}; }
Node leaf_node(const models::ComponentRef& value) { return Node{{}, value.name}; }
Node leaf_node(const models::PolicyRef& value) { return Node{{}, value.name}; }
Node leaf_node(const models::EndpointRef& value) { return Node{{}, value.name}; }

Shapes scenario_shapes() {
    ShapeBuilder builder;
    builder.object_of<models::ScenarioConfig>("");
    Shapes shapes = builder.take();
    shapes.objects.front().name = "scenario";
    return shapes;
}

} // namespace shaketable::scenarios
