// Edges that are cut or slow. What is under way already arrives.
#include "models/database/moving.hpp"
#include "models/database/replication.hpp"
#include "models/faults/faults.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

void begin_disturbance(Run& run, const TimelineEntry& entry) {
    for (const std::uint32_t edge : entry.edges)
        ++run.world.disturbed[edge];
}

/// What was held sets off, in order: nothing overtakes what was sent before it.
void release_held(Run& run, const TimelineEntry& entry) {
    std::vector<HeldMessage> released;
    std::erase_if(run.world.held, [&](const HeldMessage& message) {
        if (message.entry == entry.index)
            released.push_back(message);
        return message.entry == entry.index;
    });
    engine::Time earliest = run.now();
    for (const HeldMessage& message : released) {
        earliest = std::max(earliest, run.now() + message.latency);
        run.queue().push(earliest, message.payload);
    }
}

void end_disturbance(Run& run, const TimelineEntry& entry) {
    for (const std::uint32_t edge : entry.edges)
        --run.world.disturbed[edge];
    release_held(run, entry);
    resume_streams(run);
    resume_moves(run);
}

} // namespace

void compile_action(const CutConfig& config, TimelineEntry& entry) {
    entry.cuts = config.mode == CutMode::kHold ? Cut::kHolds : Cut::kDrops;
    entry.action = TimelineAction{.begin = begin_disturbance, .end = end_disturbance};
}

void compile_action(const DelayConfig& config, TimelineEntry& entry) {
    entry.delay = config.by;
    entry.action = TimelineAction{.begin = begin_disturbance, .end = end_disturbance};
}

} // namespace shaketable::models
