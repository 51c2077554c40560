// Paints a scene and a snapshot: what stays (names, outlines) apart from what moves. Only what is in view is
// painted, and the smaller it is the less of it.
#pragma once

#include "gui/canvas/scene.hpp"
#include "gui/canvas/text_cache.hpp"
#include "gui/theme.hpp"

#include <QPainter>
#include <QString>

namespace shaketable::gui {

/// Below this zoom some numbers are left out rather than made illegible, and the others are written larger.
inline constexpr double kZoomOfNumbers = 0.68;
/// Below this one all are, and names stand above their cards, as many as there is room for.
inline constexpr double kZoomOfWords = 0.5;
/// Below this one edges are plain lines, and of the cells only those that are not well are seen.
inline constexpr double kZoomOfCells = 0.3;

struct Look {
    const Theme& theme;
    TextCache& texts;
    double zoom = 1.0;
    QRectF view;       // what is seen of the scene
    QString selection; // "db" or "db/2"
    bool particles = true;
    const std::vector<double>* harm = nullptr; // by component, net; shown if given
};

/// A card's name above it, on the widget.
struct PlacedName {
    std::size_t card = 0;
    QRectF box;
};
/// Where the zoom is small: the worst cards' names, and as many of the others' as lie on no card and no other
/// name.
[[nodiscard]] std::vector<PlacedName> placed_names(const Scene& scene, const Snapshot& snapshot,
                                                   const QTransform& to_widget, const Look& look);

void paint_still(QPainter& painter, const Scene& scene, const models::Scenario& scenario, const Look& look);
void paint_moving(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Look& look);

// Its parts.
void paint_edge(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look);
/// What is wrong with it, over what moves along it.
void paint_edge_state(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look);
/// "140/s, 12.0 queued".
[[nodiscard]] QString card_figures(const Card& card);
/// "29 wait for locks".
[[nodiscard]] QString sign_text(const analysis::Sign& sign);
/// "29 wait for its locks": of whom it holds up, or else of its sign; empty: there is nothing to tell.
[[nodiscard]] QString remark_text(const Card& card);
/// "4 replicas", where there may be more or fewer; else empty.
[[nodiscard]] QString replicas_text(const Card& card);
/// "99.2 % busy".
[[nodiscard]] QString meter_text(const Card& card);
void paint_card(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look);
/// `net`: journeys that were harmed by the faults, less those that were helped.
void paint_harm(QPainter& painter, const PlacedCard& placed, double net, const Look& look);

} // namespace shaketable::gui
