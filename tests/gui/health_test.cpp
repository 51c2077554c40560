// The words for how components and replicas are, and what cards tell of the library's failures.
#include "gui/canvas/painter.hpp"
#include "gui/view_models/health.hpp"
#include "gui/view_models/session.hpp"
#include "tests/gui/waiting.hpp"

#include <gtest/gtest.h>

namespace shaketable::gui {
namespace {

/// What `figures` changes of a server that is well.
template <class Change>
std::string word_if(Change change) {
    StateFigures figures{.meter = 0.2, .queue = 0.0, .queued_s = 0.0};
    change(figures);
    return std::string(state_of(figures).word);
}

TEST(Health, OfAServerWhoseQueueStandsOrWhoseCallersGiveUpIsNotWell) {
    EXPECT_EQ(word_if([](StateFigures&) {}), "well");
    EXPECT_EQ(word_if([](StateFigures& of) { of.timed_out_share = 0.06; }), "callers time out");
    EXPECT_EQ(word_if([](StateFigures& of) { of.timed_out_share = 0.01; }), "some time out");
    EXPECT_EQ(word_if([](StateFigures& of) {
                  of.queue = 168.0;
                  of.queued_s = 8.8;
              }),
              "long queue");
    EXPECT_EQ(word_if([](StateFigures& of) {
                  of.queue = 1791.0;
                  of.queued_s = 17.0;
                  of.workers_held = 1.0;
              }),
              "all workers wait");
    EXPECT_EQ(word_if([](StateFigures& of) { // a moment's arrivals
                  of.queue = 2.0;
                  of.queued_s = 2.0;
              }),
              "well");
    EXPECT_EQ(word_if([](StateFigures& of) { of.workers_held = 1.0; }), "well") << "and nobody waits";
    EXPECT_EQ(word_if([](StateFigures& of) { of.holds_up = 41; }), "blocks others");
}

TEST(Health, OfASignIsInItsOwnWords) {
    const auto word_of = [](analysis::Sign sign) {
        return word_if([&](StateFigures& of) { of.sign = sign; });
    };
    analysis::Sign hits{.name = "hit_ratio",
                        .words = {.brief = "hits", .state = "misses"},
                        .level = 0.9,
                        .kind = models::MetricKind::kShare,
                        .worse = models::Worse::kLess};
    EXPECT_EQ(word_of(hits), "well");
    hits.level = 0.0;
    EXPECT_EQ(word_of(hits), "misses");
    EXPECT_EQ(sign_text(hits), "0 % hits");
    analysis::Sign heap{.name = "heap",
                        .words = {.state = "memory full"},
                        .unit = "MiB",
                        .level = 480.0,
                        .most = 512.0,
                        .of_fullest = true};
    EXPECT_EQ(word_of(heap), "memory full");
    EXPECT_EQ(sign_text(heap), "480 of 512 MiB heap");
    heap.level = 100.0;
    EXPECT_EQ(word_of(heap), "well");
}

Cell cell_in(models::LifeStage stage, double speed) {
    return cell_of({.kind = "service", .stage = stage, .speed = speed, .cores = 1.0},
                   StateFigures{.meter = 0.2});
}

TEST(Health, OfReplicasTellsThoseThatComeFromThoseThatAreSlowedDown) {
    using models::LifeStage;
    EXPECT_EQ(cell_in(LifeStage::kAbsent, 1.0).word, "absent");
    EXPECT_EQ(cell_in(LifeStage::kStarting, 1.0).word, "starting");
    EXPECT_EQ(cell_in(LifeStage::kWarmingUp, 0.3).word, "warming up");
    EXPECT_EQ(cell_in(LifeStage::kServes, 0.3).word, "slowed");
    Card card{.cells = {cell_in(LifeStage::kServes, 1.0), cell_in(LifeStage::kStarting, 1.0),
                        cell_in(LifeStage::kStarting, 1.0), cell_in(LifeStage::kAbsent, 1.0)}};
    call_server(card, StateFigures{.meter = 0.2});
    EXPECT_EQ(card.word, "2 starting");
    EXPECT_EQ(card.present, 3U);
    call_server(card, StateFigures{.meter = 0.95});
    EXPECT_EQ(card.word, "saturated");
    card.cells[0].word = "down";
    call_server(card, StateFigures{.meter = 0.95});
    EXPECT_EQ(card.word, "1 of 3 down");
}

/// The card of a component at an instant of a scenario of the library.
Card card_at(Session& session, const QString& scenario, double at_s, const std::string& name) {
    EXPECT_TRUE(session.open(scenario));
    EXPECT_TRUE(wait_until_finished(session));
    EXPECT_TRUE(seek_and_wait(session, at_s));
    for (const Card& card : session.snapshot()->cards)
        if (card.name == name)
            return card;
    ADD_FAILURE() << name;
    return {};
}

TEST(Cards, TellWhoHoldsUpOthersByItsLocks) {
    Session session;
    const Card reports = card_at(session, "bad-migration", 118.0, "reports");
    EXPECT_EQ(reports.word, "blocks others");
    ASSERT_TRUE(reports.holds_up);
    EXPECT_GT(reports.holds_up->statements, 10U);
    EXPECT_EQ(reports.holds_up->database, "db");
    EXPECT_TRUE(remark_text(reports).endsWith("wait for its locks"));
    ASSERT_TRUE(seek_and_wait(session, 100.0));
    for (const Card& card : session.snapshot()->cards)
        EXPECT_FALSE(card.holds_up) << card.name << ": nothing is wrong yet";
}

TEST(Cards, OfThoseWhoseWorkersWaitAreNotWell) {
    Session session;
    EXPECT_EQ(card_at(session, "cold-path-leak", 100.0, "shop").word, "all workers wait");
    EXPECT_NE(card_at(session, "thundering-herd-minute", 62.0, "api").health, Health::kWell);
}

TEST(Cards, TellHowManyReplicasThereAreOfThoseThatMayBe) {
    Session session;
    const Card web = card_at(session, "autoscaler-lag", 30.0, "web");
    EXPECT_TRUE(web.is_scaled);
    EXPECT_EQ(web.present, 2U);
    EXPECT_GT(web.cells.size(), 2U);
    EXPECT_EQ(web.cells.back().word, "absent");
    EXPECT_EQ(replicas_text(web), "2 replicas");
    const Card rushed = card_at(session, "autoscaler-lag", 95.0, "web");
    EXPECT_GT(rushed.meter.value_or(0.0), 0.9) << "those that start have no cores to spare";
    EXPECT_EQ(rushed.word, "saturated");
}

TEST(Cards, OfAJobWhoseRunsOverlapSaySo) {
    Session session;
    const Card report = card_at(session, "runaway-job", 200.0, "report");
    EXPECT_EQ(report.word, "runs overlap");
    EXPECT_TRUE(remark_text(report).endsWith("overlapping"));
}

} // namespace
} // namespace shaketable::gui
