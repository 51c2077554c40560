// Little's law and nothing else: who comes while nobody is served, waits.
#include "tests/theory/lock_queue.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace shaketable::theory {
namespace {

constexpr std::uint64_t kLockQueueSeeds = 400;
constexpr double kLockQueueTolerance = 0.02;

struct Mean {
    double value = 0.0;
    double error = 0.0; // standard
};

template <class Figure>
Mean mean_of(const std::vector<LockQueue>& runs, const Figure& figure) {
    double sum = 0.0;
    double squares = 0.0;
    for (const LockQueue& run : runs) {
        sum += figure(run);
        squares += figure(run) * figure(run);
    }
    const auto n = static_cast<double>(runs.size());
    return {.value = sum / n, .error = std::sqrt((squares / n - sum * sum / (n * n)) / n)};
}

TEST(LockQueue, BehindALongReadHoldsWhoComesMeanwhile) {
    std::vector<LockQueue> runs;
    for (std::uint64_t seed = 1; seed <= kLockQueueSeeds; ++seed)
        runs.push_back(behind_a_long_read(seed));
    const Mean exhausted = mean_of(runs, [](const LockQueue& run) { return run.exhausted_after_s; });
    const Mean waiting = mean_of(runs, [](const LockQueue& run) { return run.waiting; });
    const double pool_fills_s = kConnections / kReadsPerSecond;
    const double come = kReadsPerSecond * kRemainingRead_s;
    EXPECT_NEAR(exhausted.value, pool_fills_s, kLockQueueTolerance * pool_fills_s);
    EXPECT_LT(exhausted.error, 0.5 * kLockQueueTolerance * pool_fills_s);
    EXPECT_NEAR(waiting.value, come, kLockQueueTolerance * come);
    EXPECT_LT(waiting.error, 0.5 * kLockQueueTolerance * come);
    for (const LockQueue& run : runs)
        EXPECT_NEAR(run.blocked_s, kRemainingRead_s, 1e-6);
}

} // namespace
} // namespace shaketable::theory
