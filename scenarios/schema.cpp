#include "scenarios/schema.hpp"

#include "scenarios/load.hpp"
#include "scenarios/quantities.hpp"
#include "scenarios/shape.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace shaketable::scenarios {

namespace {

using Json = nlohmann::ordered_json;

class SchemaWriter {
  public:
    explicit SchemaWriter(const Shapes& shapes) : shapes_(shapes) {}
    [[nodiscard]] Json document() const;

  private:
    [[nodiscard]] Json value_schema(const Shape& shape, const models::Knob& knob) const;
    [[nodiscard]] Json knob_schema(const KnobShape& knob) const;
    [[nodiscard]] Json object_schema(const ObjectShape& object) const;
    [[nodiscard]] Json alternative_schema(const ObjectShape& object,
                                          const AlternativeShape& alternative) const;
    [[nodiscard]] Json members_schema(const std::vector<const KnobShape*>& knobs) const;

    const Shapes& shapes_;
};

Json default_json(const Node& node) { return Json::parse(json_text(node)); }

std::string anchored(std::string_view pattern) { return "^" + std::string(pattern) + "$"; }

/// "ns, us, ms" as the regular expression (ns|us|ms).
std::string any_of(std::string_view units) {
    std::string pattern = "(";
    for (const char letter : units)
        if (letter != ' ')
            pattern += letter == ',' ? '|' : letter;
    return pattern + ")";
}

/// Text with a number and a unit; 0 needs none, where it is allowed.
Json quantity_schema(const std::string& units, const models::Bounds& bounds) {
    const Json text = {{"type", "string"}, {"pattern", anchored(std::string(kNumberPattern) + units)}};
    if (bounds.min > 0.0)
        return text;
    return {{"anyOf", {text, {{"enum", {0, "0"}}}}}};
}

void add_bound(Json& schema, const char* keyword, double bound) {
    constexpr double kExactWhole = 9007199254740992.0;
    if (bound ==
        static_cast<double>(static_cast<std::int64_t>(std::min(std::max(bound, -kExactWhole), kExactWhole))))
        schema[keyword] = static_cast<std::int64_t>(bound);
    else
        schema[keyword] = bound;
}

Json number_schema(const char* type, const models::Bounds& bounds) {
    Json schema = {{"type", type}};
    if (bounds.min != models::Bounds{}.min)
        add_bound(schema, "minimum", bounds.min);
    if (bounds.max != models::Bounds{}.max)
        add_bound(schema, "maximum", bounds.max);
    return schema;
}

Json pattern_schema(const std::string& pattern) {
    return {{"type", "string"}, {"pattern", anchored(pattern)}};
}

std::string free_pattern() { return "^" + std::string(kFreePrefix); }

Json named_schema(NameForm form, Json element) {
    const std::string taken = "^(?!" + std::string(kFreePrefix) + ")" + std::string(pattern_of(form)) + "$";
    return {{"type", "object"},
            {"patternProperties", {{taken, std::move(element)}, {free_pattern(), true}}},
            {"additionalProperties", false}};
}

Json SchemaWriter::value_schema(const Shape& shape, const models::Knob& knob) const {
    const std::string name(pattern_of(NameForm::kPlain));
    switch (shape.kind) {
    case ValueKind::kAny:
        return Json::object();
    case ValueKind::kBool:
        return {{"type", "boolean"}};
    case ValueKind::kInteger:
    case ValueKind::kUnsigned:
        return number_schema("integer", knob.bounds);
    case ValueKind::kReal:
        return number_schema("number", knob.bounds);
    case ValueKind::kText:
        return {{"type", "string"}};
    case ValueKind::kDuration:
        return quantity_schema(any_of(kDurationUnits), knob.bounds);
    case ValueKind::kRate:
        return quantity_schema("/" + any_of(kRateUnits), knob.bounds);
    case ValueKind::kChoice:
        return {{"enum", shape.choices}};
    case ValueKind::kComponent:
    case ValueKind::kPolicy:
        return pattern_schema(name);
    case ValueKind::kEndpoint:
        return pattern_schema(name + "\\." + name);
    case ValueKind::kObject:
        return {{"$ref", "#/$defs/" + shapes_.of(shape).name}};
    case ValueKind::kList:
        return {{"type", "array"}, {"items", value_schema(shape.element.front(), knob)}};
    case ValueKind::kNamed:
        return named_schema(shape.names, value_schema(shape.element.front(), knob));
    }
    return Json::object();
}

Json SchemaWriter::knob_schema(const KnobShape& knob) const {
    Json schema = value_schema(knob.shape, knob.knob);
    std::string description(knob.knob.doc);
    if (!knob.knob.unit.empty())
        description += " Unit: " + std::string(knob.knob.unit) + ".";
    const bool with_unit = knob.shape.kind == ValueKind::kDuration || knob.shape.kind == ValueKind::kRate;
    if (const std::string range = range_of(knob.shape.kind, knob.knob.bounds); with_unit && !range.empty())
        description += " Accepted: " + range + ".";
    if (!knob.knob.origin.empty())
        description += " Default's origin: " + std::string(knob.knob.origin) + ".";
    schema["description"] = description;
    if (knob.default_value)
        schema["default"] = default_json(*knob.default_value);
    return schema;
}

Json SchemaWriter::members_schema(const std::vector<const KnobShape*>& knobs) const {
    Json properties = Json::object();
    Json required = Json::array();
    for (const KnobShape* knob : knobs) {
        properties[std::string(knob->knob.name)] = knob_schema(*knob);
        if (knob->knob.required)
            required.push_back(knob->knob.name);
    }
    Json schema = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty())
        schema["required"] = std::move(required);
    schema["patternProperties"] = {{free_pattern(), true}};
    schema["additionalProperties"] = false;
    return schema;
}

Json SchemaWriter::alternative_schema(const ObjectShape& object, const AlternativeShape& alternative) const {
    KnobShape kind{kKindKnob, Shape{.kind = ValueKind::kChoice, .choices = {alternative.tag}}};
    std::vector<const KnobShape*> knobs;
    if (object.selection == Selection::kByKind)
        knobs.push_back(&kind);
    for (const auto* group : {&alternative.knobs, &object.knobs})
        for (const KnobShape& knob : *group)
            knobs.push_back(&knob);
    Json schema = {{"title", alternative.tag}};
    if (!alternative.doc.empty())
        schema["description"] = alternative.doc;
    schema.update(members_schema(knobs));
    return schema;
}

Json SchemaWriter::object_schema(const ObjectShape& object) const {
    if (object.selection == Selection::kNone) {
        std::vector<const KnobShape*> knobs;
        for (const KnobShape& knob : object.knobs)
            knobs.push_back(&knob);
        return members_schema(knobs);
    }
    Json choices = Json::array();
    for (const AlternativeShape& alternative : object.alternatives) {
        if (alternative.tag == object.bare_verb)
            choices.push_back(value_schema(alternative.knobs.front().shape, alternative.knobs.front().knob));
        choices.push_back(alternative_schema(object, alternative));
    }
    return {{"oneOf", std::move(choices)}};
}

Json SchemaWriter::document() const {
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "Shaketable scenario"},
                   {"description", "A distributed system, its load, and what happens to it."}};
    schema.update(object_schema(shapes_.objects.front()));
    Json variants = named_schema(NameForm::kPlain, {{"type", "object"}});
    variants["description"] = kVariantsKnob.doc;
    schema["properties"][std::string(kVariantsKnob.name)] = std::move(variants);
    schema["properties"][std::string(kSchemaKnob.name)] = {{"type", "string"},
                                                           {"description", kSchemaKnob.doc}};
    for (std::size_t i = 1; i < shapes_.objects.size(); ++i)
        schema["$defs"][shapes_.objects[i].name] = object_schema(shapes_.objects[i]);
    return schema;
}

} // namespace

std::string schema_text() {
    const Shapes shapes = scenario_shapes();
    return SchemaWriter(shapes).document().dump(2) + "\n";
}

} // namespace shaketable::scenarios
