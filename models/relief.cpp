#include "models/relief.hpp"

#include "models/client.hpp"
#include "models/faults/faults.hpp"
#include "models/process.hpp"

namespace shaketable::models {

namespace {

constexpr double kLightLoad = 0.1;

void bounce(Run& run, std::uint32_t instance) {
    kill_process(run, instance, LossNotice::kReset);
    come_up(run, run.instance(instance));
}

void drop_backlog(Run& run) {
    for (std::uint32_t index = 0; index < run.world.instances.size(); ++index) {
        Instance& here = run.instance(index);
        if (here.model->arrive == nullptr || !is_up(here))
            continue;
        if (here.model->backlog_dropped != nullptr)
            here.model->backlog_dropped(run, here);
        bounce(run, index);
    }
}

void scale_load(Run& run, double factor) {
    for (const ClientPlan& plan : run.scenario.clients)
        set_load(run, plan.component, factor * load_factor(run, plan.component));
}

} // namespace

bool applies_to(Relief relief, const Scenario& scenario) {
    return relief != Relief::kStaleServed || !scenario.caches.caches.empty();
}

void begin_relief(Run& run, Relief relief) {
    switch (relief) {
    case Relief::kRetriesOff:
        run.world.retries_off = true;
        return;
    case Relief::kBacklogDropped:
        drop_backlog(run);
        return;
    case Relief::kLightLoad:
        scale_load(run, kLightLoad);
        return;
    case Relief::kStaleServed:
        run.world.serves_stale = true;
        return;
    }
}

void end_relief(Run& run, Relief relief) {
    switch (relief) {
    case Relief::kRetriesOff:
        run.world.retries_off = false;
        return;
    case Relief::kBacklogDropped:
        return;
    case Relief::kLightLoad:
        scale_load(run, 1.0);
        return;
    case Relief::kStaleServed:
        run.world.serves_stale = false;
        return;
    }
}

} // namespace shaketable::models
