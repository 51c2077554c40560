// The same at full length: half an hour, Poisson, 1.8 million messages.
#include "tests/theory/backlog.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(BacklogAtLength, OfHalfAnHourTakesTwoHoursAndAHalf) {
    const Backlog found = after_an_outage({"/timeline/outage/for=1800s", "/duration=4h", "/window=60s"}, 1);
    EXPECT_NEAR(found.most, 1.8e6, 0.01 * 1.8e6);
    EXPECT_NEAR(found.drained_s, 9000.0, 0.01 * 9000.0);
}

} // namespace
} // namespace shaketable::theory
