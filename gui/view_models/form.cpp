#include "gui/view_models/form.hpp"

#include "models/json_pointer.hpp"
#include "scenarios/json_pointer.hpp"
#include "scenarios/shape.hpp"

#include <algorithm>
#include <charconv>

namespace shaketable::gui {

namespace {

using scenarios::AlternativeShape;
using scenarios::KnobShape;
using scenarios::Node;
using scenarios::ObjectShape;
using scenarios::Selection;
using scenarios::Shape;
using scenarios::Shapes;
using scenarios::ValueKind;

const Shapes& shapes() {
    static const Shapes all = scenarios::scenario_shapes();
    return all;
}

std::string text_of(const Node& node) {
    if (const std::string* text = node.text())
        return *text;
    std::string text = scenarios::json_text(node);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

/// "mean, cv" of an object with exactly these members.
bool is_way(const AlternativeShape& alternative, const Node& node) {
    const scenarios::Members* members = node.members();
    return members != nullptr && members->size() == alternative.knobs.size() &&
           std::all_of(alternative.knobs.begin(), alternative.knobs.end(),
                       [&](const KnobShape& knob) { return node.find(knob.knob.name) != nullptr; });
}

bool is_chosen(const ObjectShape& object, const AlternativeShape& alternative, const Node& node) {
    switch (object.selection) {
    case Selection::kNone:
        return false;
    case Selection::kByVerb:
        return node.find(alternative.tag) != nullptr;
    case Selection::kByKind: {
        const scenarios::Member* kind = node.find("kind");
        return kind != nullptr && kind->value.text() != nullptr && *kind->value.text() == alternative.tag;
    }
    case Selection::kByWay:
        return is_way(alternative, node);
    }
    return false;
}

/// The knobs that the object at the node has.
std::vector<const KnobShape*> knobs_of(const ObjectShape& object, const Node& node) {
    std::vector<const KnobShape*> knobs;
    for (const KnobShape& knob : object.knobs)
        knobs.push_back(&knob);
    for (const AlternativeShape& alternative : object.alternatives)
        if (is_chosen(object, alternative, node))
            for (const KnobShape& knob : alternative.knobs)
                knobs.push_back(&knob);
    return knobs;
}

/// Finds the shape that the value at a pointer has.
const Shape* shape_at(const Node& root, const std::vector<std::string>& names, const Node*& node) {
    static const Shape scenario{.kind = ValueKind::kObject};
    const Shape* shape = &scenario;
    node = &root;
    for (const std::string& name : names) {
        const Node* next = nullptr;
        if (const scenarios::Member* member = node->find(name))
            next = &member->value;
        if (next == nullptr)
            return nullptr;
        if (shape->kind == ValueKind::kNamed) {
            shape = &shape->element.front();
        } else if (shape->kind == ValueKind::kObject) {
            const auto knobs = knobs_of(shapes().of(*shape), *node);
            const auto found = std::find_if(knobs.begin(), knobs.end(),
                                            [&](const KnobShape* knob) { return knob->knob.name == name; });
            if (found == knobs.end())
                return nullptr;
            shape = &(*found)->shape;
        } else {
            return nullptr;
        }
        node = next;
    }
    return shape;
}

class FormWriter {
  public:
    std::vector<Field> take() { return std::move(fields_); }

    void object(const ObjectShape& shape, const Node& node, const std::string& pointer,
                const std::string& label) {
        for (const KnobShape* knob : knobs_of(shape, node)) {
            const std::string name(knob->knob.name);
            const scenarios::Member* member = node.find(name);
            value(*knob, knob->shape, member == nullptr ? nullptr : &member->value,
                  models::child_pointer(pointer, name), label.empty() ? name : label + ", " + name);
        }
    }

  private:
    void value(const KnobShape& knob, const Shape& shape, const Node* node, const std::string& pointer,
               const std::string& label) {
        if (shape.kind == ValueKind::kNamed && node != nullptr && node->members() != nullptr) {
            for (const scenarios::Member& member : *node->members())
                value(knob, shape.element.front(), &member.value, models::child_pointer(pointer, member.name),
                      label + ", " + member.name);
        } else if (shape.kind == ValueKind::kList && node != nullptr && node->elements() != nullptr) {
            for (std::size_t index = 0; index < node->elements()->size(); ++index)
                value(knob, shape.element.front(), &(*node->elements())[index],
                      pointer + "/" + std::to_string(index), label + ", " + std::to_string(index));
        } else if (shape.kind == ValueKind::kObject && node != nullptr && node->members() != nullptr) {
            object(shapes().of(shape), *node, pointer, label);
        } else if (shape.kind != ValueKind::kNamed && shape.kind != ValueKind::kList) {
            field(knob, shape, node, pointer, label);
        }
    }

    void field(const KnobShape& knob, const Shape& shape, const Node* node, const std::string& pointer,
               const std::string& label) {
        Field made{.pointer = pointer,
                   .label = label,
                   .value = {},
                   .absent = {},
                   .accepted = scenarios::accepted_form(shape.kind, knob.knob, shape.choices),
                   .help = std::string(knob.knob.doc),
                   .origin = std::string(knob.knob.origin),
                   .unit = knob.knob.unit,
                   .acts = scenarios::acts_text(knob.knob.acts),
                   .choices = shape.choices,
                   .is_stated = node != nullptr};
        if (knob.default_value)
            made.absent = text_of(*knob.default_value);
        if (made.absent.empty() && (knob.optional || knob.default_value))
            made.absent = "none";
        if (made.absent.empty() && !knob.knob.required)
            made.absent = "the default of each"; // of its own knobs
        made.value = node != nullptr ? text_of(*node) : made.absent;
        fields_.push_back(std::move(made));
    }

    std::vector<Field> fields_;
};

} // namespace

std::vector<Field> fields_of(const Node& scenario, const std::string& pointer) {
    FormWriter writer;
    const auto names = scenarios::parse_pointer(pointer);
    const Node* node = nullptr;
    const Shape* shape = names ? shape_at(scenario, *names, node) : nullptr;
    if (shape != nullptr && shape->kind == ValueKind::kObject && node->members() != nullptr)
        writer.object(shapes().of(*shape), *node, pointer, "");
    return writer.take();
}

} // namespace shaketable::gui
