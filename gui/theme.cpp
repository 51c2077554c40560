#include "gui/theme.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

const QColor& Theme::of(Health health) const {
    switch (health) {
    case Health::kWell:
        return well;
    case Health::kStrained:
        return strained;
    case Health::kBad:
    case Health::kDown:
        break;
    }
    return bad;
}

QPalette Theme::palette() const {
    QPalette colours;
    colours.setColor(QPalette::Window, window);
    colours.setColor(QPalette::WindowText, text);
    colours.setColor(QPalette::Base, surface);
    colours.setColor(QPalette::AlternateBase, window);
    colours.setColor(QPalette::Text, text);
    colours.setColor(QPalette::PlaceholderText, faint);
    colours.setColor(QPalette::Button, surface);
    colours.setColor(QPalette::ButtonText, text);
    colours.setColor(QPalette::ToolTipBase, surface);
    colours.setColor(QPalette::ToolTipText, text);
    colours.setColor(QPalette::Highlight, accent);
    colours.setColor(QPalette::HighlightedText, on_accent);
    colours.setColor(QPalette::Link, accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        colours.setColor(QPalette::Disabled, role, faint);
    return colours;
}

const Theme& light_theme() {
    static const Theme theme = {.dark = false,
                                .window = QColor(0xF4, 0xF5, 0xF7),
                                .surface = QColor(0xFF, 0xFF, 0xFF),
                                .text = QColor(0x1B, 0x1F, 0x24),
                                .faint = QColor(0x59, 0x61, 0x6B),
                                .outline = QColor(0x85, 0x8C, 0x96),
                                .grid = QColor(0xDD, 0xE0, 0xE4),
                                .well = QColor(0x85, 0x8C, 0x96),
                                .strained = QColor(0xE6, 0x9F, 0x00),
                                .bad = QColor(0xA5, 0x0F, 0x15),
                                .outline_of_state = QColor(0x1B, 0x1F, 0x24),
                                .accent = QColor(0x00, 0x5F, 0xA3),
                                .on_accent = QColor(0xFF, 0xFF, 0xFF),
                                .twin = QColor(0x85, 0x8C, 0x96),
                                .overlay = QColor(0xA0, 0x4E, 0x83),
                                .series = {QColor(0x00, 0x5F, 0xA3), QColor(0xB3, 0x55, 0x00),
                                           QColor(0x00, 0x78, 0x58), QColor(0x9C, 0x3F, 0x7C),
                                           QColor(0x5B, 0x4B, 0xA6), QColor(0x6B, 0x5A, 0x00)}};
    return theme;
}

const Theme& dark_theme() {
    static const Theme theme = {.dark = true,
                                .window = QColor(0x1B, 0x1D, 0x21),
                                .surface = QColor(0x25, 0x28, 0x2D),
                                .text = QColor(0xEC, 0xEE, 0xF0),
                                .faint = QColor(0xA9, 0xB0, 0xB9),
                                .outline = QColor(0x8A, 0x8F, 0x98),
                                .grid = QColor(0x3A, 0x3E, 0x45),
                                .well = QColor(0x8A, 0x8F, 0x98),
                                .strained = QColor(0xF2, 0xB1, 0x34),
                                .bad = QColor(0xF0, 0x56, 0x4A),
                                .outline_of_state = QColor(0xEC, 0xEE, 0xF0),
                                .accent = QColor(0x63, 0xB3, 0xF2),
                                .on_accent = QColor(0x10, 0x12, 0x15),
                                .twin = QColor(0x8A, 0x8F, 0x98),
                                .overlay = QColor(0xDB, 0x8F, 0xBB),
                                .series = {QColor(0x63, 0xB3, 0xF2), QColor(0xF2, 0x9E, 0x4C),
                                           QColor(0x4F, 0xC3, 0x9A), QColor(0xE0, 0x8F, 0xC0),
                                           QColor(0xA8, 0x9B, 0xF0), QColor(0xD8, 0xC8, 0x5A)}};
    return theme;
}

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

} // namespace

double contrast(const QColor& a, const QColor& b) {
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

std::vector<ContrastPair> contrast_pairs(const Theme& theme) {
    constexpr double kText = 4.5;
    constexpr double kGraphics = 3.0;
    std::vector<ContrastPair> pairs;
    for (const auto& [name, back] :
         {std::pair<std::string_view, QColor>{"window", theme.window}, {"surface", theme.surface}}) {
        pairs.push_back({name, theme.text, back, kText});
        pairs.push_back({name, theme.faint, back, kText});
        pairs.push_back({name, theme.accent, back, kText});
        pairs.push_back({name, theme.outline, back, kGraphics});
        pairs.push_back({name, theme.well, back, kGraphics});
        pairs.push_back({name, theme.bad, back, kGraphics});
        pairs.push_back({name, theme.twin, back, kGraphics});
        pairs.push_back({name, theme.overlay, back, kGraphics});
        pairs.push_back({name, theme.outline_of_state, back, kGraphics});
        for (const QColor& series : theme.series)
            pairs.push_back({name, series, back, kGraphics});
    }
    pairs.push_back({"accent", theme.on_accent, theme.accent, kText});
    // Amber stands out against dark by itself; on light its outline does.
    const QColor& edge_of_strained = theme.dark ? theme.strained : theme.outline_of_state;
    pairs.push_back({"surface", edge_of_strained, theme.surface, kGraphics});
    if (!theme.dark)
        pairs.push_back({"strained", theme.outline_of_state, theme.strained, kGraphics});
    return pairs;
}

} // namespace shaketable::gui
