// A list of the kinds of policy parts, and the tables that follow from it.
#pragma once

#include "models/describe.hpp"

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <vector>

namespace shaketable::models {

template <class... Policies>
struct PolicyList {
    using States = std::tuple<std::vector<Policies>...>;
    using Configs = std::tuple<std::vector<typename Policies::Config>...>;

    static constexpr std::size_t kCount = sizeof...(Policies);
    template <class Config>
    static constexpr bool kHasConfig = (std::is_same_v<Config, typename Policies::Config> || ...);

    /// Calls `visit.template operator()<Policy>(position)` for each.
    template <class Visit>
    static void for_each(const Visit& visit) {
        std::size_t position = 0;
        (visit.template operator()<Policies>(position++), ...);
    }
};

/// What stands under a policy's name among the ways of stating one thing: {"grpc": {...}}.
template <class ConfigOfPart>
struct Stated {
    static constexpr auto kTag = ConfigOfPart::kTag;
    static constexpr auto kDoc = ConfigOfPart::kDoc;
    ConfigOfPart config;
};
template <class Visitor, class ConfigOfPart>
void describe(Visitor& visit, Stated<ConfigOfPart>& stated) {
    visit(Knob{.name = ConfigOfPart::kTag,
               .doc = "What its owner has, where nothing else is stated.",
               .required = true,
               .acts = Acts::kAtNextCall},
          stated.config);
}

} // namespace shaketable::models
