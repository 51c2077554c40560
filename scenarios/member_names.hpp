// The names of a described struct's members, without a value: the visitor of `describe` that only listens.
#pragma once

#include "models/describe.hpp"

#include <utility>
#include <variant>

namespace shaketable::scenarios {

/// The members of each way of stating one thing.
using Ways = std::vector<std::vector<std::string_view>>;

/// Hears the names of all members that a struct could have, whichever alternative is chosen.
struct MemberNames {
    std::vector<std::string_view> names;

    template <class Value>
    void operator()(const models::Knob& knob, Value&) {
        names.push_back(knob.name);
    }
    template <class... Alternatives>
    void verb(std::variant<Alternatives...>&) {
        (hear(Alternatives{}), ...);
    }
    template <class Config>
    void hear(Config config) {
        describe(*this, config);
    }
};

template <class... Alternatives>
[[nodiscard]] Ways names_of_ways() {
    const auto names_of = [](auto config) {
        MemberNames members;
        members.hear(std::move(config));
        return std::move(members.names);
    };
    return {names_of(Alternatives{})...};
}

} // namespace shaketable::scenarios
