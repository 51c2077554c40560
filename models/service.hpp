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

} // namespace shaketable::models
