#include "models/deadline.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace shaketable::models {

namespace {

/// Names the frame in an event, beside its index: so much of its identity that no other frame which takes its
/// place in the pool meanwhile has the same.
struct Addressee {
    std::uint16_t high = 0;
    std::uint32_t low = 0;
    bool operator==(const Addressee&) const = default;
};
Addressee addressee(const Frame& frame) {
    const std::uint64_t who = engine::mix(Run::who_is(frame));
    return {.high = static_cast<std::uint16_t>(who >> 32U), .low = static_cast<std::uint32_t>(who)};
}

/// What the frame and its siblings, if it is a branch, were forked from.
FrameRef trunk_of(const Run& run, FrameRef frame) {
    while (frame->is_branch)
        frame = run.frame(frame->parent);
    return frame;
}

/// Ends what is merely waiting for something that a cancellation makes pointless.
void heed(Run& run, FrameRef frame) {
    switch (frame->state) {
    case FrameState::kQueued:
        if (!frame->served)
            run.instance_of(frame).model->withdrawn(run, frame);
        return;
    case FrameState::kWaitingForConnection:
    case FrameState::kCalling:
    case FrameState::kBackingOff:
    case FrameState::kWaitingForLock: {
        const Op& op = run.op_of(frame);
        op.resume(run, frame, op, static_cast<std::uint16_t>(Wake::kCancelled));
        return;
    }
    case FrameState::kFree:
    case FrameState::kInTransit:
    case FrameState::kConnecting:
    case FrameState::kAccepted:
    case FrameState::kRunning:
    case FrameState::kComputing:
    case FrameState::kWaiting:
    case FrameState::kTurnedAway:
    case FrameState::kJoining:
        return;
    }
    SHAKETABLE_ASSERT(false);
}

/// A frame, while it has this key.
struct Branch {
    FrameRef frame = {};
    engine::Key key = {};
};

/// All that were forked from the frame, in an order that does not depend on where frames are kept.
std::vector<Branch> branches_of(const Run& run, FrameRef trunk) {
    std::vector<Branch> found;
    for (std::uint32_t index = 0; index < run.world.frames.size(); ++index) {
        const FrameRef frame = run.frame(index);
        if (frame->state != FrameState::kFree && frame->is_branch &&
            trunk_of(run, frame).index == trunk.index)
            found.push_back({.frame = frame, .key = frame->key});
    }
    std::sort(found.begin(), found.end(), [](const Branch& a, const Branch& b) {
        return std::tie(a.key.bits, a.frame->lineage) < std::tie(b.key.bits, b.frame->lineage);
    });
    return found;
}

void cancel(Run& run, FrameRef frame) {
    frame->cancelled = true;
    set_deadline(run, frame, run.now());
    if (run.instance_of(frame).hangs == 0)
        heed(run, frame);
}

} // namespace

engine::Time deadline_of(const Run& run, FrameRef frame) {
    if (!frame->has_deadline) // a branch, too, may have none any more
        return engine::Time::latest();
    const FrameRef trunk = trunk_of(run, frame);
    return trunk->has_deadline ? run.world.deadlines[trunk.index] : engine::Time::latest();
}

void set_deadline(Run& run, FrameRef frame, engine::Time deadline) {
    frame->has_deadline = true;
    run.world.deadlines[frame.index] = deadline;
}

Outcome stop_reason(const Run& run, FrameRef frame) {
    return trunk_of(run, frame)->cancelled ? Outcome::kCancelled : Outcome::kDeadlineExceeded;
}

void send_cancellation(Run& run, const CallSite& site, const Ends& ends) {
    const FrameRef callee = ends.callee;
    if (callee->replied || is_connecting(*callee))
        return; // too late; or its connection is closed, and it will not set off
    const Addressee to = addressee(*callee);
    send_over(run, site, ends, Leg::kCancel,
              engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kCancel),
                              .detail = to.high,
                              .index = callee.index,
                              .epoch = to.low});
}

void arrive_cancellation(Run& run, const engine::Event& event) {
    const FrameRef frame = run.frame(event.index);
    const Addressee meant = {.high = event.detail(), .low = event.epoch};
    if (frame->state == FrameState::kFree || addressee(*frame) != meant || frame->replied || frame->cancelled)
        return; // it has ended, or needs no telling
    cancel(run, frame);
}

void cancel_with_branches(Run& run, FrameRef trunk) {
    const std::vector<Branch> branches = branches_of(run, trunk);
    cancel(run, trunk);
    for (const Branch& branch : branches) {
        const bool is_there = branch.frame->state != FrameState::kFree &&
                              branch.frame->key.bits == branch.key.bits &&
                              branch.frame->state != FrameState::kQueued; // it stops when it gets a worker
        if (is_there && run.instance_of(branch.frame).hangs == 0)
            heed(run, branch.frame);
    }
}

} // namespace shaketable::models
