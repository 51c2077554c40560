// The two ends of a queue: publishers, who store messages, and deliveries, which hand them to consumers.
//
// A delivery is a frame at the queue that nobody asked for: it calls the consumer's endpoint over the edge
// between the two, and what comes of the call is what comes of the message. This is a long poll seen from the
// queue: a replica that has room has its request for messages lying there, so it gets one as soon as one is
// visible, one leg later; its answer deletes the message and asks for the next. The delivery goes on until
// its answer arrives, though the message be visible to others by then, so that late answers count. Replicas
// that have room take turns. A replica that is dead asks for nothing; one that hangs has asked before.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// At the queue: stores a message in this lane; `awaits`: goes on when its work is done.
[[nodiscard]] Op publish_op(std::uint32_t lane, bool awaits);
/// Of a delivery, before its call over this edge: it goes to the replica that has asked.
[[nodiscard]] Op address_op(std::uint32_t edge);
/// After it: the consumer has done the work, or not.
[[nodiscard]] Op end_of_delivery_op(bool is_done);

/// Does all that the queue can do now: what is due, publishers who wait for room, deliveries.
void tend_queue(Run& run, Instance& queue);
[[nodiscard]] bool is_queue_at_work(const Instance& queue);
/// A dead letter, from wherever, comes to this queue, in Scenario::queues.
void add_dead_letter(Run& run, std::uint32_t queue, Message message);
/// Whether this queue, in Scenario::queues, is at work and has room.
[[nodiscard]] bool may_take_back(Run& run, std::uint32_t queue);
/// A dead letter of this queue comes back, as a new message.
void take_back(Run& run, std::uint32_t queue, const Message& dead_letter);
/// Measures how old its oldest message is, each second while there is one.
void sample_queue(Run& run, Instance& queue);
/// The process of an instance is started again: if it consumes, it asks for messages.
void ask_for_messages(Run& run, const Instance& consumer);
/// It ends what it has, and asks for no more.
void stop_asking(Run& run, const Instance& consumer);

/// Events of a queue, by their epoch.
enum class QueueEvent : std::uint32_t { kDue, kSample };

[[nodiscard]] QueueState& queue_state(Run& run, const Instance& queue);
[[nodiscard]] const QueuePlan& queue_plan(const Run& run, const Instance& queue);
void measure_queue(Run& run, const Instance& queue);

} // namespace shaketable::models
