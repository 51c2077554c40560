// A service replica: workers, an accept queue, cores.
//
// Blocking: a worker is held from taking a request to the end of its step list: through its calls, waits for
// a connection, back-offs and work after the reply. Event loop: a worker is held only while it computes; what
// becomes ready again queues behind what waits. The accept queue is first in, first out; its limit counts
// requests that no worker has taken yet.
//
// Invariant (asserted): requests that entered have left, wait in the queue, or are in service.
#pragma once

#include "models/component_model.hpp"

namespace shaketable::models {

[[nodiscard]] const ComponentModel& service_model();

/// What its model consists of, for models that are services and more.
void arrive_at_service(Run& run, FrameRef frame);
void service_answered(Run& run, FrameRef frame, Outcome outcome);
void left_service(Run& run, Instance& here, bool had_worker);
void worker_released(Run& run, Instance& here);
void resume_at_service(Run& run, FrameRef frame);
void withdrawn_from_queue(Run& run, FrameRef frame);
void service_crashed(Run& run, Instance& here);
/// Gives free workers to those who queue. Not re-entered: a request that ends at once leaves it to the outer
/// loop.
void dispatch(Run& run, Instance& here);
void service_restarted(Run& run, Instance& here);
/// It is to go: it ends what it has, and takes no more messages.
void service_leaves(Run& run, const Instance& here);

inline constexpr ComponentModel kServiceModel = {.arrive = arrive_at_service,
                                                 .answered = service_answered,
                                                 .left = left_service,
                                                 .released = worker_released,
                                                 .resume = resume_at_service,
                                                 .withdrawn = withdrawn_from_queue,
                                                 .crashed = service_crashed,
                                                 .restarted = service_restarted,
                                                 .went_on = dispatch};

} // namespace shaketable::models
