#include "models/two_phase.hpp"

#include "models/frames.hpp"
#include "models/steps.hpp"
#include "models/transaction_step.hpp"

namespace shaketable::models {

namespace {

/// Frame::rounds of a coordinator. While it joins, Frame::previous is the first of the transactions that are
/// prepared.
enum Phase : std::int64_t { kVoting, kDeciding, kEnding };

/// Those that are prepared go on: to their commit, or else to their rollback.
void tell_decision(Run& run, FrameRef coordinator, const Op& op) {
    const Outcome outcome = coordinator->branch_outcome;
    std::uint32_t next = coordinator->previous;
    begin_wait(coordinator, FrameState::kJoining);
    coordinator->previous = kNone;
    coordinator->rounds = kEnding;
    coordinator->branches = 1; // this loop: some may end within it
    for (std::uint32_t each = next; each != kNone; each = run.world.transactions[each].next_prepared) {
        ++coordinator->branches;
        run.frame(run.world.transactions[each].trunk)->parent_epoch = coordinator->epoch;
    }
    while (next != kNone) {
        const Transaction& told = run.world.transactions[next];
        const FrameRef branch = run.frame(told.trunk);
        next = told.next_prepared;
        if (outcome != Outcome::kOk) {
            fail_transaction(run, branch, outcome);
            continue;
        }
        branch->has_deadline = false; // what is decided is done
        run.world.transactions[run.transaction_of(branch)].is_decided = true;
        begin_wait(branch, FrameState::kRunning);
        ++branch->op;
        run.instance_of(branch).model->resume(run, branch);
    }
    if (--coordinator->branches == 0)
        op.resume(run, coordinator, op, 0);
}

/// All have voted, or ended.
void resume_two_phase(Run& run, FrameRef coordinator, const Op& op, std::uint16_t) {
    if (coordinator->rounds == kVoting && coordinator->previous != kNone &&
        coordinator->branch_outcome == Outcome::kOk) {
        begin_wait(coordinator, FrameState::kWaiting);
        coordinator->rounds = kDeciding;
        wake_at(run, coordinator, run.now() + run.scenario.two_phases[op.a].decision, Wake::kWaitOver);
    } else if (coordinator->rounds == kEnding) {
        go_on_after_branches(run, coordinator);
    } else {
        tell_decision(run, coordinator, op);
    }
}

Progress execute_two_phase(Run& run, FrameRef coordinator, const Op& op) {
    const std::vector<std::uint32_t>& programs = run.scenario.two_phases[op.a].programs;
    begin_wait(coordinator, FrameState::kJoining);
    coordinator->rounds = kVoting;
    coordinator->previous = kNone;
    coordinator->branch_outcome = Outcome::kOk;
    coordinator->branches = static_cast<std::uint32_t>(programs.size());
    yield_worker(run, coordinator);
    std::uint64_t ordinal = 0;
    for (const std::uint32_t program : programs) {
        const FrameRef branch =
            make_branch(run, coordinator, op.label, {.first_op = program, .ordinal = ordinal++});
        run.instance_of(branch).model->resume(run, branch);
    }
    run.world.clockwork.count_work(ordinal);
    return Progress::kSuspended;
}

Progress execute_await_decision(Run& run, FrameRef branch, const Op&) {
    const std::uint32_t own = run.transaction_of(branch);
    const FrameRef coordinator = run.frame(branch->parent);
    begin_wait(branch, FrameState::kWaiting);
    yield_worker(run, branch);
    run.world.transactions[own].next_prepared = coordinator->previous;
    coordinator->previous = own;
    if (--coordinator->branches == 0) {
        const Op& op = run.op_of(coordinator);
        op.resume(run, coordinator, op, 0);
    }
    return Progress::kSuspended;
}

} // namespace

Op two_phase_op(std::uint32_t plan, engine::Label label) {
    return Op{.execute = execute_two_phase, .resume = resume_two_phase, .label = label, .a = plan};
}

Op await_decision_op() { return Op{.execute = execute_await_decision}; }

} // namespace shaketable::models
