#include "tests/theory/retry_storm.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(RetryStorm, StaysDownWithNaiveRetries) { EXPECT_LT(retry_storm("naive", 1).share(), 0.5); }

TEST(RetryStorm, ComesBackWithASingleAttempt) { EXPECT_GE(retry_storm("single-attempt", 1).share(), 0.95); }

// Jitter spreads the attempts over time and takes none away: four a layer are still more than the database
// can do.
TEST(RetryStorm, StaysDownWithFullJitter) { EXPECT_LT(retry_storm("full-jitter", 1).share(), 0.5); }

} // namespace
} // namespace shaketable::theory
