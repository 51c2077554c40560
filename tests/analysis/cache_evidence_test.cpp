// The evidence of the library's caches names the cause, with true numbers, and not where it is switched off.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::cache_evidence_test {
namespace {

TEST(CacheEvidence, NamesTheCacheThatHasNothingAnyMore) {
    const Told base = told("look-aside", "");
    EXPECT_TRUE(base.says("The hit ratio of cache fell from 90.31 % to 0 %; db answered ")) << base.text;
    EXPECT_TRUE(base.says(" requests whose callers had given up, and stored nothing")) << base.text;
    const Told through = told("look-aside", "read-through");
    EXPECT_FALSE(through.says("stored nothing")) << through.text;
    const Told without = told("look-aside", "", {"/timeline/flushed=null"});
    EXPECT_FALSE(without.says("The hit ratio")) << without.text;
}

TEST(CacheEvidence, NamesTheExpiryOfAHerd) {
    const Told base = told("thundering-herd", "");
    EXPECT_TRUE(base.says("The hit ratio of cache fell from 100 % to 0 %: ")) << base.text;
    EXPECT_TRUE(base.says(" look-ups found that a value's time was over")) << base.text;
    const Told lease = told("thundering-herd", "lease");
    EXPECT_FALSE(lease.says("The hit ratio")) << lease.text;
}

TEST(CacheEvidence, NamesWhatWasNotTrueAnyMore) {
    const Told base = told("cache-lies", "");
    EXPECT_TRUE(base.says("Of what cache answered ")) << base.text;
    EXPECT_TRUE(base.says(" was not true any more, up to ")) << base.text;
    const Told asked = told("cache-lies", "ask-the-database");
    EXPECT_FALSE(asked.says("not true any more")) << asked.text;
}

TEST(CacheEvidence, NamesTheOtherRelease) {
    const Told base = told("versioned-keys", "");
    EXPECT_TRUE(base.says(" look-ups of cache found what another release had written")) << base.text;
    const Told versioned = told("versioned-keys", "versioned");
    EXPECT_FALSE(versioned.says("another release")) << versioned.text;
}

/// Where two sentences could tell it.
TEST(CacheEvidence, TellsOfVainAnswersOnce) {
    const std::string words = " requests whose callers had given up";
    const Told moved = told("cache-cold-start", "a-fifth-by-modulo");
    const std::size_t first = moved.text.find(words);
    ASSERT_NE(first, std::string::npos) << moved.text;
    EXPECT_EQ(moved.text.find(words, first + 1), std::string::npos) << moved.text;
}

TEST(CacheEvidence, DoesNotRepeatTheTriggerWhereItStillActs) {
    const Told base = told("versioned-keys", "");
    const std::size_t first = base.text.find("first-replica (");
    ASSERT_NE(first, std::string::npos) << base.text;
    EXPECT_EQ(base.text.find("first-replica (", first + 1), std::string::npos) << base.text;
    EXPECT_TRUE(base.says("all (set /components/web/endpoints/profile/steps/1/format, to 2) began at 300 s"))
        << base.text;
}

} // namespace
} // namespace shaketable::analysis::cache_evidence_test
