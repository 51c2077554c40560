#include "scenarios/accepted_form.hpp"
#include "scenarios/names.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/quantities.hpp"

#include <gtest/gtest.h>

namespace shaketable::scenarios {
namespace {

std::int64_t ns(std::string_view text) { return parse_duration(text).quantity.value().ns(); }

TEST(Quantities, ReadDurationsInEveryUnit) {
    EXPECT_EQ(ns("800ns"), 800);
    EXPECT_EQ(ns("2us"), 2'000);
    EXPECT_EQ(ns("250ms"), 250'000'000);
    EXPECT_EQ(ns("1.5s"), 1'500'000'000);
    EXPECT_EQ(ns("10m"), 600'000'000'000);
    EXPECT_EQ(ns("1h"), 3'600'000'000'000);
    EXPECT_EQ(ns("3d"), 259'200'000'000'000);
    EXPECT_EQ(ns("0"), 0);
    EXPECT_EQ(ns("0.25us"), 250);
}

TEST(Quantities, RefuseDurationsThatAreNone) {
    for (const char* bad :
         {"", "s", "5", "5 ms", " 5ms", "5MS", "-5ms", "+5ms", "1e3s", ".5s", "5.s", "0x5s", "5ms "})
        EXPECT_FALSE(parse_duration(bad).quantity.has_value()) << bad;
}

TEST(Quantities, SaturateInsteadOfOverflowing) {
    EXPECT_GT(ns("99999999999999999999d"), engine::kLongest.ns());
    EXPECT_GT(ns("9999999999999d"), engine::kLongest.ns());
    EXPECT_GT(ns(std::string(5000, '9') + "s"), engine::kLongest.ns());
}

TEST(Quantities, ReadRatesPerUnit) {
    EXPECT_EQ(parse_rate("400/s").quantity.value().per_second, 400.0);
    EXPECT_EQ(parse_rate("30/m").quantity.value().per_second, 0.5);
    EXPECT_EQ(parse_rate("0.5/s").quantity.value().per_second, 0.5);
    EXPECT_EQ(parse_rate("0").quantity.value().per_second, 0.0);
    for (const char* bad : {"", "400", "400/ms", "/s", "400/", "400 /s", "-1/s", "1e3/s"})
        EXPECT_FALSE(parse_rate(bad).quantity.has_value()) << bad;
}

TEST(Quantities, PrintWhatReadsBackTheSame) {
    for (const char* text : {"0s", "1ns", "250ms", "1500ms", "90s", "10m", "36h", "3d", "36525d"})
        EXPECT_EQ(text_of(parse_duration(text).quantity.value()), text);
    EXPECT_EQ(text_of(models::Rate{0.1}), "0.1/s");
}

TEST(NearestName, CountsInsertionsDeletionsReplacementsAndSwaps) {
    EXPECT_EQ(edit_distance("workers", "wokers"), 1U);
    EXPECT_EQ(edit_distance("workers", "wrokers"), 1U);
    EXPECT_EQ(edit_distance("workers", "Workerz"), 1U);
    EXPECT_EQ(edit_distance("event-loop", "event_loop"), 0U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(NearestName, OffersOnlyWhatIsNear) {
    EXPECT_EQ(nearest_name("wokers", {"replicas", "workers"}), "workers");
    EXPECT_EQ(nearest_name("Workers", {"replicas", "workers"}), "workers");
    EXPECT_EQ(nearest_name("flux", {"replicas", "workers"}), "");
    EXPECT_EQ(nearest_name("db", {"dx", "web"}), "");
    EXPECT_EQ(nearest_name(std::string(1'000'000, 'a'), {"a"}), "");
}

TEST(Names, AreLettersDigitsAndDashes) {
    EXPECT_TRUE(is_name("to-orders_2", NameForm::kPlain));
    EXPECT_TRUE(is_name("web->orders", NameForm::kEdge));
    for (const char* bad : {"", "a.b", "a b", "a->b", "\xC3\xA4", "a/b"})
        EXPECT_FALSE(is_name(bad, NameForm::kPlain)) << bad;
    for (const char* bad : {"", "a", "->b", "a->", "a->b->c"})
        EXPECT_FALSE(is_name(bad, NameForm::kEdge)) << bad;
}

TEST(AcceptedForm, SaysTypeRangeAndUnit) {
    const models::Knob knob{.name = "n", .doc = "", .unit = "workers", .bounds = {1, 100}};
    EXPECT_EQ(accepted_form(ValueKind::kInteger, knob), "a whole number from 1 to 100 (workers)");
    EXPECT_EQ(range_of(ValueKind::kDuration, {1e-9, 3'155'760'000.0}), "at least 1ns");
    EXPECT_EQ(range_of(ValueKind::kRate, {0, 1e9}), "at most 1000000000/s");
    EXPECT_EQ(range_of(ValueKind::kReal, models::Bounds{}), "");
}

} // namespace
} // namespace shaketable::scenarios
