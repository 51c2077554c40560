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
/// A frame, just made, that nobody asked for: it is served at once, and answers nobody.
inline void begin_background(Run& run, FrameRef frame, engine::Key key) {
    Instance& here = run.instance_of(frame);
    frame->key = key;
    frame->since = run.now();
    frame->parent = frame.index;
    frame->parent_epoch = kNone; // nobody waits for it
    frame->journey = 0;
    frame->counted = false;
    frame->traced = false;
    frame->replied = true;
    frame->served = true;
    ++here.entered;
    ++here.in_service;
    run.meter(here, kInService).raise(run.now());
}
/// It answers its caller, and what that means is measured. Returns whether the caller was still waiting.
inline bool answer_caller(Run& run, FrameRef frame, const Instance& here, Outcome outcome) {
    run.fact(here, frame, What::kAnswered, outcome);
    const bool stopped = is_stop(outcome);
    if (stopped) {
        run.meter(here, kCancelledRequests).count();
    } else {
        run.meter(here, kServiceTime).time(run.now() - frame->since);
        run.meter(here, is_answered(outcome) ? kAnsweredOk : kAnsweredError).count();
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
