// Figures as text: the command line's own words, so that every number reads the same everywhere.
#pragma once

#include "analysis/figure_text.hpp"
#include "scenarios/input_error.hpp"

#include <QString>

#include <cstdint>
#include <string>

namespace shaketable::gui {

[[nodiscard]] inline QString text_of(const std::string& text) { return QString::fromStdString(text); }
/// A part of the whole; 0 of nothing.
[[nodiscard]] inline double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}
[[nodiscard]] inline QString percent(analysis::Figure share) {
    return QString::fromStdString(analysis::percent_text(share));
}
[[nodiscard]] inline QString seconds(analysis::Figure time_s) {
    return QString::fromStdString(analysis::seconds_text(time_s));
}
[[nodiscard]] inline QString rate(analysis::Figure per_s) {
    return QString::fromStdString(analysis::rate_text(per_s));
}
[[nodiscard]] inline QString number(analysis::Figure figure) {
    return QString::fromStdString(analysis::number_text(figure));
}
/// What is wrong with the input, and where: knobs by their pointers.
[[nodiscard]] inline QString error_text(const scenarios::InputError& error) {
    QString text = QString::fromStdString(scenarios::text_of(error));
    return text.startsWith("--set ") ? text.mid(6) : text;
}
/// An instant: seconds since the end of warm-up, to the millisecond.
[[nodiscard]] inline QString instant(double at_s) { return QString::number(at_s, 'f', 3) + " s"; }

} // namespace shaketable::gui
