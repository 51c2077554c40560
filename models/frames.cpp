#include "models/frames.hpp"

#include "models/cache/flights.hpp"
#include "models/transaction_step.hpp"

namespace shaketable::models {

void add_frame(Run& run) {
    World& world = run.world;
    const std::uint32_t index = world.frames.size();
    SHAKETABLE_ASSERT(index < kNone);
    world.frames.add().next = world.free_frame;
    if (run.scenario.may_stop_work)
        world.deadlines.add();
    if (!run.scenario.databases.empty())
        world.transaction_of.add();
    if (run.scenario.has_sessions)
        world.sessions.add();
    if (!run.scenario.caches.caches.empty())
        world.caches.asks.add();
    if (!run.scenario.queues.empty())
        world.queues.deliveries.add();
    if (!run.scenario.topics.empty())
        world.queues.records.add();
    world.free_frame = index;
    world.timers.reserve_slots(world.frames.size());
    run.frames_added();
}

namespace {

void give_answer(Run& run, Instance& here, FrameRef frame, Outcome outcome) {
    SHAKETABLE_ASSERT(!frame->replied);
    frame->replied = true;
    frame->has_deadline = false;
    if (frame->is_branch)
        frame->branch_outcome = outcome;
    else
        here.model->answered(run, frame, frame->stale && outcome == Outcome::kOk ? Outcome::kStale : outcome);
}

void join(Run& run, FrameRef parent, const Frame& branch) {
    if (parent->epoch != branch.parent_epoch)
        return;
    parent->stale = parent->stale || branch.stale;
    if (branch.branch_outcome != Outcome::kOk && parent->branch_outcome == Outcome::kOk) {
        parent->branch_outcome = branch.branch_outcome;
        parent->origin = branch.origin;
    }
    SHAKETABLE_ASSERT(parent->branches > 0);
    if (--parent->branches == 0) {
        const Op& op = run.op_of(parent);
        op.resume(run, parent, op, 0);
    }
}

void end_branch(Run& run, Instance& here, FrameRef frame) {
    const Frame branch = *frame;
    free_frame(run.world, frame);
    join(run, run.frame(branch.parent), branch);
    if (branch.has_worker)
        here.model->released(run, here);
}

[[gnu::always_inline]] inline void end_at(Run& run, Instance& here, FrameRef frame) {
    SHAKETABLE_ASSERT(frame->replied);
    if (frame->is_branch) {
        end_branch(run, here, frame);
        return;
    }
    SHAKETABLE_ASSERT(here.in_service > 0);
    ++here.left;
    --here.in_service;
    run.fact(here, frame, What::kLeft);
    const bool had_worker = frame->has_worker;
    free_frame(run.world, frame);
    here.model->left(run, here, had_worker);
}

Outcome draw_outcome(const Run& run, const Instance& here, FrameRef frame, const Op& op) {
    if (frame->is_branch || frame->is_journey)
        return Outcome::kOk;
    const double added = here.error_probability;
    const double error = op.probability + added - op.probability * added;
    static constexpr engine::Label kPurpose = engine::label("error");
    return error > 0.0 && run.draws(frame, kPurpose, DrawBy::kAttempt).unit() < error ? Outcome::kError
                                                                                      : Outcome::kOk;
}

Progress execute_answer(Run& run, FrameRef frame, const Op& op) {
    Instance& here = run.instance_of(frame);
    give_answer(run, here, frame, draw_outcome(run, here, frame, op));
    ++frame->op;
    return Progress::kNext;
}

Progress execute_answer_and_end(Run& run, FrameRef frame, const Op& op) {
    Instance& here = run.instance_of(frame);
    give_answer(run, here, frame, draw_outcome(run, here, frame, op));
    end_at(run, here, frame);
    return Progress::kSuspended;
}

Progress execute_end(Run& run, FrameRef frame, const Op&) {
    end_frame(run, frame);
    return Progress::kSuspended;
}

} // namespace

void answer(Run& run, FrameRef frame, Outcome outcome) {
    give_answer(run, run.instance_of(frame), frame, outcome);
}

void end_frame(Run& run, FrameRef frame) { end_at(run, run.instance_of(frame), frame); }

void fail_frame(Run& run, FrameRef frame, Outcome outcome) {
    if (has_transaction_step(run, frame)) {
        fail_transaction(run, frame, outcome);
        return;
    }
    crash_flight(run, frame, outcome);
    if (!frame->replied)
        answer(run, frame, outcome);
    end_frame(run, frame);
}

void stop_frame(Run& run, FrameRef frame) { fail_frame(run, frame, stop_reason(run, frame)); }

void push_back(Run& run, FrameList& list, FrameRef frame) {
    frame->next = kNone;
    frame->previous = list.last;
    (list.last == kNone ? list.first : run.frame(list.last)->next) = frame.index;
    list.last = frame.index;
    ++list.length;
}

void remove(Run& run, FrameList& list, FrameRef frame) {
    (frame->previous == kNone ? list.first : run.frame(frame->previous)->next) = frame->next;
    (frame->next == kNone ? list.last : run.frame(frame->next)->previous) = frame->previous;
    SHAKETABLE_ASSERT(list.length > 0);
    --list.length;
}

FrameRef pop_front(Run& run, FrameList& list) {
    const FrameRef frame = run.frame(list.first);
    remove(run, list, frame);
    return frame;
}

Op answer_op() { return Op{.execute = execute_answer}; }
Op end_op() { return Op{.execute = execute_end}; }
Op answer_and_end_op() { return Op{.execute = execute_answer_and_end}; }

} // namespace shaketable::models
