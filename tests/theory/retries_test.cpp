// Calls that are tried again, at one seed, and with a parameter broken, which must be seen.
#include "tests/theory/retries.hpp"

#include "tests/theory/broken.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(Retries, TakeAsManyAttemptsAndSucceedAsOftenAsChanceSays) {
    expect_agreement(compare_attempts({.failure = 0.1, .attempts = 3}, quick()));
    expect_agreement(compare_attempts({.failure = 0.5, .attempts = 4}, quick()));
    expect_agreement(compare_attempts({.failure = 0.9, .attempts = 4}, quick()));
}

// Site Reliability Engineering, chapter 22, has the 64; the AWS Builders' Library, "Timeouts, retries and
// backoff with jitter", the 243.
TEST(LayersOfRetries, MultiplyExactlyOverALeafThatIsDown) {
    expect_agreement(compare_layers({.layers = 3, .attempts = 4}, quick()));
    expect_agreement(compare_layers({.layers = 5, .attempts = 3}, quick()));
}

// 1.75, 1.996 and 2: a storm takes a leaf that is down, not one that fails every other time.
TEST(LayersOfRetries, HardlyAddCallsOverALeafThatFailsHalfTheTime) {
    for (const int layers : {1, 2, 3})
        expect_agreement(compare_layers({.layers = layers, .attempts = 3, .failure = 0.5}, quick()));
}

TEST(BrokenRetries, AreSeenWithOneAttemptMore) {
    expect_disagreement(compare_attempts({.failure = 0.5, .attempts = 4}, broken({with_attempts(5)})));
    expect_disagreement(compare_attempts({.failure = 0.9, .attempts = 4}, broken({with_attempts(5)})));
}

TEST(BrokenRetries, AreSeenWithAFifthMoreFailures) {
    // Too few fail for 1 % of success to tell.
    expect_disagreement(compare_attempts({.failure = 0.1, .attempts = 3}, broken({with_failure(0.12)})),
                        {"success"});
    expect_disagreement(compare_attempts({.failure = 0.5, .attempts = 4}, broken({with_failure(0.6)})));
}

TEST(BrokenLayers, AreSeenWithOneAttemptLessOrOneLayerMore) {
    expect_disagreement(compare_layers({.layers = 3, .attempts = 4}, broken({with_attempts(3)})));
    expect_disagreement(compare_layers({.layers = 3, .attempts = 4}, broken({with_layers(4)})));
    expect_disagreement(
        compare_layers({.layers = 1, .attempts = 3, .failure = 0.5}, broken({with_layers(2)})));
}

TEST(BrokenLayers, AreSeenWithALeafThatRecoversOnceInAThousand) {
    expect_disagreement(compare_layers({.layers = 3, .attempts = 4}, broken({with_failure(0.999)})));
    expect_disagreement(compare_layers({.layers = 5, .attempts = 3}, broken({with_failure(0.999)})));
}

TEST(BrokenLayers, AreSeenWithALeafThatFailsMoreOften) {
    for (const int layers : {2, 3})
        expect_disagreement(
            compare_layers({.layers = layers, .attempts = 3, .failure = 0.5}, broken({with_failure(0.52)})));
}

} // namespace
} // namespace shaketable::theory
