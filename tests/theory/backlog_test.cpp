// Who comes while nobody works waits: lambda T messages, which take lambda T / (mu - lambda) to be done, as
// more come meanwhile. An hour's outage at five sixths of the capacity costs five hours.
#include "tests/theory/backlog.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

constexpr double kBacklogTolerance = 0.01;

TEST(Backlog, AfterAnOutageIsWhatCameAndDrainsByTheHeadroom) {
    constexpr double kOutage_s = 20.0;
    const Backlog found =
        after_an_outage({"/timeline/outage/for=20s", "/components/users/arrivals/pattern=even"}, 1);
    const double come = kMessagesPerSecond * kOutage_s;
    const double drain_s = come / (kConsumersPerSecond - kMessagesPerSecond);
    EXPECT_NEAR(found.most, come, kBacklogTolerance * come);
    EXPECT_NEAR(found.drained_s, drain_s, kBacklogTolerance * drain_s);
}

/// With the headroom gone it never ends; with twice as much it takes half as long.
TEST(Backlog, TakesHalfAsLongWithTwiceTheHeadroom) {
    const std::vector<std::string> shorter = {"/timeline/outage/for=10s",
                                              "/components/users/arrivals/pattern=even"};
    std::vector<std::string> faster = shorter;
    faster.emplace_back("/components/worker/replicas=14");
    const double ratio = after_an_outage(shorter, 1).drained_s / after_an_outage(faster, 1).drained_s;
    EXPECT_NEAR(ratio, 2.0, 2.0 * kBacklogTolerance);
}

} // namespace
} // namespace shaketable::theory
