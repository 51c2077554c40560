// Where everything on the canvas is, in scene units (pixels at a zoom of 1), and what is under a point.
#pragma once

#include "gui/canvas/graph_layout.hpp"
#include "gui/view_models/snapshot.hpp"
#include "models/scenario.hpp"

#include <QPainterPath>
#include <QRectF>

#include <array>
#include <optional>
#include <vector>

namespace shaketable::gui {

inline constexpr double kCardWidth = 196.0;
inline constexpr double kCardHead = 122.0;  // above the cells
inline constexpr double kCardMargin = 12.0; // beside what is on it

/// The cells of a card: in rows, smaller where there are many.
struct CellGrid {
    std::uint32_t columns = 1;
    std::uint32_t rows = 1;
    double size = 12.0;
    double gap = 4.0;
};
[[nodiscard]] CellGrid grid_for(std::uint32_t replicas);

struct PlacedCard {
    QRectF rect;
    CellGrid grid;
    std::uint32_t replicas = 1;

    [[nodiscard]] QRectF cell(std::uint32_t replica) const;
    /// All of them.
    [[nodiscard]] QRectF cells() const;
};

inline constexpr std::size_t kCurveSamples = 64;
struct PlacedEdge {
    std::uint32_t caller = 0;
    std::uint32_t callee = 0;
    QPainterPath path;
    std::array<QPointF, kCurveSamples + 1> points; // along it, at equal distances
    QRectF bounds;
    double label = 0.5;          // how far along it what is written about it stands
    bool label_is_below = false; // all of it; else on both sides

    [[nodiscard]] QPointF at(double progress) const;
};

/// What is under the pointer.
struct Hit {
    std::optional<std::uint32_t> card;
    std::optional<std::uint32_t> cell; // of the card
    std::optional<std::uint32_t> edge;
};

/// What is to be laid out for the scene of a scenario.
[[nodiscard]] GraphToLayOut graph_of(const models::Scenario& scenario);

class Scene {
  public:
    Scene() = default;
    /// Cards of the components where the layout has them; or where somebody has put them, if `put` holds.
    Scene(const models::Scenario& scenario, const GraphLayout& layout, const std::vector<bool>& put);

    [[nodiscard]] const std::vector<PlacedCard>& cards() const { return cards_; }
    [[nodiscard]] const std::vector<PlacedEdge>& edges() const { return edges_; }
    [[nodiscard]] QRectF bounds() const;
    /// `reach` is how near an edge must be.
    [[nodiscard]] Hit hit(QPointF point, double reach) const;
    void move_card(std::uint32_t card, QPointF centre);
    /// As it is now.
    [[nodiscard]] const GraphLayout& layout() const { return layout_; }
    [[nodiscard]] const std::vector<bool>& put() const { return put_; }

    [[nodiscard]] static QSizeF size_of(std::uint32_t replicas);

  private:
    void route(std::size_t edge);
    void place_labels();

    GraphLayout layout_;
    std::vector<bool> put_; // by card
    std::vector<PlacedCard> cards_;
    std::vector<PlacedEdge> edges_;
};

} // namespace shaketable::gui
