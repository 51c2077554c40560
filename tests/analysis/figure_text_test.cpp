#include "analysis/figure_text.hpp"

#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace shaketable::analysis {
namespace {

bool has_digit_above_0(const std::string& text) {
    return text.find_first_of("123456789") != std::string::npos;
}

/// Values over all magnitudes, and close to 1 from below.
double value_of(engine::Draws& draws) {
    return std::ldexp(draws.unit_positive(), -static_cast<int>(draws.next() % 80));
}

TEST(RunFigures, NeverShowANonZeroValueAsZero) {
    engine::Draws draws(engine::Key::from_seed(1));
    for (int i = 0; i < 20000; ++i) {
        const double value = value_of(draws);
        EXPECT_TRUE(has_digit_above_0(percent_text(value))) << value;
        EXPECT_TRUE(has_digit_above_0(seconds_text(value))) << value;
        EXPECT_TRUE(has_digit_above_0(rate_text(value))) << value;
        EXPECT_TRUE(has_digit_above_0(number_text(value))) << value;
    }
}

TEST(RunFigures, NeverShowAsAHundredPercentWhatIsNot) {
    engine::Draws draws(engine::Key::from_seed(2));
    for (int i = 0; i < 20000; ++i) {
        const double missing = value_of(draws);
        if (const double share = 1.0 - missing; share < 1.0) {
            EXPECT_NE(percent_text(share), "100 %") << missing;
            EXPECT_FALSE(percent_text(share).starts_with("100")) << missing;
        }
        if (const double share = 1.0 + missing; share > 1.0) {
            EXPECT_NE(percent_text(share), "100 %") << missing;
        }
    }
    EXPECT_EQ(percent_text(std::nextafter(1.0, 0.0)), "> 99.9999 %");
    EXPECT_EQ(percent_text(std::nextafter(1.0, 2.0)), "> 100 %");
}

TEST(RunFigures, ShowExactlyZeroAndExactlyAHundredPercent) {
    EXPECT_EQ(percent_text(0.0), "0 %");
    EXPECT_EQ(percent_text(1.0), "100 %");
    EXPECT_EQ(seconds_text(0.0), "0 s");
    EXPECT_EQ(rate_text(0.0), "0/s");
}

TEST(RunFigures, ShowWhatIsUnknownAsNotAvailable) {
    EXPECT_EQ(percent_text({}), "n/a");
    EXPECT_EQ(seconds_text({}), "n/a");
    EXPECT_EQ(rate_text({}), "n/a");
    EXPECT_EQ(number_text({}), "n/a");
}

TEST(RunFigures, ChooseTheUnitOfADuration) {
    EXPECT_EQ(seconds_text(0.022), "22.0 ms");
    EXPECT_EQ(seconds_text(1.25), "1.25 s");
    EXPECT_EQ(seconds_text(0.00025), "250 us");
    EXPECT_EQ(seconds_text(5e-9), "5.00 ns");
    EXPECT_EQ(seconds_text(0.99999), "1.00 s");
    EXPECT_EQ(seconds_text(86400.0), "86,400 s");
}

TEST(RunFigures, TellNinesApart) {
    EXPECT_EQ(percent_text(0.9995), "99.95 %");
    EXPECT_EQ(percent_text(0.99999), "99.999 %");
    EXPECT_EQ(percent_text(0.5), "50.0 %");
    EXPECT_EQ(percent_text(0.00185), "0.185 %");
    EXPECT_EQ(percent_text(12.0), "1,200 %");
}

TEST(RunFigures, GroupThousands) {
    EXPECT_EQ(count_text(1234567), "1,234,567");
    EXPECT_EQ(count_text(999), "999");
    EXPECT_EQ(count_text(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
    EXPECT_EQ(rate_text(1234.5), "1,234/s");
}

} // namespace
} // namespace shaketable::analysis
