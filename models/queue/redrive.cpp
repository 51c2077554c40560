#include "models/queue/redrive.hpp"

#include "models/queue/delivery.hpp"
#include "models/queue/queue.hpp"
#include "models/queue/topic.hpp"

namespace shaketable::models {

namespace {

/// Nothing is left: the entry is over.
void conclude_redrive(Run& run, const TimelineEntry& entry, const Instance& here) {
    run.world.active[entry.index] = 0;
    run.world.ended[entry.index] = run.now();
    run.fact(here, engine::label(entry.name).bits, What::kFaultEnded);
}

bool may_go_back(Run& run, const Message& dead_letter) {
    return dead_letter.source_is_topic ? may_append_again(run, dead_letter.source)
                                       : may_take_back(run, dead_letter.source);
}

void go_back(Run& run, const Message& dead_letter) {
    if (dead_letter.source_is_topic)
        append_again(run, dead_letter.source, dead_letter);
    else
        take_back(run, dead_letter.source, dead_letter);
}

/// Moves the n-th, and expects the next; `count`: from 0.
void redrive_one(Run& run, const TimelineEntry& entry, std::uint32_t count) {
    if (run.world.active[entry.index] == 0)
        return;
    Instance& here = run.instance(run.scenario.components[entry.component].first_instance);
    if (is_queue_at_work(here)) {
        MessageStore& store = queue_state(run, here).store;
        const Message* const next = store.next_dead_letter();
        if (next == nullptr) {
            conclude_redrive(run, entry, here);
            return;
        }
        if (may_go_back(run, *next)) {
            const Message message = store.take_dead_letter();
            run.meter(here, kRedriven).count();
            go_back(run, message);
            tend_queue(run, here);
        }
    }
    run.queue().push_after(entry.every,
                           engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kTimeline),
                                           .detail = 2,
                                           .index = entry.index,
                                           .epoch = count + 1});
}

void begin_redrive(Run& run, const TimelineEntry& entry) { redrive_one(run, entry, 0); }
void end_redrive(Run&, const TimelineEntry&) {}

} // namespace

TimelineAction redrive_action() { return {.begin = begin_redrive, .end = end_redrive, .step = redrive_one}; }

} // namespace shaketable::models
