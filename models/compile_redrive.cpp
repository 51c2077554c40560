// The action `redrive` of the timeline: its queue must be one to which dead letters go.
#include "models/compiler.hpp"
#include "models/queue/redrive.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

bool sends_dead_letters_to(const ComponentConfig& component, const std::string& queue) {
    const auto names_it = [&](const auto& config) {
        return config != nullptr && config->dead_letters && config->dead_letters->name == queue;
    };
    return names_it(std::get_if<QueueConfig>(&component.kind)) ||
           names_it(std::get_if<TopicConfig>(&component.kind));
}

/// Whether dead letters of any component go there, as far as could be read.
bool may_get_dead_letters(const Compiler& compiler, const std::string& queue) {
    const auto& components = compiler.scenario.config.components;
    return compiler.unread.covers("/components") ||
           std::any_of(components.begin(), components.end(), [&](const auto& named) {
               return sends_dead_letters_to(named.second, queue) ||
                      compiler.unread.touches(child_pointer("/components", named.first));
           });
}

} // namespace

void compile_redrive(Compiler& compiler, const RedriveConfig& config, TimelineEntry& entry,
                     const std::string& at) {
    const auto queue = find_queue(compiler, config.target.name, at + "/redrive");
    if (!queue)
        return;
    entry.component = compiler.scenario.queues[*queue].component;
    entry.every = engine::round_to_duration(1e9 / config.rate.per_second);
    entry.action = redrive_action();
    if (!may_get_dead_letters(compiler, config.target.name))
        compiler.problem(at + "/redrive",
                         "names \"" + config.target.name +
                             "\", to which no queue or topic sends dead letters",
                         "a queue that another names as its dead_letters");
}

} // namespace shaketable::models
