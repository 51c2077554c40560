// What every kind of component offers to the rest of the models: a table of functions, chosen once at load.
#pragma once

#include "models/outcome.hpp"

#include <cstdint>

namespace shaketable::models {

class Run;
struct FrameRef;
struct Instance;

struct ComponentModel {
    /// At the beginning of the run: schedules what the component does of itself.
    void (*begin)(Run&, std::uint32_t component) = nullptr;
    /// A request has arrived at its instance.
    void (*arrive)(Run&, FrameRef) = nullptr;
    /// A request has answered its caller with `outcome`.
    void (*answered)(Run&, FrameRef, Outcome outcome) = nullptr;
    /// A request (of a client: a journey) has left the instance, with the worker that it may have held.
    void (*left)(Run&, Instance& instance, bool had_worker) = nullptr;
    /// A worker is free again whose frame waits, or was a branch.
    void (*released)(Run&, Instance& instance) = nullptr;
    /// A frame of the instance that waited for something other than a core goes on.
    void (*resume)(Run&, FrameRef) = nullptr;
    /// An event of the model's own.
    void (*on_event)(Run&, std::uint32_t instance_or_user, std::uint16_t detail,
                     std::uint32_t epoch) = nullptr;
    /// A time-out that a request was given when it arrived has expired; nullptr: none is ever given.
    void (*timed_out)(Run&, FrameRef) = nullptr;
    /// A request that no worker has taken yet is cancelled: it leaves the queue. nullptr: there is no queue.
    void (*withdrawn)(Run&, FrameRef) = nullptr;
    /// The process of the instance died; its frames are gone already, and its figures are to be set anew.
    void (*crashed)(Run&, Instance& instance) = nullptr;
    /// The process of the instance is started again after a crash; nullptr: nothing to do.
    void (*restarted)(Run&, Instance& instance) = nullptr;
    /// The process of the instance, which hung, goes on; nullptr: nothing to do.
    void (*went_on)(Run&, Instance& instance) = nullptr;
    /// Another version of its configuration holds for the instance; nullptr: nothing to do.
    void (*configured)(Run&, Instance& instance) = nullptr;
    /// Whatever waits beside the requests of its process is dropped, just before that is started anew;
    /// nullptr: nothing does.
    void (*backlog_dropped)(Run&, Instance& instance) = nullptr;
    /// Messages that it has for a component that consumes it, and that are not done, in flight or not;
    /// nullptr: nobody consumes it.
    std::int64_t (*messages_for)(Run&, Instance& instance, std::uint32_t consumer) = nullptr;
    /// Callers reach it through connection pools.
    bool pooled = false;
};

} // namespace shaketable::models
