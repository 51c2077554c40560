// Load factors: a second stream of users above 1, thinning below; neither moves or renumbers the usual ones.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace shaketable::models::load_test {
namespace {

std::string text_of(const std::string& timeline, const std::string& arrivals) {
    return R"("duration": "100s", "components": { "user": { "kind": "client", "arrivals": { )" + arrivals +
           R"( }, "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
           "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "work": "1ms" } ] } } } },
           "timeline": { )" +
           timeline + " }";
}

using Arrivals = std::set<std::pair<std::uint64_t, std::int64_t>>; // who, when

Arrivals arrivals(const std::string& timeline, const std::string& rate = R"("rate": "100/s")") {
    Arrivals found;
    for (const Fact& fact : Played(text_of(timeline, rate)).facts.of(What::kJourneyBegan))
        found.emplace(fact.who, fact.time.ns());
    return found;
}
std::size_t between(const Arrivals& all, std::int64_t from, std::int64_t to) {
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const auto& arrival) {
        return arrival.second >= from * kSecond && arrival.second < to * kSecond;
    }));
}
bool includes(const Arrivals& larger, const Arrivals& smaller) {
    return std::includes(larger.begin(), larger.end(), smaller.begin(), smaller.end());
}

TEST(Load, AboveOneAddsUsersAndLeavesTheOthersWhereTheyAre) {
    const Arrivals usual = arrivals("");
    const Arrivals more = arrivals(R"("rush": { "at": "20s", "for": "40s", "load": "user", "factor": 1.5 })");
    EXPECT_TRUE(includes(more, usual));
    const double extra = static_cast<double>(more.size() - usual.size());
    EXPECT_NEAR(extra, 2000.0, 4.0 * 45.0); // Poisson of mean 40 s x 50/s
    EXPECT_EQ(between(more, 0, 20), between(usual, 0, 20));
    EXPECT_EQ(between(more, 60, 100), between(usual, 60, 100));
}

TEST(Load, BelowOneLetsSomeStayAway) {
    const Arrivals usual = arrivals("");
    const Arrivals fewer =
        arrivals(R"("lull": { "at": "20s", "for": "40s", "load": "user", "factor": 0.25 })");
    EXPECT_TRUE(includes(usual, fewer));
    const double missing = static_cast<double>(usual.size() - fewer.size());
    EXPECT_NEAR(missing, 3000.0, 4.0 * 55.0);
    EXPECT_EQ(
        between(arrivals(R"("none": { "at": "20s", "for": "40s", "load": "user", "factor": 0 })"), 20, 60),
        0U);
}

/// Ten users who think for a second and wait for 10 ms; how many journeys began in each second.
std::vector<std::size_t> closed_journeys(const std::string& timeline) {
    const Played played(R"("duration": "12s", "components": { "user": { "kind": "client",
        "users": { "count": 10, "think": "990ms" }, "journeys": { "j": { "steps": [ { "wait": "10ms" } ] } } } },
        "timeline": { )" +
                        timeline + " }");
    std::vector<std::size_t> by_second(12);
    for (const std::int64_t time : played.facts.times(What::kJourneyBegan))
        ++by_second[static_cast<std::size_t>(time / kSecond)];
    return by_second;
}

TEST(Load, OfClosedUsersChangesHowManyTakePart) {
    using Counts = std::vector<std::size_t>;
    EXPECT_EQ(closed_journeys(R"("rush": { "at": "2s", "for": "4s", "load": "user", "factor": 2.5 })"),
              (Counts{10, 10, 25, 25, 25, 25, 10, 10, 10, 10, 10, 10}));
    EXPECT_EQ(closed_journeys(R"("none": { "at": "2s", "for": "4s", "load": "user", "factor": 0 })"),
              (Counts{10, 10, 0, 0, 0, 0, 10, 10, 10, 10, 10, 10}));
    EXPECT_EQ(closed_journeys(R"("a": { "at": "2s", "for": "6s", "load": "user", "factor": 2 },
                                 "b": { "at": "4s", "for": "2s", "load": "user", "factor": 1.5 })"),
              (Counts{10, 10, 20, 20, 30, 30, 20, 20, 10, 10, 10, 10}));
    const Counts half =
        closed_journeys(R"("half": { "at": "2s", "for": "4s", "load": "user", "factor": 0.5 })");
    EXPECT_EQ(half[3], half[2]);
    EXPECT_LT(half[2], 10U);
    EXPECT_GT(half[2], 0U);
    EXPECT_EQ(half[6], 10U);
}

TEST(Load, OfClosedUsersLeavesTheOthersAsTheyAre) {
    const auto begun = [](const std::string& timeline) {
        Arrivals found;
        const Played played(R"("duration": "30s", "components": { "user": { "kind": "client",
            "users": { "count": 5, "think": { "exponential": "1s" } }, "journeys": { "j": { "steps": [ { "wait": "10ms" } ] } } } },
            "timeline": { )" +
                            timeline + " }");
        for (const Fact& fact : played.facts.of(What::kJourneyBegan))
            found.emplace(fact.who, fact.time.ns());
        return found;
    };
    EXPECT_TRUE(
        includes(begun(R"("rush": { "at": "5s", "for": "10s", "load": "user", "factor": 3 })"), begun("")));
}

TEST(Load, OfOneChangesNothing) {
    const std::string same = R"("same": { "at": "20s", "for": "40s", "load": "user", "factor": 1 })";
    EXPECT_EQ(arrivals(same), arrivals(""));
}

TEST(Load, FactorsOfOverlappingEntriesMultiply) {
    const std::string twice = R"("a": { "at": "20s", "for": "40s", "load": "user", "factor": 2 }, )";
    EXPECT_EQ(arrivals(twice + R"("b": { "at": "20s", "for": "40s", "load": "user", "factor": 0.5 })"),
              arrivals(""));
}

TEST(Load, FollowsTheRateAndKeepsWhatIsLeftOfAGap) {
    const std::string evenly =
        R"("rate": "10/s", "pattern": "even", "steps": { "up": { "at": "50s", "rate": "20/s" } })";
    const Arrivals usual = arrivals("", evenly);
    std::vector<std::int64_t> extra_us;
    for (const auto& arrival :
         arrivals(R"("rush": { "at": "49900ms", "for": "1s", "load": "user", "factor": 1.5 },
                                           "more": { "at": "50100ms", "for": "800ms", "load": "user", "factor": 2 })",
                  evenly))
        if (!usual.contains(arrival))
            extra_us.push_back(arrival.second / kUs);
    std::sort(extra_us.begin(), extra_us.end());
    // 5/s until 50 s, then 10/s: one at 50.05 s. From 50.1 s on 40/s, and half of the gap is over.
    std::vector<std::int64_t> expected = {50'050'000};
    for (std::int64_t at = 50'112'500; at < 50'900'000; at += 25'000)
        expected.push_back(at);
    EXPECT_EQ(extra_us, expected);
}

} // namespace
} // namespace shaketable::models::load_test
