// Paints a scene and a snapshot: what stays (names, outlines) apart from what moves.
#pragma once

#include "gui/canvas/scene.hpp"
#include "gui/theme.hpp"

#include <QPainter>
#include <QString>

namespace shaketable::gui {

/// Below these zooms numbers, and names, are left out rather than made illegible.
inline constexpr double kZoomOfNumbers = 0.62;
inline constexpr double kZoomOfNames = 0.38;

struct Look {
    const Theme& theme;
    QFont font;
    double zoom = 1.0;
    QString selection; // "db" or "db/2"
    bool particles = true;
    const std::vector<double>* harm = nullptr; // by component, net; shown if given
};

void paint_still(QPainter& painter, const Scene& scene, const models::Scenario& scenario, const Look& look);
void paint_moving(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Look& look);

} // namespace shaketable::gui
