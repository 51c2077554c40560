#include "models/frames.hpp"

#include "models/call.hpp"

namespace shaketable::models {

std::uint32_t make_frame(Run& run, std::uint32_t instance, std::uint32_t first_op) {
    World& world = run.world;
    std::uint32_t index = world.free_frame;
    if (index == kNone) {
        index = static_cast<std::uint32_t>(world.frames.size());
        SHAKETABLE_ASSERT(index < kNone);
        world.frames.emplace_back();
        world.timers.reserve_slots(world.frames.size());
    } else {
        world.free_frame = world.frames[index].next;
    }
    ++world.live_frames;
    Frame& frame = world.frames[index];
    const std::uint32_t epoch = frame.epoch;
    frame = Frame{};
    frame.epoch = epoch;
    frame.instance = instance;
    frame.op = first_op;
    frame.state = FrameState::kRunning;
    return index;
}

void free_frame(World& world, std::uint32_t index) {
    Frame& frame = world.frames[index];
    SHAKETABLE_ASSERT(frame.state != FrameState::kFree && !world.timers.armed(index));
    begin_wait(frame, FrameState::kFree);
    frame.next = world.free_frame;
    world.free_frame = index;
    --world.live_frames;
}

void advance(Run& run, std::uint32_t index) {
    for (;;) {
        const Op& op = run.scenario.ops[run.frame(index).op];
        if (op.execute(run, index, op) == Progress::kSuspended)
            return;
    }
}

bool caller_waits(const World& world, const Frame& frame) {
    return world.frames[frame.parent].epoch == frame.parent_epoch;
}

void send_answer(Run& run, std::uint32_t index, Outcome outcome) {
    const Frame& frame = run.frame(index);
    if (!caller_waits(run.world, frame))
        return;
    Frame& caller = run.frame(frame.parent);
    if (outcome == Outcome::kRefused || outcome == Outcome::kReset)
        caller.on_connection = false;
    const Edge& edge = edge_of_call(run, caller);
    wake_at(run, frame.parent, run.now() + leg_latency(run, frame, edge, Leg::kAnswer), Wake::kAnswer,
            outcome);
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
        const Op& op = run.scenario.ops[parent.op];
        op.resume(run, parent_index, op, 0);
    }
}

Progress execute_answer(Run& run, std::uint32_t index, const Op&) {
    Frame& frame = run.frame(index);
    Outcome outcome = Outcome::kOk;
    if (!frame.is_branch && !frame.is_journey) {
        const Instance& here = run.instance(frame.instance);
        const double own = run.scenario.ops[frame.op].probability;
        const double error = own + here.error_probability - own * here.error_probability;
        static constexpr engine::Label kPurpose = engine::label("error");
        if (error > 0.0 && run.draws(frame, kPurpose, DrawBy::kAttempt).unit() < error)
            outcome = Outcome::kError;
    }
    answer(run, index, outcome);
    ++run.frame(index).op;
    return Progress::kNext;
}

Progress execute_end(Run& run, std::uint32_t index, const Op&) {
    end_frame(run, index);
    return Progress::kSuspended;
}

} // namespace

void end_frame(Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    SHAKETABLE_ASSERT(frame.replied);
    const std::uint32_t instance = frame.instance;
    const bool had_worker = frame.has_worker;
    const ComponentModel& model = *run.component_of(frame).model;
    if (frame.is_branch) {
        const Frame branch = frame;
        free_frame(run.world, index);
        join(run, branch.parent, branch.parent_epoch, branch.branch_outcome);
    } else {
        Instance& here = run.instance(instance);
        SHAKETABLE_ASSERT(here.in_service > 0);
        ++here.left;
        --here.in_service;
        run.fact(frame, What::kLeft);
        free_frame(run.world, index);
        model.left(run, instance);
    }
    if (had_worker)
        model.released(run, instance);
}

void yield_worker(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    const Component& component = run.component_of(frame);
    if (!component.event_loop || !frame.has_worker)
        return;
    frame.has_worker = false;
    component.model->released(run, frame.instance);
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

} // namespace shaketable::models
