// The operations of step lists that are not calls: work, wait, branch, fork and join.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Computes for a draw of Scenario::distributions[distribution], on the cores of the instance.
[[nodiscard]] Op work_op(std::uint32_t distribution, DrawBy by, engine::Label label);
/// Waits for a draw, without computing.
[[nodiscard]] Op wait_op(std::uint32_t distribution, engine::Label label);
/// With `probability` goes on with the next operation, else with `otherwise`.
[[nodiscard]] Op branch_op(double probability, std::uint32_t otherwise, engine::Label label);
[[nodiscard]] Op jump_op(std::uint32_t target);
/// Runs the programs of Scenario::forks[fork] side by side; goes on when all have ended, fails if one failed.
[[nodiscard]] Op fork_op(std::uint32_t fork, engine::Label label);

/// With `probability`, the same for all attempts of a request, the frame fails.
[[nodiscard]] Op poison_op(double probability);

/// Runs the program at `first_op` `rounds` times, one after the other; goes on when the last has ended, fails
/// with the first that fails.
[[nodiscard]] Op repeat_op(std::uint32_t first_op, std::uint32_t rounds, engine::Label label);

/// The rounds of such a step, if their number is known only when it is executed: none has begun yet.
void begin_rounds(Run& run, FrameRef frame);
/// Goes on with the next ones, or behind them; `op`: their first operation is its `a`.
void run_rounds(Run& run, FrameRef frame, const Op& op, std::int64_t rounds);

/// The n-th branch of those that the parent's step begins.
struct BranchStart {
    std::uint32_t first_op = 0;
    std::uint64_t ordinal = 0;
};
/// All branches have ended: the frame goes on, or fails as the first of them that failed.
void go_on_after_branches(Run& run, FrameRef frame);
[[nodiscard]] engine::Key key_of_branch(FrameRef parent, engine::Label label, std::uint64_t ordinal);
/// Makes it; it has not begun yet.
[[nodiscard]] FrameRef make_branch(Run& run, FrameRef parent, engine::Label label, const BranchStart& start);

} // namespace shaketable::models
