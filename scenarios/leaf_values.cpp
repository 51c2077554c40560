#include "scenarios/leaf_values.hpp"

#include "scenarios/names.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/quantities.hpp"

#include <cmath>
#include <limits>

namespace shaketable::scenarios {

namespace {

struct Misfit {
    ValueKind kind = ValueKind::kText;
    std::string found;
    std::string nearest = "";
    std::vector<std::string_view> choices = {};
};

void report(const Node& node, const ValueContext& context, Misfit misfit) {
    context.errors.add_unread({.place = node.place,
                               .pointer = context.pointer,
                               .found = std::move(misfit.found),
                               .accepted = accepted_form(misfit.kind, context.knob, misfit.choices) +
                                           std::string(context.also_accepted),
                               .nearest = std::move(misfit.nearest),
                               .variant = ""});
}

/// Whether `number`, in the unit of the knob's bounds, lies within them; reports it otherwise.
bool within_bounds(const Node& node, const ValueContext& context, ValueKind kind, double number) {
    const models::Bounds& bounds = context.knob.bounds;
    const bool below = number < bounds.min;
    if (!below && number <= bounds.max)
        return true;
    const std::string limit = bound_text(kind, below ? bounds.min : bounds.max);
    const std::string value = node.text() != nullptr ? in_quotes(*node.text()) : shown(node);
    report(node, context, {kind, "is " + value + (below ? ", below " : ", above ") + limit});
    return false;
}

/// The nearest double that is not nearer to zero, so that a number just above a bound stays above it.
double rounded_outwards(std::uint64_t magnitude) {
    const double nearest = static_cast<double>(magnitude);
    constexpr double kTwoTo64 = 18446744073709551616.0;
    const bool inwards = nearest < kTwoTo64 && static_cast<std::uint64_t>(nearest) < magnitude;
    return inwards ? nearest * (1.0 + std::numeric_limits<double>::epsilon()) : nearest;
}

std::optional<double> number_of(const Node& node) {
    if (const auto* whole = std::get_if<std::int64_t>(&node.value)) {
        const double magnitude = rounded_outwards(*whole < 0 ? 0 - static_cast<std::uint64_t>(*whole)
                                                             : static_cast<std::uint64_t>(*whole));
        return *whole < 0 ? -magnitude : magnitude;
    }
    if (const auto* large = std::get_if<std::uint64_t>(&node.value))
        return rounded_outwards(*large);
    if (const auto* real = std::get_if<double>(&node.value))
        return *real;
    return std::nullopt;
}

/// A whole number, written as 12, 12.0 or 1.2e1.
template <class Whole>
std::optional<Whole> whole_of(const Node& node) {
    if (const auto* whole = std::get_if<std::int64_t>(&node.value))
        return static_cast<Whole>(*whole);
    if (const auto* large = std::get_if<std::uint64_t>(&node.value))
        return static_cast<Whole>(*large);
    constexpr double kExactWhole = 9007199254740992.0;
    const auto* real = std::get_if<double>(&node.value);
    if (real != nullptr && std::floor(*real) == *real && std::fabs(*real) <= kExactWhole)
        return static_cast<Whole>(*real);
    return std::nullopt;
}

template <class Whole>
void read_whole(const Node& node, const ValueContext& context, Whole& value) {
    constexpr ValueKind kKind = leaf_kind<Whole>();
    const std::optional<double> number = number_of(node);
    const std::optional<Whole> whole = whole_of<Whole>(node);
    if (!number)
        report_misfit(node, context, kKind);
    else if (!within_bounds(node, context, kKind, *number))
        return;
    else if (!whole)
        report(node, context, {kKind, "is " + shown(node) + ", no whole number"});
    else if (*number < static_cast<double>(std::numeric_limits<Whole>::min()) ||
             *number >= static_cast<double>(std::numeric_limits<Whole>::max()))
        report(node, context, {kKind, "is " + shown(node) + ", out of range"});
    else
        value = *whole;
}

/// Text to a quantity; a bare 0 needs no unit.
template <class Quantity>
std::optional<Quantity> quantity_of(const Node& node, const ValueContext& context,
                                    Parsed<Quantity> (*parse)(std::string_view)) {
    constexpr ValueKind kKind = leaf_kind<Quantity>();
    if (const std::optional<double> number = number_of(node)) {
        if (*number == 0.0)
            return Quantity{};
        report(node, context,
               {kKind, "is " + shown(node) + (*number < 0 ? ", negative" : ", without a unit")});
        return std::nullopt;
    }
    if (node.text() == nullptr) {
        report_misfit(node, context, kKind);
        return std::nullopt;
    }
    const Parsed<Quantity> parsed = parse(*node.text());
    if (!parsed.quantity)
        report(node, context,
               {kKind, "is " + in_quotes(*node.text()) + ", which " + std::string(parsed.reason)});
    return parsed.quantity;
}

bool is_endpoint_name(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && is_name(text.substr(0, dot), NameForm::kPlain) &&
           is_name(text.substr(dot + 1), NameForm::kPlain);
}

template <class Reference>
void read_reference(const Node& node, const ValueContext& context, Reference& value) {
    constexpr ValueKind kKind = leaf_kind<Reference>();
    const std::string* text = node.text();
    const bool fits = text != nullptr && (kKind == ValueKind::kEndpoint ? is_endpoint_name(*text)
                                                                        : is_name(*text, NameForm::kPlain));
    if (fits)
        value.name = *text;
    else
        report_misfit(node, context, kKind);
}

/// JSON text, in which a line feed stands between tokens only.
std::string on_one_line(const std::string& text) {
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n') {
            line += text[at];
            continue;
        }
        at = std::min(text.find_first_not_of(" \n", at), text.size()) - 1;
        if (!line.empty() && line.back() == ',')
            line += ' ';
    }
    return line;
}

} // namespace

void report_misfit(const Node& node, const ValueContext& context, ValueKind kind) {
    report(node, context, {kind, "is " + shown(node)});
}

void read_leaf(const Node& node, const ValueContext&, models::AnyValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&node.value))
        value.told = static_cast<double>(*whole);
    else if (const auto* number = std::get_if<double>(&node.value))
        value.told = *number;
    else
        value.told = node.text() != nullptr ? *node.text() : on_one_line(json_text(node));
}

void read_leaf(const Node& node, const ValueContext& context, bool& value) {
    if (const bool* flag = std::get_if<bool>(&node.value))
        value = *flag;
    else
        report_misfit(node, context, ValueKind::kBool);
}

void read_leaf(const Node& node, const ValueContext& context, std::int64_t& value) {
    read_whole(node, context, value);
}

void read_leaf(const Node& node, const ValueContext& context, std::uint64_t& value) {
    const std::optional<double> number = number_of(node);
    if (number && *number < 0)
        report(node, context, {ValueKind::kUnsigned, "is " + shown(node) + ", negative"});
    else
        read_whole(node, context, value);
}

void read_leaf(const Node& node, const ValueContext& context, double& value) {
    const std::optional<double> number = number_of(node);
    if (!number)
        report_misfit(node, context, ValueKind::kReal);
    else if (within_bounds(node, context, ValueKind::kReal, *number))
        value = *number;
}

void read_leaf(const Node& node, const ValueContext& context, std::string& value) {
    if (node.text() != nullptr)
        value = *node.text();
    else
        report_misfit(node, context, ValueKind::kText);
}

void read_leaf(const Node& node, const ValueContext& context, engine::Duration& value) {
    const auto parsed = quantity_of<engine::Duration>(node, context, parse_duration);
    if (parsed && within_bounds(node, context, ValueKind::kDuration, parsed->seconds()))
        value = *parsed;
}

void read_leaf(const Node& node, const ValueContext& context, models::Rate& value) {
    const auto parsed = quantity_of<models::Rate>(node, context, parse_rate);
    if (parsed && within_bounds(node, context, ValueKind::kRate, parsed->per_second))
        value = *parsed;
}

void read_leaf(const Node& node, const ValueContext& context, models::ComponentRef& value) {
    read_reference(node, context, value);
}
void read_leaf(const Node& node, const ValueContext& context, models::PolicyRef& value) {
    read_reference(node, context, value);
}
void read_leaf(const Node& node, const ValueContext& context, models::EndpointRef& value) {
    read_reference(node, context, value);
}

std::optional<std::size_t> read_choice(const Node& node, const ValueContext& context,
                                       const std::vector<std::string_view>& choices) {
    const std::string* text = node.text();
    for (std::size_t i = 0; text != nullptr && i < choices.size(); ++i)
        if (choices[i] == *text)
            return i;
    Misfit misfit{ValueKind::kChoice, "is " + shown(node), "", choices};
    if (text != nullptr) {
        misfit.found = "is " + in_quotes(*text);
        misfit.nearest = nearest_name(*text, choices);
    }
    report(node, context, std::move(misfit));
    return std::nullopt;
}

} // namespace shaketable::scenarios
