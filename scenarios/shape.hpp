// The form of a scenario file as data: what `describe` tells of each configuration struct, once for all
// readers that need no values (the schema, the manual, forms).
#pragma once

#include "models/describe.hpp"
#include "scenarios/accepted_form.hpp"
#include "scenarios/names.hpp"
#include "scenarios/node.hpp"

#include <optional>

namespace shaketable::scenarios {

/// Of a value.
struct Shape {
    ValueKind kind = ValueKind::kText;
    std::vector<std::string_view> choices = {}; // of kChoice
    std::vector<Shape> element = {};            // of kList and kNamed: exactly one
    NameForm names = NameForm::kPlain;          // of kNamed
    std::size_t object = 0;                     // of kObject: an index into Shapes::objects
};

struct KnobShape {
    models::Knob knob;
    Shape shape;
    bool optional = false; // absence is a value of its own
    std::optional<Node> default_value =
        std::nullopt; // of a plain value that is neither required nor optional
};

struct AlternativeShape {
    std::string tag;
    std::string_view doc;
    std::vector<KnobShape> knobs;
};

enum class Selection : std::uint8_t {
    kNone,   // one form
    kByVerb, // the alternative whose tag is a member
    kByKind, // the alternative that the member "kind" names
    kByWay,  // the alternative whose members are those of the object; its tag lists them
};

struct ObjectShape {
    std::string name; // unique: where it first stands, or its verbs
    std::vector<KnobShape> knobs;
    Selection selection = Selection::kNone;
    std::vector<AlternativeShape> alternatives;
    std::string_view bare_verb; // what a value that is no object means; empty: such a value is wrong
};

struct Shapes {
    std::vector<ObjectShape> objects; // in the order in which they are first met; the first is the scenario

    [[nodiscard]] const ObjectShape& of(const Shape& shape) const { return objects[shape.object]; }
};

[[nodiscard]] Shapes scenario_shapes();

} // namespace shaketable::scenarios
