#include "models/steps.hpp"

#include "models/cpu.hpp"
#include "models/frames.hpp"
#include "models/transaction_step.hpp"

namespace shaketable::models {

namespace {

Progress execute_work(Run& run, FrameRef frame, const Op& op) {
    engine::Draws draws = run.draws(frame, op.label, static_cast<DrawBy>(op.b));
    const engine::Duration work = run.scenario.distributions[op.a].sample_duration(draws, run.world.clamped);
    start_computing(run, run.instance_of(frame), frame, work);
    return Progress::kSuspended;
}

void resume_work(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    frame->state = FrameState::kRunning;
    ++frame->op;
    advance(run, frame);
}

Progress execute_wait(Run& run, FrameRef frame, const Op& op) {
    engine::Draws draws = run.draws(frame, op.label, DrawBy::kAttempt);
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, frame,
            run.now() + run.scenario.distributions[op.a].sample_duration(draws, run.world.clamped),
            Wake::kWaitOver);
    yield_worker(run, frame);
    return Progress::kSuspended;
}

void resume_wait(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    begin_wait(frame, FrameState::kRunning);
    ++frame->op;
    run.instance_of(frame).model->resume(run, frame);
}

Progress execute_branch(Run& run, FrameRef frame, const Op& op) {
    const bool taken = run.draws(frame, op.label, DrawBy::kAttempt).unit() < op.probability;
    frame->op = taken ? frame->op + 1 : op.a;
    return Progress::kNext;
}

Progress execute_jump(Run&, FrameRef frame, const Op& op) {
    frame->op = op.a;
    return Progress::kNext;
}

Progress execute_poison(Run& run, FrameRef frame, const Op& op) {
    static constexpr engine::Label kPoison = engine::label("poison");
    if (run.draws(frame, kPoison, DrawBy::kRequest).unit() < op.probability) {
        fail_frame(run, frame, Outcome::kError);
        return Progress::kSuspended;
    }
    ++frame->op;
    return Progress::kNext;
}

void start_branch(Run& run, FrameRef parent, engine::Label label, const BranchStart& start) {
    const FrameRef branch = make_branch(run, parent, label, start);
    run.instance_of(branch).model->resume(run, branch);
}

Progress execute_fork(Run& run, FrameRef frame, const Op& op) {
    const Fork& fork = run.scenario.forks[op.a];
    begin_wait(frame, FrameState::kJoining);
    frame->branches = fork.copies * static_cast<std::uint32_t>(fork.programs.size());
    frame->branch_outcome = Outcome::kOk;
    yield_worker(run, frame);
    std::uint64_t ordinal = 0;
    for (std::uint32_t copy = 0; copy < fork.copies; ++copy)
        for (const std::uint32_t first_op : fork.programs)
            start_branch(run, frame, op.label, {.first_op = first_op, .ordinal = ordinal++});
    run.world.clockwork.count_work(ordinal);
    return Progress::kSuspended;
}

void resume_fork(Run& run, FrameRef frame, const Op&, std::uint16_t) { go_on_after_branches(run, frame); }

Progress execute_repeat(Run& run, FrameRef frame, const Op& op) {
    begin_rounds(run, frame);
    run_rounds(run, frame, op, op.b);
    return Progress::kSuspended;
}

void resume_repeat(Run& run, FrameRef frame, const Op& op, std::uint16_t) {
    run_rounds(run, frame, op, op.b);
}

} // namespace

void begin_rounds(Run& run, FrameRef frame) {
    frame->rounds = 0;
    frame->branch_outcome = Outcome::kOk;
    yield_worker(run, frame);
}

/// Each round is a branch, of the transaction that its step is part of, if any.
void run_rounds(Run& run, FrameRef frame, const Op& op, std::int64_t rounds) {
    while (frame->branch_outcome == Outcome::kOk && frame->rounds < rounds && !is_overdue(run, frame)) {
        begin_wait(frame, FrameState::kJoining);
        frame->branches = 2; // the round, and this loop: a round in which no time passes ends within it
        const auto ordinal = static_cast<std::uint64_t>(frame->rounds++);
        const FrameRef round = make_branch(run, frame, op.label, {.first_op = op.a, .ordinal = ordinal});
        if (frame->has_transaction)
            run.set_transaction(round, run.transaction_of(frame));
        run.world.clockwork.count_work(1);
        run.instance_of(round).model->resume(run, round);
        if (--frame->branches > 0)
            return;
    }
    go_on_after_branches(run, frame);
}

void go_on_after_branches(Run& run, FrameRef frame) {
    begin_wait(frame, FrameState::kRunning);
    if (frame->branch_outcome == Outcome::kOk) {
        ++frame->op;
        run.instance_of(frame).model->resume(run, frame);
        return;
    }
    if (is_overdue(run, frame))
        stop_frame(run, frame);
    else
        fail_frame(run, frame, outcome_of_failed_step(frame, frame->branch_outcome));
}

engine::Key key_of_branch(FrameRef parent, engine::Label label, std::uint64_t ordinal) {
    return parent->key.child(label, ordinal);
}

FrameRef make_branch(Run& run, FrameRef parent, engine::Label label, const BranchStart& start) {
    const FrameRef branch = make_frame(run, parent->instance, start.first_op);
    branch->key = key_of_branch(parent, label, start.ordinal);
    branch->lineage = lineage_within(run, parent);
    branch->parent = parent.index;
    branch->parent_epoch = parent->epoch;
    branch->journey = parent->journey;
    branch->counted = parent->counted;
    branch->is_branch = true;
    if (parent->has_session)
        run.set_session(branch, run.session_of(parent));
    branch->has_deadline = run.scenario.may_stop_work; // its trunk may get one
    run.trace_from(branch, *parent, TraceStep::Kind::kBranch, kNone);
    return branch;
}

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

Op poison_op(double probability) { return Op{.execute = execute_poison, .probability = probability}; }

Op jump_op(std::uint32_t target) { return Op{.execute = execute_jump, .a = target}; }

Op repeat_op(std::uint32_t first_op, std::uint32_t rounds, engine::Label label) {
    return Op{.execute = execute_repeat, .resume = resume_repeat, .label = label, .a = first_op, .b = rounds};
}

Op fork_op(std::uint32_t fork, engine::Label label) {
    return Op{.execute = execute_fork, .resume = resume_fork, .label = label, .a = fork};
}

} // namespace shaketable::models
