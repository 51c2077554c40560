#include "scenarios/accepted_form.hpp"

#include "engine/time.hpp"
#include "scenarios/input_error.hpp"
#include "scenarios/quantities.hpp"

namespace shaketable::scenarios {

namespace {

std::string one_of(const std::vector<std::string_view>& choices) {
    std::string text = "one of";
    for (const std::string_view choice : choices) {
        text += choice == choices.front() ? " " : ", ";
        text += in_quotes(choice);
    }
    return text;
}

std::string_view noun_of(ValueKind kind) {
    switch (kind) {
    case ValueKind::kAny:
        return "any value";
    case ValueKind::kBool:
        return "true or false";
    case ValueKind::kInteger:
    case ValueKind::kUnsigned:
        return "a whole number";
    case ValueKind::kReal:
        return "a number";
    case ValueKind::kText:
        return "text";
    case ValueKind::kDuration:
        return "a duration such as \"250ms\" (ns, us, ms, s, m, h, d)";
    case ValueKind::kRate:
        return "a rate such as \"400/s\" (per s, m, h, d)";
    case ValueKind::kChoice:
        return "one of several words";
    case ValueKind::kComponent:
        return "the name of a component";
    case ValueKind::kPolicy:
        return "the name of a policy";
    case ValueKind::kEndpoint:
        return "component, dot, endpoint, such as \"orders.reserve\"";
    case ValueKind::kObject:
        return "an object";
    case ValueKind::kList:
        return "a list";
    case ValueKind::kNamed:
        return "an object of named members";
    }
    return "";
}

} // namespace

std::string bound_text(ValueKind kind, double bound) {
    if (kind == ValueKind::kDuration)
        return text_of(engine::round_to_duration(bound * 1e9));
    const std::string per = kind == ValueKind::kRate ? "/s" : "";
    constexpr double kExactWhole = 9007199254740992.0;
    if (bound >= -kExactWhole && bound <= kExactWhole &&
        bound == static_cast<double>(static_cast<long long>(bound)))
        return std::to_string(static_cast<long long>(bound)) + per;
    return text_of(bound) + per;
}

std::string range_of(ValueKind kind, const models::Bounds& bounds) {
    const bool duration = kind == ValueKind::kDuration;
    const bool no_min =
        bounds.min == models::Bounds{}.min || ((duration || kind == ValueKind::kRate) && bounds.min <= 0);
    const bool no_max =
        bounds.max == models::Bounds{}.max || (duration && bounds.max >= engine::kLongest.seconds());
    const std::string min = bound_text(kind, no_min ? 0.0 : bounds.min);
    const std::string max = bound_text(kind, no_max ? 0.0 : bounds.max);
    if (no_min && no_max)
        return "";
    if (no_max)
        return "at least " + min;
    if (no_min)
        return "at most " + max;
    return bounds.min == bounds.max ? min : "from " + min + " to " + max;
}

std::string accepted_form(ValueKind kind, const models::Knob& knob,
                          const std::vector<std::string_view>& choices) {
    if (kind == ValueKind::kChoice)
        return one_of(choices);
    std::string text(noun_of(kind));
    if (const std::string range = range_of(kind, knob.bounds); !range.empty())
        text += (range.starts_with("from") ? " " : ", ") + range;
    if (!knob.unit.empty())
        text += " (" + std::string(knob.unit) + ")";
    return text;
}

std::string_view acts_text(models::Acts acts) {
    switch (acts) {
    case models::Acts::kAtOnce:
        return "at once";
    case models::Acts::kAtNextCall:
        return "at the next call";
    case models::Acts::kAtRestart:
        return "at restart";
    case models::Acts::kNever:
        return "never";
    }
    return "";
}

} // namespace shaketable::scenarios
