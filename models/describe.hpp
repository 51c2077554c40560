// One description per knob: the seam between a configuration struct and everything that needs to know it.
//
// Each config struct has one function, found by argument-dependent lookup,
//     template <class Visitor> void describe(Visitor& visit, XConfig& config);
// that calls `visit(Knob{...}, config.member)` once for each member, in the order in which a manual would
// list them. From it come the JSON reader and its errors, the JSON Schema, the reference manual and `--set`.
// A member's default is its value in a default-constructed struct; a member of type std::optional is
// absent by default.
//
// A knob's type is one of: bool, std::int64_t, std::uint64_t, double, std::string, engine::Duration, Rate, an
// enum with `enum_names`, AnyValue, EndpointRef, ComponentRef, PolicyRef, a described struct, or
// std::optional, std::vector, Named of those; or a std::variant of described structs, the ways of stating one
// thing: an object with exactly the members of one of them, all of which are required. A struct with
// alternatives holds a std::variant of described structs and hands it to `visit.verb(variant)` (the
// alternative whose kTag is a member of the object) or `visit.kind(variant)` (the alternative that the
// object's "kind" names); the alternative's members stand in the same object.
//
// A struct with `static constexpr bool kImplied = true` exists under every name that makes sense (an edge
// over which something calls), whether it is stated or not; one that is not has its defaults.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shaketable::models {

/// When a change of the knob during a run takes effect.
enum class Acts : std::uint8_t { kAtOnce, kAtNextCall, kAtRestart, kNever };

/// Inclusive bounds: of the number itself, of a Duration in seconds, of a Rate per second.
struct Bounds {
    double min = std::numeric_limits<double>::lowest();
    double max = std::numeric_limits<double>::max();
};

struct Knob {
    std::string_view name;
    std::string_view doc;         // one sentence
    std::string_view unit = "";   // as it is printed; empty where the type says it (duration, rate)
    std::string_view origin = ""; // where the default comes from
    Bounds bounds = {};
    bool required = false;
    Acts acts = Acts::kNever;
};

/// Events per second of simulated time. In a file: "400/s", "10/m", "3/h".
struct Rate {
    double per_second = 0.0;
    bool operator==(const Rate&) const = default;
};

/// Whatever another knob may have. Here it is only told of: as a number, or as text on one line; what it
/// means is read from the file's text.
struct AnyValue {
    std::variant<double, std::string> told = "null";
};

/// Names of other things in the file. They are checked when the scenario is compiled.
struct ComponentRef {
    std::string name; // "db"
};
struct PolicyRef {
    std::string name; // "to-orders"
};
struct EndpointRef {
    std::string name; // "orders.reserve": component, dot, endpoint (or query class)
};

/// Named members, in the order of the file. Names are unique.
template <class T>
struct Named {
    std::vector<std::pair<std::string, T>> entries;

    [[nodiscard]] const T* find(std::string_view name) const {
        for (const auto& [key, value] : entries)
            if (key == name)
                return &value;
        return nullptr;
    }
    [[nodiscard]] std::size_t size() const { return entries.size(); }
    [[nodiscard]] bool empty() const { return entries.empty(); }
    auto begin() const { return entries.begin(); }
    auto end() const { return entries.end(); }
};

} // namespace shaketable::models
