// What the compilers of all kinds of components do alike.
#pragma once

#include "models/compiler.hpp"

#include <iterator>

namespace shaketable::models {

template <class Config>
void declare_endpoints(Compiler& compiler, Component& component, const Named<Config>& endpoints) {
    Scenario& scenario = compiler.scenario;
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    component.endpoints = static_cast<std::uint32_t>(endpoints.entries.size());
    for (const auto& [name, config] : endpoints) {
        compiler.endpoints.emplace(component.name + "." + name,
                                   static_cast<std::uint32_t>(scenario.endpoints.size()));
        scenario.endpoints.push_back(
            Endpoint{.name = name,
                     .label = engine::label(name),
                     .component = static_cast<std::uint32_t>(scenario.components.size())});
    }
}

/// Its programs will stand in the table from here on.
inline Version begin_version(Compiler& compiler, std::size_t programs) {
    std::vector<std::uint32_t>& table = compiler.scenario.programs;
    const Version version{.first_program = static_cast<std::uint32_t>(table.size())};
    table.resize(table.size() + programs);
    return version;
}

inline void add_metrics(Component& component, std::vector<MetricSpec> metrics) {
    component.metrics.insert(component.metrics.end(), std::make_move_iterator(metrics.begin()),
                             std::make_move_iterator(metrics.end()));
}

} // namespace shaketable::models
