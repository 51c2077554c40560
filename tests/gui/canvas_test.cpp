// The picture of a scenario: what lies where, and that nothing lies over anything else.
#include "gui/canvas/painter.hpp"
#include "gui/view_models/projector.hpp"
#include "scenarios/compile.hpp"

#include <QGuiApplication>

#include <gtest/gtest.h>

namespace shaketable::gui {
namespace {

/// A tree: each service calls three others.
models::ScenarioPtr tree_of(int services) {
    std::string text = R"({ "shaketable": 1, "title": "Tree", "duration": "5s", "components": {
        "users": { "kind": "client", "arrivals": { "rate": "5/s" },
                   "journeys": { "j": { "steps": [ { "call": "service-0.e" } ] } } })";
    for (int index = 0; index < services; ++index) {
        text +=
            ", \"service-" + std::to_string(index) +
            R"(": { "kind": "service", "replicas": 3, "endpoints": { "e": { "steps": [ { "work": "1ms" })";
        for (int child = 3 * index + 1; child <= 3 * index + 3 && child < services; ++child)
            text += R"(, { "call": "service-)" + std::to_string(child) + ".e\" }";
        text += " ] } } }";
    }
    return scenarios::compile(scenarios::load_text(text + " } }", "tree").value(), "").value();
}

struct Drawing {
    explicit Drawing(int services)
        : scenario(tree_of(services)),
          scene(*scenario, laid_out(graph_of(*scenario)), std::vector<bool>(scenario->components.size())) {
        auto film = std::make_shared<Film>(Film::Budget{});
        static_cast<void>(film->shoot(models::Simulation(scenario, 1), [] { return true; }));
        snapshot = Projector(film).project(scenario->end, engine::Duration::from_ns(1'000'000));
    }
    /// All of it in a widget of this size.
    std::vector<PlacedName> names(QSizeF size) {
        const QRectF bounds = scene.bounds();
        const double zoom = std::min(size.width() / bounds.width(), size.height() / bounds.height());
        const Look look{
            .theme = light_theme(), .texts = texts, .zoom = zoom, .view = bounds, .selection = {}};
        return placed_names(scene, *snapshot,
                            QTransform::fromScale(zoom, zoom).translate(-bounds.left(), -bounds.top()), look);
    }

    models::ScenarioPtr scenario;
    Scene scene;
    std::shared_ptr<const Snapshot> snapshot;
    TextCache texts{QGuiApplication::font()};
};

void expect_apart(const std::vector<PlacedName>& names) {
    for (std::size_t one = 0; one < names.size(); ++one)
        for (std::size_t other = 0; other < one; ++other)
            EXPECT_FALSE(names[one].box.intersects(names[other].box));
}

TEST(Canvas, EdgesGoAroundTheCards) {
    const Drawing drawing(49);
    for (const PlacedEdge& edge : drawing.scene.edges())
        for (std::uint32_t card = 0; card < drawing.scene.cards().size(); ++card) {
            if (card == edge.caller || card == edge.callee)
                continue;
            for (const QPointF& point : edge.points)
                EXPECT_FALSE(drawing.scene.cards()[card].rect.contains(point));
        }
}

/// A primary and its replica, of which each may be called: the way to the one leads past the other.
models::ScenarioPtr past_another() {
    const std::string text = R"({ "shaketable": 1, "title": "Past", "duration": "5s", "components": {
        "users": { "kind": "client", "arrivals": { "rate": "5/s" },
                   "journeys": { "j": { "steps": [ { "call": "a.e" } ] } } },
        "a": { "kind": "service", "endpoints": { "e": { "steps": [ { "call": "b.e" }, { "call": "c.e" } ] } } },
        "b": { "kind": "service", "endpoints": { "e": { "steps": [ { "call": "c.e" } ] } } },
        "c": { "kind": "service", "endpoints": { "e": { "steps": [ { "work": "1ms" } ] } } } } })";
    return scenarios::compile(scenarios::load_text(text, "past").value(), "").value();
}

TEST(Canvas, EdgesAndTheirLabelsKeepAwayFromCardsOfOthers) {
    const models::ScenarioPtr scenario = past_another();
    const Scene scene(*scenario, laid_out(graph_of(*scenario)),
                      std::vector<bool>(scenario->components.size()));
    for (const PlacedEdge& edge : scene.edges())
        for (std::uint32_t card = 0; card < scene.cards().size(); ++card) {
            const double above = edge.label_is_below ? 0.0 : 26.0;
            const QRectF label(edge.at(edge.label) - QPointF(20.0, above), QSizeF(40.0, 26.0 + above));
            EXPECT_FALSE(scene.cards()[card].rect.intersects(label));
            if (card == edge.caller || card == edge.callee)
                continue;
            for (const QPointF& point : edge.points)
                EXPECT_FALSE(scene.cards()[card].rect.adjusted(-8.0, -8.0, 8.0, 8.0).contains(point));
        }
}

TEST(Canvas, CardsLieApart) {
    const Drawing drawing(49);
    for (std::size_t one = 0; one < drawing.scene.cards().size(); ++one)
        for (std::size_t other = 0; other < one; ++other)
            EXPECT_FALSE(drawing.scene.cards()[one].rect.intersects(drawing.scene.cards()[other].rect));
}

TEST(Canvas, NamesEveryOneOfFiftyInView) {
    Drawing drawing(49);
    const std::vector<PlacedName> names = drawing.names({1400.0, 1000.0});
    EXPECT_EQ(names.size(), 50U);
    expect_apart(names);
}

TEST(Canvas, NamesTheWorstOfThreeHundred) {
    Drawing drawing(299);
    Snapshot snapshot = *drawing.snapshot;
    for (std::size_t card = 100; card < 110; ++card)
        snapshot.cards[card].health = Health::kBad;
    drawing.snapshot = std::make_shared<Snapshot>(snapshot);
    const std::vector<PlacedName> names = drawing.names({1400.0, 1000.0});
    expect_apart(names);
    EXPECT_LT(names.size(), 300U);
    std::size_t worst = 0;
    for (const PlacedName& name : names)
        worst += name.card >= 100 && name.card < 110 ? 1U : 0U;
    EXPECT_EQ(worst, 10U);
}

} // namespace
} // namespace shaketable::gui
