// A restart of all replicas, one after the other: of a deployment, or of an operator who has no better idea.
#include "models/faults/faults.hpp"
#include "models/process.hpp"

namespace shaketable::models {

namespace {

void restart_one(Run& run, const TimelineEntry& entry, std::uint32_t replica) {
    const std::uint32_t instance = run.scenario.components[entry.component].first_instance + replica;
    Instance& here = run.instance(instance);
    if (!is_up(here))
        return;
    ++here.crashes;
    kill_process(run, instance, LossNotice::kReset);
    if (--here.crashes == 0)
        restart_process(run, here);
}

void begin_restarts(Run& run, const TimelineEntry& entry) {
    std::int64_t before = 0;
    for_each_target(run, entry, [&](std::uint32_t instance) {
        const engine::Duration wait = engine::Duration::from_ns(entry.every.ns() * before++);
        run.queue().push(run.now() + wait,
                         engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kTimeline),
                                         .detail = 2,
                                         .index = entry.index,
                                         .epoch = run.instance(instance).replica});
    });
}

void end_restarts(Run&, const TimelineEntry&) {}

} // namespace

void compile_action(const RestartConfig& config, TimelineEntry& entry) {
    entry.every = config.every;
    entry.action = TimelineAction{.begin = begin_restarts, .end = end_restarts, .step = restart_one};
}

} // namespace shaketable::models
