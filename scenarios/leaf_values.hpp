// From a node to one plain value: types, units and bounds, and what to say where they are not met.
//
// Each `read_leaf` leaves `value` as it is where the node does not fit, and reports why.
#pragma once

#include "engine/time.hpp"
#include "models/describe.hpp"
#include "scenarios/accepted_form.hpp"
#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

#include <concepts>
#include <optional>
#include <type_traits>

namespace shaketable::scenarios {

/// The knob whose value is read, and where it stands.
struct ValueContext {
    const models::Knob& knob;
    const std::string& pointer;
    ErrorList& errors;
    std::string_view also_accepted = ""; // what may stand there instead, ", or ..."
};

void read_leaf(const Node& node, const ValueContext& context, models::AnyValue& value);
void read_leaf(const Node& node, const ValueContext& context, bool& value);
void read_leaf(const Node& node, const ValueContext& context, std::int64_t& value);
void read_leaf(const Node& node, const ValueContext& context, std::uint64_t& value);
void read_leaf(const Node& node, const ValueContext& context, double& value);
void read_leaf(const Node& node, const ValueContext& context, std::string& value);
void read_leaf(const Node& node, const ValueContext& context, engine::Duration& value);
void read_leaf(const Node& node, const ValueContext& context, models::Rate& value);
void read_leaf(const Node& node, const ValueContext& context, models::ComponentRef& value);
void read_leaf(const Node& node, const ValueContext& context, models::PolicyRef& value);
void read_leaf(const Node& node, const ValueContext& context, models::EndpointRef& value);
/// The index of the choice that the node names.
[[nodiscard]] std::optional<std::size_t> read_choice(const Node& node, const ValueContext& context,
                                                     const std::vector<std::string_view>& choices);

/// Reports that the node is of the wrong type for this kind of value.
void report_misfit(const Node& node, const ValueContext& context, ValueKind kind);

template <class Value>
concept Leaf = std::same_as<Value, models::AnyValue> || std::same_as<Value, bool> ||
    std::same_as<Value, std::int64_t> || std::same_as<Value, std::uint64_t> || std::same_as<Value, double> ||
    std::same_as<Value, std::string> || std::same_as<Value, engine::Duration> ||
    std::same_as<Value, models::Rate> || std::same_as<Value, models::ComponentRef> ||
    std::same_as<Value, models::PolicyRef> || std::same_as<Value, models::EndpointRef>;

template <class Value>
concept Choice = std::is_enum_v<Value>;

/// The names of an enum's values, in their order.
template <Choice Value>
[[nodiscard]] std::vector<std::string_view> choices_of() {
    const auto names = enum_names(Value{});
    return {names.begin(), names.end()};
}

/// Which kind of value a leaf type is.
template <class Value>
[[nodiscard]] constexpr ValueKind leaf_kind() {
    if constexpr (std::same_as<Value, models::AnyValue>)
        return ValueKind::kAny;
    else if constexpr (std::same_as<Value, bool>)
        return ValueKind::kBool;
    else if constexpr (std::same_as<Value, std::int64_t>)
        return ValueKind::kInteger;
    else if constexpr (std::same_as<Value, std::uint64_t>)
        return ValueKind::kUnsigned;
    else if constexpr (std::same_as<Value, double>)
        return ValueKind::kReal;
    else if constexpr (std::same_as<Value, std::string>)
        return ValueKind::kText;
    else if constexpr (std::same_as<Value, engine::Duration>)
        return ValueKind::kDuration;
    else if constexpr (std::same_as<Value, models::Rate>)
        return ValueKind::kRate;
    else if constexpr (std::same_as<Value, models::ComponentRef>)
        return ValueKind::kComponent;
    else if constexpr (std::same_as<Value, models::PolicyRef>)
        return ValueKind::kPolicy;
    else if constexpr (std::same_as<Value, models::EndpointRef>)
        return ValueKind::kEndpoint;
    else
        return ValueKind::kChoice;
}

} // namespace shaketable::scenarios
