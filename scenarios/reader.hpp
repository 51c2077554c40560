// Fills a described struct from a node: the visitor of `describe` that reads. All errors are collected; what
// could not be read stays at its default, and its pointer is among the unread ones of the errors.
#pragma once

#include "scenarios/json_pointer.hpp"
#include "scenarios/leaf_values.hpp"
#include "scenarios/member_names.hpp"
#include "scenarios/names.hpp"
#include "scenarios/object_members.hpp"

#include <optional>
#include <type_traits>
#include <variant>

namespace shaketable::scenarios {

template <class Config>
concept StandsForVerb = requires {
    Config::kBareVerb;
};

/// What a value of this type may be, for messages.
template <class Value>
[[nodiscard]] std::string accepted_value(const models::Knob& knob, const Value&) {
    if constexpr (Choice<Value>)
        return accepted_form(ValueKind::kChoice, knob, choices_of<Value>());
    else if constexpr (Leaf<Value>)
        return accepted_form(leaf_kind<Value>(), knob);
    else
        return accepted_form(ValueKind::kObject, knob);
}
template <class Value>
[[nodiscard]] std::string accepted_value(const models::Knob& knob, const std::optional<Value>&) {
    return accepted_value(knob, Value{});
}
template <class Value>
[[nodiscard]] std::string accepted_value(const models::Knob& knob, const std::vector<Value>&) {
    return accepted_form(ValueKind::kList, knob);
}
template <class Value>
[[nodiscard]] std::string accepted_value(const models::Knob& knob, const models::Named<Value>&) {
    return accepted_form(ValueKind::kNamed, knob);
}

template <class... Alternatives>
[[nodiscard]] std::string accepted_value(const models::Knob& knob, const std::variant<Alternatives...>&) {
    return accepted_form(ValueKind::kObject, knob) + " with " + in_words(names_of_ways<Alternatives...>());
}

class Reader {
  public:
    explicit Reader(ObjectMembers& members) : members_(members) {}

    template <class Value>
    void operator()(const models::Knob& knob, Value& value);
    template <class... Alternatives>
    void verb(std::variant<Alternatives...>& chosen);
    template <class... Alternatives>
    void kind(std::variant<Alternatives...>& chosen) {
        read_alternative(chosen, members_.take_kind({Alternatives::kTag...}));
    }
    template <class... Alternatives>
    void way(std::variant<Alternatives...>& chosen) {
        read_alternative(chosen, members_.take_way(names_of_ways<Alternatives...>()));
    }

  private:
    template <class... Alternatives>
    void read_alternative(std::variant<Alternatives...>& chosen, std::optional<std::size_t> index);

    ObjectMembers& members_;
};

/// A node that is no object, for a struct that then means one of its alternatives ("250ms" for a constant).
template <StandsForVerb Config>
void read_bare(const Node& node, const ValueContext& context, Config& config);

template <class Value>
void read_value(const Node& node, const ValueContext& context, Value& value) {
    if constexpr (Choice<Value>) {
        if (const auto index = read_choice(node, context, choices_of<Value>()))
            value = static_cast<Value>(*index);
    } else if constexpr (Leaf<Value>) {
        read_leaf(node, context, value);
    } else if constexpr (StandsForVerb<Value>) {
        if (node.members() == nullptr)
            read_bare(node, context, value);
        else
            read_object(node, context, value);
    } else {
        read_object(node, context, value);
    }
}

template <class Value>
void read_value(const Node& node, const ValueContext& context, std::optional<Value>& value) {
    read_value(node, context, value.emplace());
}

template <class Value>
void read_value(const Node& node, const ValueContext& context, std::vector<Value>& values) {
    values.clear();
    const Elements* elements = node.elements();
    if (elements == nullptr) {
        report_misfit(node, context, ValueKind::kList);
        return;
    }
    for (std::size_t i = 0; i < elements->size(); ++i) {
        const std::string pointer = child_pointer(context.pointer, std::to_string(i));
        read_value((*elements)[i], {context.knob, pointer, context.errors}, values.emplace_back());
    }
}

template <class... Alternatives>
void read_value(const Node& node, const ValueContext& context, std::variant<Alternatives...>& chosen) {
    if (node.members() == nullptr) {
        const std::string with = " with " + in_words(names_of_ways<Alternatives...>());
        report_misfit(node, {context.knob, context.pointer, context.errors, with}, ValueKind::kObject);
        return;
    }
    ObjectMembers members(node, context.pointer, context.errors);
    Reader(members).way(chosen);
    members.finish();
}

void report_bad_name(const Member& member, const std::string& pointer, NameForm form, ErrorList& errors);

template <class Value>
void read_value(const Node& node, const ValueContext& context, models::Named<Value>& values) {
    values.entries.clear();
    const Members* members = node.members();
    if (members == nullptr) {
        report_misfit(node, context, ValueKind::kNamed);
        return;
    }
    for (const Member& member : *members) {
        if (member.name.starts_with(kFreePrefix))
            continue;
        const std::string pointer = child_pointer(context.pointer, member.name);
        if (!is_name(member.name, kNameForm<Value>))
            report_bad_name(member, pointer, kNameForm<Value>, context.errors);
        auto& [name, value] = values.entries.emplace_back(member.name, Value{});
        read_value(member.value, {context.knob, pointer, context.errors}, value);
    }
}

template <class Config>
void read_object(const Node& node, const ValueContext& context, Config& config) {
    if (node.members() == nullptr) {
        report_misfit(node, context, ValueKind::kObject);
        return;
    }
    ObjectMembers members(node, context.pointer, context.errors);
    Reader reader(members);
    describe(reader, config);
    members.finish();
}

/// Reads the one knob that a bare value stands for, at the place and under the pointer of the value itself.
class BareReader {
  public:
    BareReader(const Node& node, const ValueContext& context, std::string_view tag)
        : node_(node), context_(context), tag_(tag) {}

    template <class... Alternatives>
    void verb(std::variant<Alternatives...>& chosen) {
        also_accepted_ = ", or an object with one of " + listed({Alternatives::kTag...});
        (read_if_tagged<Alternatives>(chosen), ...);
    }
    template <class Value>
    void operator()(const models::Knob& knob, Value& value) {
        if (knob.name == tag_)
            read_value(node_, ValueContext{knob, context_.pointer, context_.errors, also_accepted_}, value);
    }

  private:
    template <class Alternative, class Variant>
    void read_if_tagged(Variant& chosen) {
        if (Alternative::kTag == tag_)
            describe(*this, chosen.template emplace<Alternative>());
    }

    const Node& node_;
    const ValueContext& context_;
    std::string_view tag_;
    std::string also_accepted_;
};

template <StandsForVerb Config>
void read_bare(const Node& node, const ValueContext& context, Config& config) {
    BareReader reader(node, context, Config::kBareVerb);
    describe(reader, config);
}

template <class Value>
void Reader::operator()(const models::Knob& knob, Value& value) {
    const std::string pointer = members_.pointer_of(knob.name);
    if (const Node* node = members_.take(knob, accepted_value(knob, value)))
        read_value(*node, ValueContext{knob, pointer, members_.errors()}, value);
}

template <class... Alternatives>
void Reader::verb(std::variant<Alternatives...>& chosen) {
    MemberNames others;
    others.verb(chosen);
    read_alternative(chosen, members_.take_verb({Alternatives::kTag...}, others.names));
}

template <class... Alternatives>
void Reader::read_alternative(std::variant<Alternatives...>& chosen, std::optional<std::size_t> index) {
    if (!index)
        return;
    std::size_t position = 0;
    const auto read_if_chosen = [&]<class Alternative>(std::type_identity<Alternative>) {
        if (position++ == *index)
            describe(*this, chosen.template emplace<Alternative>());
    };
    (read_if_chosen(std::type_identity<Alternatives>{}), ...);
}

} // namespace shaketable::scenarios
