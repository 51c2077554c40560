#include "analysis/evidence.hpp"

#include "analysis/figure_text.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::analysis {
namespace {

Json storm(const std::string& variant, std::uint64_t seed = 1,
           const std::vector<std::string>& settings = {}) {
    const auto path = scenarios::resolve_scenario("retry-storm");
    const auto file = scenarios::load_file(path.value());
    return json_of(Entry{
        .result = run_variant(scenarios::compile(file.value(), variant, settings).value(), {.seed = seed})});
}

Json tiny(std::vector<std::string> settings) {
    settings.push_back("/duration=100s");
    return json_of(Entry{.result = run_tiny(settings)});
}

std::string all_of(const std::vector<Evidence>& evidence) {
    std::string text;
    for (const Evidence& sentence : evidence)
        text += sentence.text + "\n";
    return text;
}

bool says(const Json& entry, const std::string& words) {
    return all_of(evidence_of(entry)).find(words) != std::string::npos;
}

/// Every number is what stands in the entry at its pointer, and each digit in the text belongs to one.
void expect_true_numbers(const Json& entry) {
    for (const Evidence& sentence : evidence_of(entry)) {
        std::string rest = sentence.text;
        for (const EvidenceNumber& number : sentence.numbers) {
            const Json& value = entry.at(Json::json_pointer(number.pointer));
            ASSERT_TRUE(value.is_number()) << number.pointer;
            const double figure = value.get<double>();
            const bool is_it = number.text == seconds_text(figure) || number.text == percent_text(figure) ||
                               number.text == number_text(figure) || number.text == plain_text(figure) ||
                               (figure == std::floor(figure) &&
                                number.text == count_text(static_cast<std::uint64_t>(std::abs(figure))));
            EXPECT_TRUE(is_it) << number.text << " is not " << value << " at " << number.pointer;
            const std::size_t place = rest.find(number.text);
            ASSERT_NE(place, std::string::npos) << number.text << " in " << sentence.text;
            rest.erase(place, number.text.size());
        }
        EXPECT_EQ(rest.find_first_of("0123456789"), std::string::npos) << rest;
    }
}

void expect_three_to_seven_in_order(const Json& entry) {
    const std::vector<Evidence> evidence = evidence_of(entry);
    EXPECT_GE(evidence.size(), 3U) << all_of(evidence);
    EXPECT_LE(evidence.size(), 7U) << all_of(evidence);
    for (std::size_t i = 1; i < evidence.size(); ++i)
        EXPECT_LE(evidence[i - 1].at_s, evidence[i].at_s);
}

const std::string kCut = R"(/timeline/cut={ "at": "10s", "for": "30s", "cut": "users->web" })";

TEST(Evidence, IsTrueAndShort) {
    std::vector<Json> entries;
    for (const char* variant : {"naive", "full-jitter", "single-attempt"})
        entries.push_back(storm(variant));
    entries.push_back(tiny({R"(/timeline/slow={ "at": "10s", "for": "5s", "slow": "web", "factor": 1 })"}));
    entries.push_back(tiny({kCut}));
    entries.push_back(tiny({R"(/timeline/cut={ "at": "10s", "cut": "users->web" })"}));
    entries.push_back(
        tiny({R"(/timeline/load={ "at": "10s", "for": "30s", "load": "users", "factor": 8 })"}));
    for (const Json& entry : entries) {
        expect_true_numbers(entry);
        expect_three_to_seven_in_order(entry);
    }
}

TEST(Evidence, NamesWhatAFaultIsAboutOnce) {
    EXPECT_TRUE(says(tiny({kCut}), "cut (cut users->web, mode drop) began"));
    EXPECT_TRUE(says(tiny({R"(/timeline/slow={ "at": "10s", "for": "5s", "slow": "web", "factor": 2 })"}),
                     "slow (slow web, factor 2) began"));
    EXPECT_TRUE(
        says(tiny({R"(/timeline/late={ "at": "10s", "for": "5s", "delay": "users->web", "by": "20ms" })"}),
             "late (delay users->web, by 20.0 ms) began"));
    EXPECT_TRUE(says(
        tiny(
            {R"(/timeline/tune={ "at": "10s", "for": "5s", "set": "/components/web/queue_limit", "to": 2 })"}),
        "tune (set /components/web/queue_limit, to 2) began"));
}

TEST(Evidence, IsNoneWhereNothingHappened) {
    EXPECT_TRUE(evidence_of(tiny({})).empty());
    EXPECT_TRUE(tiny({})["evidence"].empty());
}

TEST(Evidence, StandsInTheDocument) {
    const Json entry = tiny({kCut});
    const std::vector<Evidence> evidence = evidence_of(entry);
    ASSERT_EQ(entry["evidence"].size(), evidence.size());
    EXPECT_EQ(entry["evidence"][0]["text"], evidence[0].text);
    EXPECT_EQ(entry["evidence"][0]["numbers"].size(), evidence[0].numbers.size());
}

TEST(Evidence, NamesWhatSustainsAStorm) {
    const Json entry = storm("naive");
    EXPECT_TRUE(says(entry, "the failure did not"));
    EXPECT_TRUE(says(entry, "Thirty seconds with no retries"));
    EXPECT_TRUE(says(entry, "calls a journey"));
    EXPECT_TRUE(says(entry, "of them because calls of inventory-db failed"));
    EXPECT_TRUE(says(entry, "of them shoppers.checkout"));
}

// Without the cause the sentence about it is gone.
TEST(Evidence, SaysNothingOfACauseThatIsNotThere) {
    const Json once = storm("single-attempt");
    EXPECT_FALSE(says(once, "Retries"));
    EXPECT_FALSE(says(once, "the failure did not"));
    EXPECT_TRUE(says(once, "Goodput was back"));
    const Json patient = storm(
        "single-attempt", 1,
        {"/policies/to-db/timeout=100s", "/policies/to-orders/timeout=100s", "/policies/user/timeout=100s"});
    EXPECT_FALSE(says(patient, "whose callers had given up"));
    const Json harmless =
        tiny({R"(/timeline/slow={ "at": "10s", "for": "5s", "slow": "web", "factor": 1 })"});
    EXPECT_TRUE(says(harmless, "Nobody was harmed: 0 journeys were good without it"));
    EXPECT_FALSE(says(harmless, "Goodput fell"));
    // Three times the users who look around, five calls each, are more calls a journey, and no retry.
    const Json other_mix = tiny(
        {R"(/components/lookers={ "kind": "client", "arrivals": { "rate": "5/s", "pattern": "even" }, "journeys": { "look": { "steps": [ { "parallel": [ { "call": "web.answer" } ], "count": 5 } ] } } })",
         R"(/timeline/sale={ "at": "10s", "for": "5s", "load": "lookers", "factor": 20 })"});
    EXPECT_GT(other_mix["total"]["attempts_per_journey"].get<double>(),
              1.2 * other_mix["twin"]["total"]["attempts_per_journey"].get<double>());
    EXPECT_FALSE(says(other_mix, "Retries"));
}

TEST(Evidence, NamesTheFirstOfSeveralFaultsAndWhatActsToTheEnd) {
    const Json entry = tiny({R"(/timeline/slow={ "at": "10s", "for": "5s", "slow": "web", "factor": 6 })",
                             R"(/timeline/dead={ "at": "40s", "crash": "web" })"});
    EXPECT_TRUE(says(entry, "slow (slow web, factor 6), the first of several faults, began at 10.0 s"));
    EXPECT_TRUE(says(entry, "than would have been without them"));
    EXPECT_TRUE(says(entry, "dead (crash web) began at 40.0 s and acted to the end"));
    expect_true_numbers(entry);
}

} // namespace
} // namespace shaketable::analysis
