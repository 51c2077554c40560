// What services and databases have in common: counting requests in and out, and answering their callers.
#pragma once

#include "models/frames.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

/// The frame has arrived at its instance.
inline void enter_server(Run& run, FrameRef frame, Instance& here) {
    ++here.entered;
    frame->since = run.now();
    run.meter(here, kArrived).count();
    run.fact(here, frame, What::kArrived);
}
/// It begins to be served.
inline void begin_service(Run& run, FrameRef frame, Instance& here) {
    frame->served = true;
    ++here.in_service;
    run.meter(here, kQueueWait).time(run.now() - frame->since);
    run.meter(here, kInService).raise(run.now());
    frame->since = run.now();
    run.fact(here, frame, What::kServed);
}
/// It answers its caller, and what that means is measured. Returns whether the caller was still waiting.
inline bool answer_caller(Run& run, FrameRef frame, const Instance& here, Outcome outcome) {
    run.fact(here, frame, What::kAnswered, outcome);
    const bool stopped = is_stop(outcome);
    if (stopped) {
        run.meter(here, kCancelledRequests).count();
    } else {
        run.meter(here, kServiceTime).time(run.now() - frame->since);
        run.meter(here, outcome == Outcome::kOk ? kAnsweredOk : kAnsweredError).count();
    }
    const FrameRef caller = run.frame(frame->parent);
    const bool waits = caller_waits(caller, frame);
    if (waits)
        send_answer(run, caller, frame, outcome);
    else if (!stopped)
        run.meter(here, kWasted).count();
    return waits;
}

} // namespace shaketable::models
