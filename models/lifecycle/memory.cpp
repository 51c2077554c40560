#include "models/lifecycle/memory.hpp"

#include "engine/assert.hpp"
#include "models/lifecycle/events.hpp"
#include "models/lifecycle/lifecycle.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

std::int64_t live_bytes(const MemoryPlan& plan, const Instance& here, const Life& life) {
    return plan.base + life.leaked + here.in_service * plan.per_request + life.sessions * plan.per_session;
}

Meter& memory_meter(Run& run, const Instance& here, MemoryMetric metric) {
    return run.meter(here, lifecycle_plan(run, here).first_memory_metric + metric);
}

Progress execute_take_memory(Run& run, FrameRef frame, const Op&) {
    const Instance& here = run.instance_of(frame);
    const MemoryPlan& plan = *life_plan(run, here).memory;
    Life& life = life_of(run, here);
    life.leaked += plan.leak;
    life.garbage += plan.allocated;
    use_memory(run, here);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op take_memory_op() { return Op{.execute = execute_take_memory}; }

// What it leads to comes as an event of this instant: whoever takes memory goes on with a frame that lives.
void use_memory(Run& run, const Instance& here) {
    show_heap(run, here);
    const std::optional<MemoryPlan>& plan = life_plan(run, here).memory;
    Life& life = life_of(run, here);
    if (!plan || life.is_out_of_memory)
        return;
    const std::int64_t room = plan->limit - live_bytes(*plan, here, life);
    if (room < plan->allocated) {
        life.is_out_of_memory = true;
        push_life_event(run, run.now(), here, LifeEvent::kOutOfMemory);
    } else if (plan->allocated > 0 && !life.is_collecting &&
               life.garbage + plan->allocated > std::min(room, plan->young)) {
        life.is_collecting = true;
        push_life_event(run, run.now(), here, LifeEvent::kCollect);
    }
}

void show_heap(Run& run, const Instance& here) {
    const std::optional<MemoryPlan>& plan = life_plan(run, here).memory;
    if (!plan)
        return;
    const Life& life = life_of(run, here);
    memory_meter(run, here, kHeap)
        .set(run.now(), has_process(life) ? live_bytes(*plan, here, life) + life.garbage : 0);
}

void kill_for_memory(Run& run, Instance& here) {
    memory_meter(run, here, kMemoryKills).count();
    die(run, here);
}

void begin_collection(Run& run, Instance& here) {
    const MemoryPlan& plan = *life_plan(run, here).memory;
    const auto live = static_cast<double>(live_bytes(plan, here, life_of(run, here)));
    const engine::Duration pause = engine::round_to_duration(live * plan.pause_ns_per_byte);
    memory_meter(run, here, kCollections).time(pause);
    stand_still(run, run.index_of(here));
    push_life_event(run, run.now() + pause, here, LifeEvent::kCollected);
}

void end_collection(Run& run, Instance& here) {
    Life& life = life_of(run, here);
    life.is_collecting = false;
    life.garbage = 0;
    show_heap(run, here);
    go_on_again(run, run.index_of(here));
}

std::vector<MetricSpec> memory_metrics() {
    std::vector<MetricSpec> metrics = {
        sign({"heap", MetricKind::kGauge, "MiB", "Memory in use, garbage included.", 1.0 / 1'048'576.0},
             {.state = "memory full"}),
        sign({"gc_pause", MetricKind::kTiming, "",
              "How long garbage collections stopped the process: their mean, and how many."},
             {.brief = "GC pauses", .state = "stopped by GC"}),
        {"oom_kills", MetricKind::kCounter, "processes",
         "Processes that were killed because they used more than the limit."},
    };
    SHAKETABLE_ASSERT(metrics.size() == kMemoryMetrics);
    return metrics;
}

} // namespace shaketable::models
