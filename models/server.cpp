#include "models/server.hpp"

#include "models/frames.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

void enter_server(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    ++here.entered;
    frame.since = run.now();
    run.meter(here, kArrived).count(run.now());
    run.fact(frame, What::kArrived);
}

void begin_service(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    frame.served = true;
    ++here.in_service;
    run.meter(here, kQueueWait).time(run.now(), run.now() - frame.since);
    run.meter(here, kInService).set(run.now(), here.in_service);
    frame.since = run.now();
    run.fact(frame, What::kServed);
}

bool answer_caller(Run& run, std::uint32_t index, Outcome outcome) {
    const Frame& frame = run.frame(index);
    const Instance& here = run.instance(frame.instance);
    run.fact(frame, What::kAnswered, outcome);
    run.meter(here, kServiceTime).time(run.now(), run.now() - frame.since);
    run.meter(here, outcome == Outcome::kOk ? kAnsweredOk : kAnsweredError).count(run.now());
    const bool waits = caller_waits(run.world, frame);
    if (waits)
        send_answer(run, index, outcome);
    else
        run.meter(here, kWasted).count(run.now());
    return waits;
}

void server_left(Run& run, std::uint32_t instance) {
    const Instance& here = run.instance(instance);
    run.meter(here, kInService).set(run.now(), here.in_service);
}

} // namespace shaketable::models
