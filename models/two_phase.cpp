#include "models/two_phase.hpp"

#include "models/frames.hpp"
#include "models/shards.hpp"
#include "models/steps.hpp"
#include "models/transaction_step.hpp"

#include <algorithm>
#include <bit>

namespace shaketable::models {

namespace {

/// Frame::rounds of a coordinator. While it joins, Frame::previous is the first of the transactions that are
/// prepared.
enum Phase : std::int64_t { kGathering, kVoting, kDeciding, kEnding };

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

/// All have voted, or ended; or the keys that were being moved are where they go.
void resume_two_phase(Run& run, FrameRef coordinator, const Op& op, std::uint16_t) {
    if (coordinator->rounds == kGathering) {
        begin_wait(coordinator, FrameState::kRunning);
        run.instance_of(coordinator).model->resume(run, coordinator);
    } else if (coordinator->rounds == kVoting && coordinator->previous != kNone &&
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

/// The step's transactions, a bit each, that go to the same database: they are one there.
struct Participant {
    std::uint32_t database = kNone; // kNone: no other goes there
    std::uint32_t which = 0;
};
struct Participants {
    std::vector<Participant> of = {}; // in the order of their first transactions
    engine::Time held_until = {};     // not over yet: one's key is being moved
};

Participants participants(const Run& run, FrameRef coordinator, const Op& op) {
    const TwoPhasePlan& plan = run.scenario.two_phases[op.a];
    Participants all;
    for (std::uint32_t place = 0; place < plan.programs.size(); ++place) {
        const std::uint32_t bit = 1U << place;
        const Op& first = run.scenario.ops[plan.programs[place]];
        if (plan.joined.empty() || !is_shard_op(first)) {
            all.of.push_back({.which = bit});
            continue;
        }
        const engine::Key key = key_of_branch(coordinator, op.label, place);
        const ShardAhead ahead = look_ahead(run, coordinator, key, first);
        all.held_until = std::max(all.held_until, ahead.held_until);
        const auto there = std::find_if(all.of.begin(), all.of.end(), [&](const Participant& other) {
            return other.database == ahead.database;
        });
        if (there == all.of.end())
            all.of.push_back({.database = ahead.database, .which = bit});
        else
            there->which |= bit;
    }
    return all;
}

std::uint32_t program_of(const TwoPhasePlan& plan, std::uint32_t which) {
    for (const JoinedTransactions& joined : plan.joined)
        if (joined.which == which)
            return joined.program;
    return plan.programs[static_cast<std::size_t>(std::countr_zero(which))];
}

Progress execute_two_phase(Run& run, FrameRef coordinator, const Op& op) {
    const Participants all = participants(run, coordinator, op);
    yield_worker(run, coordinator);
    if (all.held_until > run.now()) {
        begin_wait(coordinator, FrameState::kWaiting);
        coordinator->rounds = kGathering;
        wake_at(run, coordinator, all.held_until, Wake::kWaitOver);
        return Progress::kSuspended;
    }
    begin_wait(coordinator, FrameState::kJoining);
    coordinator->rounds = kVoting;
    coordinator->previous = kNone;
    coordinator->branch_outcome = Outcome::kOk;
    coordinator->branches = static_cast<std::uint32_t>(all.of.size());
    for (const Participant& each : all.of) {
        const FrameRef branch =
            make_branch(run, coordinator, op.label,
                        {.first_op = program_of(run.scenario.two_phases[op.a], each.which),
                         .ordinal = static_cast<std::uint64_t>(std::countr_zero(each.which))});
        run.instance_of(branch).model->resume(run, branch);
    }
    run.world.clockwork.count_work(all.of.size());
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
