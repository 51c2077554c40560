#include "scenarios/manual.hpp"

#include "scenarios/load.hpp"
#include "scenarios/manual_limits.hpp"
#include "scenarios/manual_metrics.hpp"
#include "scenarios/shape.hpp"

#include <algorithm>

namespace shaketable::scenarios {

namespace {

constexpr std::string_view kPreface = R"(# The scenario file

Written by `shaketable docs`: edit the descriptions in models/, not this page.

A scenario is JSON with comments (`//` and `/* */`), UTF-8, without trailing commas. A member that is not
listed here is an error; only members whose name begins with `x-` are free, anywhere, and skipped. Names of
components, policies and the like consist of letters, digits, `-` and `_`.

- A **duration** is text: a number and a unit of ns, us, ms, s, m, h, d, such as `"250ms"` or `"1.5s"`.
  Only 0 needs no unit. It rounds to the nearest nanosecond.
- A **rate** is text: a number per s, m, h or d, such as `"400/s"` or `"10/m"`.
- **Required** members have no default. What a member that is absent means stands under Default, with where
  the default comes from.
- **Change** says when a change of the knob during a run acts: at once, at the next call, at restart, or
  never (then the timeline can't change it). A part of a value acts as the value does. A request that has
  begun goes on as it began.
- A **variant** is a JSON Merge Patch (RFC 7396): what it names it changes, null removes, a list is replaced
  as a whole. `--set POINTER=VALUE` sets one value by its JSON Pointer (RFC 6901), for instance
  `--set /components/web/workers=20`; the value is JSON, or else text; null removes. The order of
  precedence is: file, variant, `--set`.
)";

class ManualWriter {
  public:
    explicit ManualWriter(const Shapes& shapes) : shapes_(shapes) {}
    [[nodiscard]] std::string text();

  private:
    void section(const ObjectShape& object);
    void alternative(const ObjectShape& object, const AlternativeShape& alternative);
    void ways(const ObjectShape& object);
    void table(const std::vector<KnobShape>& knobs);
    void row(const KnobShape& knob);
    [[nodiscard]] std::string value_text(const Shape& shape, const models::Knob& knob) const;
    [[nodiscard]] std::string bare_text(const ObjectShape& object) const;
    [[nodiscard]] std::string uses_of(const ObjectShape& object) const;
    [[nodiscard]] std::string uses_in(const ObjectShape& user, const ObjectShape& object) const;

    const Shapes& shapes_;
    std::string text_;
};

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

/// The title of a section: its verbs where it has some, else where it first stands.
std::string title_of(const ObjectShape& object) {
    if (object.selection != Selection::kByVerb)
        return object.name;
    std::string title;
    for (const AlternativeShape& alternative : object.alternatives) {
        const bool last = alternative.tag == object.alternatives.back().tag;
        title += (title.empty() ? "" : last ? " or " : ", ") + std::string(alternative.tag);
    }
    return title;
}

std::string link_to(const ObjectShape& object) {
    constexpr std::size_t kNamedMost = 3;
    std::string text = title_of(object);
    if (object.selection == Selection::kByVerb && object.alternatives.size() > kNamedMost)
        text = "one of " + std::string(object.alternatives.front().tag) + " ... " +
               std::string(object.alternatives.back().tag);
    return "[" + text + "](#" + object.name + ")";
}

/// In a cell of a table a bar would end it.
std::string in_cell(std::string text) {
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, "\\");
    return text;
}

std::string default_text(const KnobShape& knob) {
    if (knob.knob.required)
        return "required";
    std::string text = knob.optional                           ? "absent"
                       : knob.shape.kind == ValueKind::kObject ? "its defaults"
                                                               : "none";
    if (knob.default_value && json_text(*knob.default_value) != "\"\"\n") {
        text = json_text(*knob.default_value);
        text.pop_back(); // the line feed
        text = code(text);
    }
    if (!knob.knob.origin.empty())
        text += " (" + std::string(knob.knob.origin) + ")";
    return text;
}

/// Whether a value of this shape holds one of this object, through lists and names.
bool leads_to(const Shape& shape, const ObjectShape& object, const Shapes& shapes) {
    if (shape.kind == ValueKind::kObject)
        return shapes.of(shape).name == object.name;
    return !shape.element.empty() && leads_to(shape.element.front(), object, shapes);
}

std::string ManualWriter::value_text(const Shape& shape, const models::Knob& knob) const {
    switch (shape.kind) {
    case ValueKind::kObject: {
        const ObjectShape& object = shapes_.of(shape);
        return bare_text(object) + link_to(object);
    }
    case ValueKind::kList:
        return "a list of " + value_text(shape.element.front(), knob);
    case ValueKind::kNamed:
        return (shape.names == NameForm::kEdge ? "edge: " : "name: ") +
               value_text(shape.element.front(), knob);
    case ValueKind::kDuration:
    case ValueKind::kRate: {
        const std::string range = range_of(shape.kind, knob.bounds);
        return (shape.kind == ValueKind::kRate ? "a rate" : "a duration") +
               (range.empty() ? "" : ", " + range);
    }
    case ValueKind::kAny:
        return "any value";
    case ValueKind::kBool:
    case ValueKind::kInteger:
    case ValueKind::kUnsigned:
    case ValueKind::kReal:
    case ValueKind::kText:
    case ValueKind::kChoice:
    case ValueKind::kComponent:
    case ValueKind::kPolicy:
    case ValueKind::kEndpoint:
        return accepted_form(shape.kind, knob, shape.choices);
    }
    return "";
}

/// What may stand there instead of the object: "a duration, or ".
std::string ManualWriter::bare_text(const ObjectShape& object) const {
    for (const AlternativeShape& each : object.alternatives)
        if (each.tag == object.bare_verb)
            return value_text(each.knobs.front().shape, each.knobs.front().knob) + ", or ";
    return "";
}

void ManualWriter::row(const KnobShape& knob) {
    text_ += "| " + code(knob.knob.name) + " | " + in_cell(value_text(knob.shape, knob.knob)) + " | " +
             in_cell(default_text(knob)) + " | " + std::string(acts_text(knob.knob.acts)) + " | " +
             in_cell(std::string(knob.knob.doc)) + " |\n";
}

void ManualWriter::table(const std::vector<KnobShape>& knobs) {
    if (knobs.empty())
        return;
    text_ += "\n| Member | Value | Default | Change | Meaning |\n|---|---|---|---|---|\n";
    for (const KnobShape& knob : knobs)
        row(knob);
}

void ManualWriter::alternative(const ObjectShape& object, const AlternativeShape& alternative) {
    const bool by_kind = object.selection == Selection::kByKind;
    text_ += "\n### " + (by_kind ? std::string(kKindKnob.name) + ": " : "") + std::string(alternative.tag) +
             "\n\n" + std::string(alternative.doc) + "\n";
    table(alternative.knobs);
}

bool are_same(const models::Knob& one, const models::Knob& other) {
    return one.name == other.name && one.bounds.min == other.bounds.min && one.bounds.max == other.bounds.max;
}

/// One table for all ways. None of the members is required, since another way does without it.
void ManualWriter::ways(const ObjectShape& object) {
    text_ += "\nAn object with exactly the members of one of these:\n";
    std::vector<KnobShape> knobs;
    for (const AlternativeShape& way : object.alternatives) {
        text_ += "- " + way.tag + "\n";
        for (const KnobShape& knob : way.knobs)
            if (std::none_of(knobs.begin(), knobs.end(),
                             [&](const KnobShape& listed) { return are_same(listed.knob, knob.knob); })) {
                knobs.push_back(knob);
                knobs.back().knob.required = false;
            }
    }
    table(knobs);
}

std::string ManualWriter::uses_in(const ObjectShape& user, const ObjectShape& object) const {
    std::string uses;
    const auto add = [&](std::string_view where, const KnobShape& knob) {
        if (leads_to(knob.shape, object, shapes_))
            uses += (uses.empty() ? "" : ", ") + code(std::string(where) + "." + std::string(knob.knob.name));
    };
    for (const KnobShape& knob : user.knobs)
        add(title_of(user), knob);
    for (const AlternativeShape& each : user.alternatives)
        for (const KnobShape& knob : each.knobs)
            if (knob.knob.name == each.tag)
                uses +=
                    leads_to(knob.shape, object, shapes_) ? (uses.empty() ? "" : ", ") + code(each.tag) : "";
            else
                add(each.tag, knob);
    return uses;
}

std::string ManualWriter::uses_of(const ObjectShape& object) const {
    std::string all;
    for (const ObjectShape& user : shapes_.objects)
        if (const std::string uses = uses_in(user, object); !uses.empty())
            all += (all.empty() ? "" : ", ") + uses;
    return all;
}

void ManualWriter::section(const ObjectShape& object) {
    text_ += "\n<a id=\"" + object.name + "\"></a>\n## " + title_of(object) + "\n";
    if (const std::string uses = uses_of(object); !uses.empty() && uses != code(object.name))
        text_ += "\nStands in " + uses + ".\n";
    if (object.selection == Selection::kByVerb)
        text_ += "\nAn object with exactly one of these as a member" +
                 std::string(object.knobs.empty() ? "." : ", and beside it:") + "\n";
    if (object.selection == Selection::kByKind)
        text_ += "\nThe member `" + std::string(kKindKnob.name) + "` says which of these it is.\n";
    table(object.knobs);
    if (object.selection == Selection::kByWay)
        return ways(object);
    for (const AlternativeShape& each : object.alternatives)
        alternative(object, each);
}

std::string ManualWriter::text() {
    text_ = kPreface;
    for (const ObjectShape& object : shapes_.objects) {
        section(object);
        if (&object == &shapes_.objects.front())
            text_ += "| " + code(kVariantsKnob.name) + " | name: an object | none | never | " +
                     std::string(kVariantsKnob.doc) + " |\n| " + code(kSchemaKnob.name) +
                     " | text | none | never | " + std::string(kSchemaKnob.doc) + " |\n";
    }
    return text_;
}

} // namespace

std::string manual_text() {
    const Shapes shapes = scenario_shapes();
    return ManualWriter(shapes).text() + metrics_text() + limits_text();
}

} // namespace shaketable::scenarios
