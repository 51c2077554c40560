// The evidence of queues names the cause, with true numbers, and not where it is switched off.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::queue_evidence_test {
namespace {

TEST(QueueEvidence, TellsWhatWaitedTheOldestAndForHowLong) {
    const Told base = told("queue-backlog", "");
    EXPECT_TRUE(base.says("messages waited in mails, the oldest for 60.")) << base.text;
    EXPECT_TRUE(base.says("; it took 371 s from the first that had to wait until none did")) << base.text;
    const Told dropping = told("queue-backlog", "drop-the-old");
    EXPECT_TRUE(dropping.says(" were kept for as long as allowed, and are gone")) << dropping.text;
    const Told short_outage = told("queue-backlog", "", {"/timeline/mailers-away/for=1s"});
    EXPECT_FALSE(short_outage.says("messages waited in")) << short_outage.text;
}

TEST(QueueEvidence, DoesNotTellOfADrainThatDidNotHappen) {
    const Told cut_short = told("queue-backlog", "", {"/duration=3m", "/expect=null"});
    EXPECT_TRUE(cut_short.says("messages waited in mails, the oldest for 60.")) << cut_short.text;
    EXPECT_TRUE(cut_short.says(", and it had not drained at the end, when ")) << cut_short.text;
    EXPECT_FALSE(cut_short.says("it took")) << cut_short.text;
}

TEST(QueueEvidence, TellsOfWhatWaitsThoughNobodyIsHarmed) {
    const Told queued = told("cold-path-leak", "behind-a-queue");
    EXPECT_TRUE(queued.says("Nobody was harmed")) << queued.text;
    EXPECT_TRUE(queued.says(" messages waited in ")) << queued.text;
}

TEST(QueueEvidence, LeavesOutWhereHardlyAnyOfTheHarmWas) {
    const Told base = told("queue-backlog", "");
    EXPECT_FALSE(base.says("because calls of shop failed")) << base.text; // 4 of 15,695
    const Told lifo = told("queue-backlog", "last-in-first-out");
    EXPECT_TRUE(lifo.says("because calls of shop failed")) << lifo.text;
}

TEST(QueueEvidence, TellsWhatFailsAgainAndAgainAndWhetherAnybodyPutsItAside) {
    const Told base = told("poison-message", "");
    EXPECT_TRUE(base.says(" had been handed out before: ")) << base.text;
    EXPECT_TRUE(base.says(" calls of worker ended as \"error\", and nothing puts aside")) << base.text;
    const Told none = told("poison-message", "", {"/timeline/bad-release/to=0"});
    EXPECT_FALSE(none.says("handed out before")) << none.text;
    const Told aside = told("poison-message", "dead-letters");
    EXPECT_TRUE(aside.says(" messages of orders were put aside")) << aside.text;
    EXPECT_FALSE(aside.says("nothing puts aside")) << aside.text;
}

/// A receive that is not done in time is no failure: whose worker is missing, whose work is long, and whose
/// way is, are told apart.
TEST(QueueEvidence, TellsWhereTheTimeWentOfWhatWasNotDoneWithinItsVisibilityTimeOut) {
    const scenarios::Settings late = {"/components/orders/visibility_timeout=2s", "/expect=null"};
    const auto with = [&late](scenarios::Settings more) {
        more.insert(more.end(), late.begin(), late.end());
        return told("poison-message", "", more);
    };
    const Told hang = with({R"(/timeline={ "stuck": { "at": "60s", "for": "60s", "hang": "worker" } })",
                            "/components/worker/consumes/orders/prefetch=1000"});
    EXPECT_TRUE(hang.says(" were not done within the visibility time-out: in worker they waited for up to "))
        << hang.text;
    EXPECT_TRUE(hang.says(" were done once more, and took effect once more, too")) << hang.text;
    EXPECT_FALSE(hang.says("nothing puts aside")) << hang.text;
    const auto with_room = [&with](const std::string& timeline) {
        return with({"/timeline=" + timeline, "/components/shoppers/arrivals/rate=10/s",
                     "/components/worker/consumes/orders/prefetch=1000", "/components/worker/workers=1000",
                     "/components/worker/cores=1000"});
    };
    const Told way =
        with_room(R"({ "far": { "at": "60s", "for": "60s", "delay": "orders->worker", "by": "1900ms" } })");
    EXPECT_TRUE(way.says(": worker was at each for ")) << way.text;
    EXPECT_TRUE(way.says(" the slowest hundredth of the answers came after more than ")) << way.text;
    const Told work =
        with_room(R"({ "slow": { "at": "60s", "for": "120s", "slow": "worker", "factor": 200 } })");
    EXPECT_TRUE(work.says(": the work of worker took up to ")) << work.text;
}

TEST(QueueEvidence, TellsOfAQueueWhoseOwnCoresAreFull) {
    const Told base = told("github-2026", "");
    EXPECT_TRUE(base.says(" requests waited for background to store or hand out a message")) << base.text;
    EXPECT_TRUE(base.says(" requests waited for one of its 15 workers")) << base.text;
    EXPECT_TRUE(base.says("the workers waited for background")) << base.text;
    const Told quiet = told("github-2026", "", {"/components/background/time=100us", "/expect=null"});
    EXPECT_FALSE(quiet.says("to store or hand out")) << quiet.text;
}

TEST(QueueEvidence, TellsOfMessagesThatWerePublishedTwice) {
    const Told twice =
        told("queue-backlog", "",
             {R"(/timeline/mailers-away={"at":"60s","for":"60s","delay":"editors->mails","by":"1s"})",
              R"(/policies/user={"timeout":"1500ms","retry":{"attempts":2,"backoff":"none"}})"});
    EXPECT_TRUE(twice.says(" requests mails had a second message whose work was done, too")) << twice.text;
    EXPECT_FALSE(twice.says("longer than the visibility time-out")) << twice.text;
    EXPECT_FALSE(told("queue-backlog", "").says("a second message"));
}

TEST(QueueEvidence, TellsWhoseWorkersWaitAndForWhom) {
    const Told base = told("cold-path-leak", "");
    EXPECT_TRUE(base.says("requests waited for one of its 20 workers")) << base.text;
    EXPECT_TRUE(base.says("the workers waited for mail")) << base.text;
    const Told queued = told("cold-path-leak", "behind-a-queue");
    EXPECT_FALSE(queued.says("the workers waited")) << queued.text;
}

TEST(ScanEvidence, TellsThatWhatIsLookedThroughHasGrown) {
    const Told base = told("circleci-2015", "");
    EXPECT_TRUE(base.says("The longer what it looks through, the longer a query takes: db looked at "))
        << base.text;
    EXPECT_FALSE(base.says("nothing puts aside")) << base.text;
    const Told cheap = told("circleci-2015", "", {"/components/db/storage/row_cpu=1us", "/expect=null"});
    EXPECT_FALSE(cheap.says("looked at")) << cheap.text;
}

} // namespace
} // namespace shaketable::analysis::queue_evidence_test
