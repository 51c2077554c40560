// Whether everything can be read: WCAG's contrasts, and states told apart by the colour-blind.
#include "gui/theme.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::gui {
namespace {

TEST(Theme, HasTheContrastsThatWcagAsksFor) {
    for (const Theme* theme : {&light_theme(), &dark_theme()})
        for (const ContrastPair& pair : contrast_pairs(*theme))
            EXPECT_GE(contrast(pair.front, pair.back), pair.least)
                << pair.front.name().toStdString() << " on " << pair.name
                << (theme->dark ? ", dark" : ", light");
}

TEST(Contrast, IsWcags) {
    EXPECT_NEAR(contrast(Qt::black, Qt::white), 21.0, 1e-6);
    EXPECT_NEAR(contrast(QColor(0x77, 0x77, 0x77), Qt::white), 4.48, 0.01);
}

// Machado, Oliveira and Fernandes 2009, severity 1; linear RGB.
constexpr double kSight[4][9] = {
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}};

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

struct Lab {
    double l, a, b;
};

Lab lab_of(const QColor& colour, const double (&sight)[9]) {
    const double in[3] = {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
    double rgb[3];
    for (int row = 0; row < 3; ++row)
        rgb[row] = std::clamp(
            sight[3 * row] * in[0] + sight[3 * row + 1] * in[1] + sight[3 * row + 2] * in[2], 0.0, 1.0);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116.0; };
    const double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
    const double y = f(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
    const double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
    return {116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)};
}

double distance(const QColor& one, const QColor& other, const double (&sight)[9]) {
    const Lab a = lab_of(one, sight);
    const Lab b = lab_of(other, sight);
    return std::hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

TEST(Theme, TellsStatesApartWhateverOnesColourVision) {
    for (const Theme* theme : {&light_theme(), &dark_theme()})
        for (const auto& sight : kSight) {
            EXPECT_GE(distance(theme->well, theme->strained, sight), 25.0);
            EXPECT_GE(distance(theme->well, theme->bad, sight), 25.0);
            EXPECT_GE(distance(theme->strained, theme->bad, sight), 25.0);
        }
}

} // namespace
} // namespace shaketable::gui
