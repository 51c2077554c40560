// The colours of the desktop, by what they mean. A healthy screen is neutral; colour is for what is wrong.
//
// Sources: Okabe and Ito's amber and a dark red beside a neutral grey keep a distance (CIE76) of at least 45
// for the three kinds of colour blindness; WCAG 2.2, 1.4.3 and 1.4.11: text 4.5:1, graphics 3:1.
#pragma once

#include "gui/view_models/snapshot.hpp"

#include <QColor>
#include <QPalette>

#include <string_view>
#include <vector>

namespace shaketable::gui {

struct Theme {
    bool dark = false;
    QColor window;           // behind everything
    QColor surface;          // cards, plots, lists
    QColor text;             // on window and surface
    QColor faint;            // secondary text, on the same
    QColor outline;          // of cards, axes
    QColor grid;             // decoration only
    QColor well;             // cells and meters of what is well
    QColor strained;         // amber
    QColor bad;              // red
    QColor outline_of_state; // around amber and red
    QColor accent;           // selection, cursor, links
    QColor on_accent;
    QColor twin;                // what would have been
    QColor overlay;             // another variant's
    std::vector<QColor> series; // of charts, in order

    [[nodiscard]] const QColor& of(Health health) const;
    [[nodiscard]] QPalette palette() const;
};

[[nodiscard]] const Theme& light_theme();
[[nodiscard]] const Theme& dark_theme();

/// What must be told apart on what, and how well: for the test of contrast.
struct ContrastPair {
    std::string_view name;
    QColor front;
    QColor back;
    double least;
};
[[nodiscard]] std::vector<ContrastPair> contrast_pairs(const Theme& theme);
/// WCAG's ratio, from 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

} // namespace shaketable::gui
