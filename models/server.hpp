// What services and databases have in common: counting requests in and out, and answering their callers.
#pragma once

#include "models/run.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

/// The number of requests that are being served changed.
inline void show_in_service(Run& run, const Instance& here) {
    run.meter(here, kInService).set(run.now(), here.in_service);
}
/// The frame has arrived at its instance.
inline void enter_server(Run& run, Frame& frame, Instance& here) {
    ++here.entered;
    frame.since = run.now();
    run.meter(here, kArrived).count();
    run.fact(here, frame, What::kArrived);
}
/// It begins to be served.
inline void begin_service(Run& run, Frame& frame, Instance& here) {
    frame.served = true;
    ++here.in_service;
    run.meter(here, kQueueWait).time(run.now() - frame.since);
    show_in_service(run, here);
    frame.since = run.now();
    run.fact(here, frame, What::kServed);
}
/// It answers its caller, and what that means is measured. Returns whether the caller was still waiting.
bool answer_caller(Run& run, std::uint32_t index, Outcome outcome);

} // namespace shaketable::models
