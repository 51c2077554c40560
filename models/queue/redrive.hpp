// Dead letters that go back to where they came from: of several queues or topics each to its own.
//
// They are moved one after the other, at a constant rate, in the order in which they would be received; each
// is a new message there, never received yet, whose retention begins anew; how long its work has taken still
// counts from its first publication (of a topic: anew). Whoever works goes on meanwhile, and what becomes a
// dead letter again is moved again while the action lasts. It waits while either end is down, or the queue
// full; what consumers of the dead letters have in work, and what was published there as to any queue, stays.
// Source: Amazon SQS, StartMessageMoveTask and "Learn how to configure a dead-letter queue redrive"
// (retention, order). Amazon takes sources that are queues only; with topics it is what a tool does that
// publishes anew, so that all groups get the record once more.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// What the entry, which has a component and a rate, does.
[[nodiscard]] TimelineAction redrive_action();

} // namespace shaketable::models
