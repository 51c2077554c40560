#include "models/steps.hpp"

#include "models/cpu.hpp"
#include "models/frames.hpp"

namespace shaketable::models {

namespace {

Progress execute_work(Run& run, std::uint32_t index, const Op& op) {
    const Frame& frame = run.frame(index);
    engine::Draws draws = run.draws(frame, op.label, static_cast<DrawBy>(op.b));
    const engine::Duration work = run.scenario.distributions[op.a].sample_duration(draws, run.world.clamped);
    start_computing(run, index, work);
    return Progress::kSuspended;
}

void resume_work(Run& run, std::uint32_t index, const Op&, std::uint16_t) {
    run.frame(index).state = FrameState::kRunning;
    advance_past(run, index);
}

Progress execute_wait(Run& run, std::uint32_t index, const Op& op) {
    Frame& frame = run.frame(index);
    engine::Draws draws = run.draws(frame, op.label, DrawBy::kAttempt);
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, index,
            run.now() + run.scenario.distributions[op.a].sample_duration(draws, run.world.clamped),
            Wake::kWaitOver);
    yield_worker(run, index);
    return Progress::kSuspended;
}

void resume_wait(Run& run, std::uint32_t index, const Op&, std::uint16_t) {
    Frame& frame = run.frame(index);
    begin_wait(frame, FrameState::kRunning);
    ++frame.op;
    run.component_of(frame).model->resume(run, index);
}

Progress execute_branch(Run& run, std::uint32_t index, const Op& op) {
    Frame& frame = run.frame(index);
    const bool taken = run.draws(frame, op.label, DrawBy::kAttempt).unit() < op.probability;
    frame.op = taken ? frame.op + 1 : op.a;
    return Progress::kNext;
}

Progress execute_jump(Run& run, std::uint32_t index, const Op& op) {
    run.frame(index).op = op.a;
    return Progress::kNext;
}

void start_branch(Run& run, std::uint32_t parent_index, const Op& op, std::uint32_t first_op,
                  std::uint64_t ordinal) {
    const std::uint32_t index = make_frame(run, run.frame(parent_index).instance, first_op);
    const Frame& parent = run.frame(parent_index);
    Frame& branch = run.frame(index);
    branch.key = parent.key.child(op.label, ordinal);
    branch.lineage = parent.lineage;
    branch.parent = parent_index;
    branch.parent_epoch = parent.epoch;
    branch.journey = parent.journey;
    branch.counted = parent.counted;
    branch.is_branch = true;
    run.component_of(branch).model->resume(run, index);
}

Progress execute_fork(Run& run, std::uint32_t index, const Op& op) {
    const Fork& fork = run.scenario.forks[op.a];
    Frame& frame = run.frame(index);
    begin_wait(frame, FrameState::kJoining);
    frame.branches = fork.copies * static_cast<std::uint32_t>(fork.programs.size());
    frame.branch_outcome = Outcome::kOk;
    yield_worker(run, index);
    std::uint64_t ordinal = 0;
    for (std::uint32_t copy = 0; copy < fork.copies; ++copy)
        for (const std::uint32_t first_op : fork.programs)
            start_branch(run, index, op, first_op, ordinal++);
    return Progress::kSuspended;
}

void resume_fork(Run& run, std::uint32_t index, const Op&, std::uint16_t) {
    Frame& frame = run.frame(index);
    begin_wait(frame, FrameState::kRunning);
    if (frame.branch_outcome == Outcome::kOk) {
        ++frame.op;
        run.component_of(frame).model->resume(run, index);
        return;
    }
    fail_frame(run, index,
               frame.is_journey || frame.is_branch ? frame.branch_outcome : Outcome::kCalleeError);
}

} // namespace

Op work_op(std::uint32_t distribution, DrawBy by, engine::Label label) {
    return Op{.execute = execute_work,
              .resume = resume_work,
              .label = label,
              .a = distribution,
              .b = static_cast<std::uint32_t>(by)};
}

Op wait_op(std::uint32_t distribution, engine::Label label) {
    return Op{.execute = execute_wait, .resume = resume_wait, .label = label, .a = distribution};
}

Op branch_op(double probability, std::uint32_t otherwise, engine::Label label) {
    return Op{.execute = execute_branch, .label = label, .a = otherwise, .probability = probability};
}

Op jump_op(std::uint32_t target) { return Op{.execute = execute_jump, .a = target}; }

Op fork_op(std::uint32_t fork, engine::Label label) {
    return Op{.execute = execute_fork, .resume = resume_fork, .label = label, .a = fork};
}

} // namespace shaketable::models
