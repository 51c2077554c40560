#include "models/cache/nodes.hpp"
#include "models/faults/faults.hpp"

namespace shaketable::models {

namespace {

void flush_cache(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) { clear_node(run, run.instance(instance)); });
}

void end_nothing(Run&, const TimelineEntry&) {}

} // namespace

void compile_action(const FlushConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = flush_cache, .end = end_nothing};
}

} // namespace shaketable::models
