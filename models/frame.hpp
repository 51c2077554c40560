// A frame: one execution of a step list that is in flight (a journey, a request at a replica, or a branch of
// either).
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/outcome.hpp"
#include "models/scenario.hpp"

namespace shaketable::models {

enum class FrameState : std::uint8_t {
    kFree,
    kInTransit,  // sent, not yet arrived
    kConnecting, // its connection is being opened: asked for
    kAccepted,   // its connection is being opened: accepted, and the caller does not know yet
    kQueued,     // waits for a worker
    kRunning,    // between steps, or a blocking step's owner
    kComputing,
    kWaiting,              // for a time to pass
    kWaitingForConnection, // of its pool
    kCalling,              // for an answer
    kBackingOff,
    kTurnedAway, // its policy did not let an attempt out, and it is about to learn
    kJoining,    // for its branches
    kWaitingForLock,
};

/// 80 bytes, all values. `epoch` grows each time the frame begins to wait and when it is freed, so that
/// whatever comes late (an answer, a timer) finds that it is not awaited any more.
struct Frame {
    engine::Key key = {};    // who: chained down the call tree without attempts, the same for every attempt
    engine::Time since = {}; // a journey: first asked; a request: arrived, then: began to be served
    engine::Time tried_at = {}; // when the present call's present attempt began
    union {
        double virtual_finish = 0.0; // computing on shared cores: its mark; alone: the end in ns
        std::int64_t called_at_ns;   // calling: when the call was first asked for
        std::int64_t rounds;         // joining: of a repeat, that have begun
    };
    std::uint32_t op = 0;
    std::uint32_t epoch = 0;
    std::uint32_t instance = 0;
    std::uint32_t parent = 0; // the caller, or the frame that forked; of a journey: the user
    std::uint32_t parent_epoch = 0;
    std::uint32_t next = 0; // in whatever queue, list, heap or free list it stands
    union {
        std::uint32_t previous = 0;
        std::uint32_t replica; // calling over an edge that is balanced: which one the attempt went to
    };
    union {
        std::uint32_t child = 0; // calling: the present attempt's frame at the callee
        std::uint32_t rank;      // computing on shared cores: decides among equal marks
        std::uint32_t branches;  // joining: that have not joined yet
    };
    std::uint32_t origin = 0;  // the component where what failed it, or its present call, began
    std::uint32_t lineage = 0; // 0: no retry in this frame's ancestry; else a hash of the attempts
    std::uint16_t journey = 0; // whose work it is
    FrameState state = FrameState::kFree;
    std::uint8_t attempt = 0; // of the present call, from 1
    Outcome branch_outcome = Outcome::kOk;
    bool counted : 1 = false; // belongs to a journey that is in the figures
    bool replied : 1 = false;
    bool has_worker : 1 = false;
    bool is_branch : 1 = false;
    bool is_journey : 1 = false;
    bool served : 1 = false;          // a worker has taken it
    bool on_connection : 1 = false;   // its call holds a connection that the server counts
    bool traced : 1 = false;          // works for a journey that is sampled for a trace
    bool cancelled : 1 = false;       // its caller wants it no more
    bool has_deadline : 1 = false;    // see models/deadline.hpp; of a branch: whether to look at its trunk's
    bool has_session : 1 = false;     // which one: World::sessions; whose user or journey it works for
    bool stale : 1 = false;           // it has read what its own session had already changed
    bool has_transaction : 1 = false; // which one: World::transaction_of
    bool leads_flight : 1 = false;    // others wait for what it gets: see models/cache/flights.hpp
};
static_assert(sizeof(Frame) == 80);

/// A frame and its index. Frames stay where they are, so a reference is good as long as the frame is not
/// freed.
struct FrameRef {
    Frame* frame = nullptr;
    std::uint32_t index = kNone;

    Frame* operator->() const { return frame; }
    Frame& operator*() const { return *frame; }
};

/// First-in-first-out list of frames, through Frame::next and ::previous.
struct FrameList {
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
    std::uint32_t length = 0;
};

} // namespace shaketable::models
