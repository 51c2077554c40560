#include "gui/canvas/painter.hpp"

#include "gui/figures.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace shaketable::gui {

namespace {

constexpr double kNamePixels = 13.0; // capitals of 9 pixels and more

void paint_particles(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Look& look) {
    const Theme& theme = look.theme;
    for (const Particle& particle : snapshot.particles) {
        const QPointF at = scene.edges()[particle.edge].at(particle.progress);
        if (!look.view.contains(at))
            continue;
        const QColor& colour = particle.bad ? theme.bad : theme.accent;
        if (particle.bad)
            painter.fillRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7.0, 7.0), colour);
        else if (particle.answer)
            painter.fillRect(QRectF(at.x() - 2.0, at.y() - 2.0, 4.0, 4.0), theme.well);
        else
            painter.fillRect(QRectF(at.x() - 2.5, at.y() - 2.5, 5.0, 5.0), colour);
    }
}

constexpr double kLeader = 14.0;   // from a card to a name that stands apart
constexpr std::size_t kWorst = 10; // are sure of their names

/// Those that are worst first; the others in the file's order.
std::vector<std::size_t> by_need(const Snapshot& snapshot) {
    std::vector<std::size_t> order(snapshot.cards.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto worst = order.begin() + static_cast<std::ptrdiff_t>(std::min(kWorst, order.size()));
    std::partial_sort(order.begin(), worst, order.end(), [&](std::size_t a, std::size_t b) {
        const Health of_a = snapshot.cards[a].health;
        const Health of_b = snapshot.cards[b].health;
        return of_a != of_b ? of_a > of_b : a < b;
    });
    std::sort(worst, order.end());
    return order;
}

/// Above the card, over it, below it; and, for one that must not be without, beside it, further and further
/// up and down.
std::vector<QRectF> places_of_name(const QRectF& card, QSizeF size, bool must) {
    constexpr int kFurthest = 12;
    const QRectF box(QPointF(), size);
    const double middle = card.center().y() - size.height() / 2.0;
    const double above = card.top() - size.height() - 1.0;
    const double centred = card.center().x() - size.width() / 2.0;
    std::vector<QRectF> places = {box.translated(card.left() - 2.0, above),
                                  box.translated(centred, above),
                                  box.translated(centred, middle),
                                  box.translated(card.left(), middle),
                                  box.translated(card.right() - size.width(), middle),
                                  box.translated(centred, card.bottom() + 1.0),
                                  box.translated(card.right() - size.width(), above),
                                  box.translated(card.left(), card.bottom() + 1.0)};
    for (int step = 0; must && step <= 2 * kFurthest; ++step) {
        const int away = step % 2 == 0 ? step / 2 : -(step + 1) / 2;
        places.push_back(box.translated(card.right() + kLeader, middle + away * size.height()));
    }
    return places;
}

void paint_names(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Look& look) {
    const QTransform to_widget = painter.transform();
    const std::vector<PlacedName> names = placed_names(scene, snapshot, to_widget, look);
    painter.save();
    painter.resetTransform();
    painter.setPen(look.theme.text);
    for (const PlacedName& name : names) {
        const Card& card = snapshot.cards[name.card];
        const QRectF at = to_widget.mapRect(scene.cards()[name.card].rect);
        if (name.box.left() > at.right()) // it stands apart
            painter.drawLine(QPointF(at.right(), at.center().y()),
                             QPointF(name.box.left(), name.box.center().y()));
        painter.fillRect(name.box, look.theme.window);
        look.texts.draw(painter, name.box.adjusted(2.0, 0.0, 0.0, 0.0), Qt::AlignLeft,
                        QString::fromStdString(card.name), kNamePixels, card.health != Health::kWell);
    }
    painter.restore();
}

} // namespace

std::vector<PlacedName> placed_names(const Scene& scene, const Snapshot& snapshot,
                                     const QTransform& to_widget, const Look& look) {
    std::vector<std::pair<std::size_t, QRectF>> cards;
    for (std::size_t index = 0; index < scene.cards().size(); ++index)
        if (scene.cards()[index].rect.intersects(look.view))
            cards.emplace_back(index, to_widget.mapRect(scene.cards()[index].rect));
    std::vector<PlacedName> names;
    const std::vector<std::size_t> order = by_need(snapshot);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const std::size_t index = order[rank];
        if (!scene.cards()[index].rect.intersects(look.view))
            continue;
        const bool is_bad = snapshot.cards[index].health != Health::kWell;
        const bool may_cover = is_bad && rank < kWorst;
        const auto is_free = [&](const QRectF& box) {
            return std::none_of(names.begin(), names.end(),
                                [&](const PlacedName& other) { return other.box.intersects(box); }) &&
                   (may_cover || std::none_of(cards.begin(), cards.end(), [&](const auto& card) {
                        return card.first != index && card.second.intersects(box);
                    }));
        };
        const QString name = QString::fromStdString(snapshot.cards[index].name);
        const QSizeF size(look.texts.width(name, kNamePixels, is_bad) + 4.0, kNamePixels + 3.0);
        const auto places = places_of_name(to_widget.mapRect(scene.cards()[index].rect), size, may_cover);
        const auto place = std::find_if(places.begin(), places.end(), is_free);
        if (place != places.end())
            names.push_back({index, *place});
    }
    return names;
}

void paint_still(QPainter& painter, const Scene& scene, const models::Scenario& scenario, const Look& look) {
    constexpr double kTitlePixels = 15.0;
    constexpr double kLargeTitlePixels = 21.0; // where the picture is small
    constexpr double kKindPixels = 13.0;
    for (std::uint32_t index = 0; index < scene.cards().size(); ++index) {
        const QRectF& rect = scene.cards()[index].rect;
        if (!rect.intersects(look.view))
            continue;
        painter.setPen(QPen(look.theme.outline, 1.0));
        painter.setBrush(look.theme.surface);
        painter.drawRect(rect);
        if (look.zoom < kZoomOfWords)
            continue;
        const bool is_small = look.zoom < kZoomOfNumbers;
        const double pixels = is_small ? kLargeTitlePixels : kTitlePixels;
        const models::Component& component = scenario.components[index];
        const QRectF line(rect.left() + kCardMargin, rect.top() + 7.0, rect.width() - 2.0 * kCardMargin,
                          pixels + 5.0);
        const QString name =
            look.texts.elided(QString::fromStdString(component.name), line.width(), pixels, true);
        painter.setPen(look.theme.text);
        look.texts.draw(painter, line, Qt::AlignLeft, name, pixels, true);
        if (is_small)
            continue;
        // The kind takes the room that the name leaves.
        const double left = line.width() - look.texts.width(name, kTitlePixels, true) - 8.0;
        painter.setPen(look.theme.faint);
        look.texts.draw(painter, line, Qt::AlignRight,
                        look.texts.elided(QString::fromStdString(component.kind), left, kKindPixels),
                        kKindPixels);
    }
}

void paint_moving(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Look& look) {
    painter.setRenderHint(QPainter::Antialiasing, true);
    const auto each_edge = [&](auto paint) {
        for (std::size_t index = 0; index < snapshot.edges.size(); ++index)
            if (scene.edges()[index].bounds.intersects(look.view))
                paint(painter, scene.edges()[index], snapshot.edges[index], look);
    };
    each_edge(paint_edge);
    if (look.particles)
        paint_particles(painter, scene, snapshot, look);
    each_edge(paint_edge_state);
    for (std::size_t index = 0; index < snapshot.cards.size(); ++index)
        if (scene.cards()[index].rect.intersects(look.view))
            paint_card(painter, scene.cards()[index], snapshot.cards[index], look);
    if (look.zoom < kZoomOfWords)
        paint_names(painter, scene, snapshot, look);
    if (look.harm != nullptr)
        for (std::size_t index = 0; index < snapshot.cards.size(); ++index)
            paint_harm(painter, scene.cards()[index], (*look.harm)[index], look);
}

} // namespace shaketable::gui
