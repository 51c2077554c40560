#include "models/frames.hpp"

namespace shaketable::models {

void add_frame(Run& run) {
    World& world = run.world;
    const auto index = static_cast<std::uint32_t>(world.frames.size());
    SHAKETABLE_ASSERT(index < kNone);
    world.frames.emplace_back().next = world.free_frame;
    world.free_frame = index;
    world.timers.reserve_slots(world.frames.size());
    run.frames_moved();
}

void free_frame(World& world, std::uint32_t index) {
    Frame& frame = world.frames[index];
    SHAKETABLE_ASSERT(frame.state != FrameState::kFree && !world.timers.armed(index));
    begin_wait(frame, FrameState::kFree);
    frame.next = world.free_frame;
    world.free_frame = index;
    --world.live_frames;
}

void answer(Run& run, std::uint32_t index, Outcome outcome) {
    Frame& frame = run.frame(index);
    SHAKETABLE_ASSERT(!frame.replied);
    frame.replied = true;
    if (frame.is_branch) {
        frame.branch_outcome = outcome;
        return;
    }
    run.component_of(frame).model->answered(run, index, outcome);
}

namespace {

void join(Run& run, std::uint32_t parent_index, std::uint32_t parent_epoch, Outcome outcome) {
    Frame& parent = run.frame(parent_index);
    if (parent.epoch != parent_epoch)
        return;
    if (outcome != Outcome::kOk && parent.branch_outcome == Outcome::kOk)
        parent.branch_outcome = outcome;
    SHAKETABLE_ASSERT(parent.branches > 0);
    if (--parent.branches == 0) {
        const Op& op = run.op_of(parent);
        op.resume(run, parent_index, op, 0);
    }
}

Outcome draw_outcome(const Run& run, const Frame& frame, const Op& op) {
    if (frame.is_branch || frame.is_journey)
        return Outcome::kOk;
    const double added = run.instance(frame.instance).error_probability;
    const double error = op.probability + added - op.probability * added;
    static constexpr engine::Label kPurpose = engine::label("error");
    return error > 0.0 && run.draws(frame, kPurpose, DrawBy::kAttempt).unit() < error ? Outcome::kError
                                                                                      : Outcome::kOk;
}

Progress execute_answer(Run& run, std::uint32_t index, const Op& op) {
    answer(run, index, draw_outcome(run, run.frame(index), op));
    ++run.frame(index).op;
    return Progress::kNext;
}

Progress execute_answer_and_end(Run& run, std::uint32_t index, const Op& op) {
    answer(run, index, draw_outcome(run, run.frame(index), op));
    end_frame(run, index);
    return Progress::kSuspended;
}

Progress execute_end(Run& run, std::uint32_t index, const Op&) {
    end_frame(run, index);
    return Progress::kSuspended;
}

} // namespace

void end_frame(Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    SHAKETABLE_ASSERT(frame.replied);
    Instance& here = run.instance(frame.instance);
    const bool had_worker = frame.has_worker;
    const ComponentModel& model = *run.component_of(here).model;
    if (frame.is_branch) {
        const Frame branch = frame;
        free_frame(run.world, index);
        join(run, branch.parent, branch.parent_epoch, branch.branch_outcome);
        if (had_worker)
            model.released(run, here);
    } else {
        SHAKETABLE_ASSERT(here.in_service > 0);
        ++here.left;
        --here.in_service;
        run.fact(here, frame, What::kLeft);
        free_frame(run.world, index);
        model.left(run, here, had_worker);
    }
}

void fail_frame(Run& run, std::uint32_t index, Outcome outcome) {
    if (!run.frame(index).replied)
        answer(run, index, outcome);
    end_frame(run, index);
}

void push_back(World& world, FrameList& list, std::uint32_t index) {
    Frame& frame = world.frames[index];
    frame.next = kNone;
    frame.previous = list.last;
    (list.last == kNone ? list.first : world.frames[list.last].next) = index;
    list.last = index;
    ++list.length;
}

void remove(World& world, FrameList& list, std::uint32_t index) {
    const Frame& frame = world.frames[index];
    (frame.previous == kNone ? list.first : world.frames[frame.previous].next) = frame.next;
    (frame.next == kNone ? list.last : world.frames[frame.next].previous) = frame.previous;
    SHAKETABLE_ASSERT(list.length > 0);
    --list.length;
}

std::uint32_t pop_front(World& world, FrameList& list) {
    const std::uint32_t index = list.first;
    remove(world, list, index);
    return index;
}

Op answer_op() { return Op{.execute = execute_answer}; }
Op end_op() { return Op{.execute = execute_end}; }
Op answer_and_end_op() { return Op{.execute = execute_answer_and_end}; }

} // namespace shaketable::models
