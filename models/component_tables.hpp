// What the compilers of all kinds of components do alike.
#pragma once

#include "models/compiler.hpp"
#include "models/server_metrics.hpp"

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

/// Of a component that makes calls.
inline void add_call_metrics(Component& component) {
    component.first_call_metric = static_cast<std::uint32_t>(component.metrics.size());
    add_metrics(component, call_metrics());
}

// compile_components.cpp
/// The pools of a component by edge slot, now that its step lists are compiled.
[[nodiscard]] std::vector<Pool> compile_pools(Compiler& compiler, std::uint32_t component,
                                              const Named<PoolConfig>& pools, const std::string& at);

} // namespace shaketable::models
