// The window without a display: open, run, scrub, select, choose a variant.
#include "gui/export.hpp"
#include "gui/main_window.hpp"
#include "gui/panels/time_bar.hpp"
#include "gui/screenshot.hpp"
#include "tests/gui/waiting.hpp"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextCursor>

#include <gtest/gtest.h>

namespace shaketable::gui {
namespace {

class Window : public testing::Test {
  protected:
    void SetUp() override {
        window.show();
        ASSERT_TRUE(window.session().open("retry-storm"));
        ASSERT_TRUE(wait_for([this] { return window.canvas().is_laid_out(); }));
        ASSERT_TRUE(wait_until_finished(window.session()));
    }
    MainWindow window;
};

TEST_F(Window, IsScrubbedBackAndForth) {
    Session& session = window.session();
    ASSERT_TRUE(seek_and_wait(session, 75.0));
    const std::uint64_t there = session.snapshot()->hash;
    EXPECT_EQ(session.snapshot()->acting, std::vector<std::string>{"db-slow"});
    ASSERT_TRUE(seek_and_wait(session, 20.0));
    EXPECT_NE(session.snapshot()->hash, there);
    EXPECT_TRUE(session.snapshot()->acting.empty());
    ASSERT_TRUE(seek_and_wait(session, 75.0));
    EXPECT_EQ(session.snapshot()->hash, there);
}

TEST_F(Window, SelectsTheReplicaThatIsClicked) {
    ASSERT_TRUE(seek_and_wait(window.session(), 10.0));
    Canvas& canvas = window.canvas();
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.cell_position(1, 2));
    EXPECT_EQ(window.session().selection(), "web/2");
    EXPECT_EQ(window.session().selected_replica(), 2U);
    QTest::keyClick(&canvas, Qt::Key_Right);
    EXPECT_EQ(window.session().selection(), "orders");
    QTest::keyClick(&canvas, Qt::Key_Escape);
    EXPECT_EQ(window.session().selection(), "");
}

TEST_F(Window, ShowsTheChartsOfWhatIsSelected) {
    const std::size_t of_all = window.charts().shown().charts.size();
    EXPECT_GE(of_all, 5U);
    window.session().select("inventory-db");
    EXPECT_GT(window.charts().shown().charts.size(), of_all);
    window.session().select("inventory-db/0");
    EXPECT_GT(window.charts().shown().charts.size(), of_all);
    window.session().select("");
    EXPECT_EQ(window.charts().shown().charts.size(), of_all);
}

TEST_F(Window, ShowsAnotherVariantWithoutMovingTheNodes) {
    const QPoint before = window.canvas().cell_position(2, 0);
    ASSERT_TRUE(window.session().choose_variant("budget"));
    ASSERT_TRUE(wait_until_finished(window.session()));
    EXPECT_EQ(window.canvas().cell_position(2, 0), before);
    EXPECT_EQ(window.session().outcome()->result.verdict->total.verdict,
              models::Verdict::kCollapsedAndRecovered);
}

TEST_F(Window, FollowsAnEvidenceSentence) {
    window.session().seek(0.0);
    Q_EMIT window.verdict().anchorClicked(QUrl("go:60?inventory-db"));
    EXPECT_EQ(window.session().at_s(), 60.0);
    EXPECT_EQ(window.session().selection(), "inventory-db");
}

TEST_F(Window, ChangesAKnobAndShowsBeforeAndAfter) {
    FormModel& form = window.inspector().form();
    window.session().select("inventory-db");
    const auto row = std::find_if(form.fields().begin(), form.fields().end(), [](const Field& field) {
        return field.pointer == "/components/inventory-db/cores";
    });
    ASSERT_NE(row, form.fields().end());
    EXPECT_FALSE(row->accepted.empty());
    const QModelIndex value = form.index(static_cast<int>(row - form.fields().begin()), FormModel::kValue);
    const QString usual = value.data().toString();

    EXPECT_TRUE(form.setData(value, "many", Qt::EditRole));
    EXPECT_TRUE(window.session().is_stale());
    EXPECT_EQ(value.data().toString(), "many"); // nothing is lost
    EXPECT_TRUE(value.data(Qt::ToolTipRole).toString().contains("accepted: a number"));
    EXPECT_NE(window.session().outcome(), nullptr); // the last good run stays

    EXPECT_TRUE(form.setData(value, "64", Qt::EditRole));
    EXPECT_FALSE(window.session().is_stale());
    ASSERT_TRUE(wait_until_finished(window.session()));
    ASSERT_NE(window.session().before(), nullptr);
    EXPECT_EQ(window.session().before()->result.verdict->total.verdict, models::Verdict::kMetastable);
    EXPECT_NE(window.session().outcome()->result.verdict->total.verdict, models::Verdict::kMetastable);
    EXPECT_TRUE(window.session().sets("/components/inventory-db/cores"));

    form.reset(value.row());
    EXPECT_FALSE(window.session().sets("/components/inventory-db/cores"));
    EXPECT_EQ(form.index(value.row(), FormModel::kValue).data().toString(), usual);
}

TEST_F(Window, SearchesTheLibrary) {
    QTest::keyClicks(window.library().search(), "hotos");
    EXPECT_EQ(window.library().list()->model()->rowCount(), 1);
    QSignalSpy chosen(&window.library(), &LibraryPanel::chosen);
    Q_EMIT window.library().list()->activated(window.library().list()->model()->index(0, 0));
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_TRUE(window.session().path().endsWith("hotos21-retry.json"));
}

TEST_F(Window, FitsWithoutLosingTheNumbers) {
    window.canvas().zoom_by(0.2, {100.0, 100.0});
    EXPECT_LT(window.canvas().zoom(), kZoomOfNumbers);
    QTest::keyClick(&window, Qt::Key_F);
    EXPECT_GE(window.canvas().zoom(), kZoomOfNumbers);
}

// At the size that the window has of itself: the first view is of all that there is.
TEST_F(Window, ShowsTheWholeOfEachDesignAndSixSentencesOfItsEvidence) {
    for (const char* name : {"circleci-2015", "github-2026", "failover-storm", "foursquare-2010"}) {
        SCOPED_TRACE(name);
        ASSERT_TRUE(window.session().open(name));
        ASSERT_TRUE(wait_until_finished(window.session()));
        ASSERT_TRUE(wait_for([this] { return window.canvas().is_laid_out(); }));
        const auto& components = window.session().take()->scenario().components;
        for (std::uint32_t index = 0; index < components.size(); ++index)
            EXPECT_TRUE(window.canvas().rect().contains(window.canvas().cell_position(index, 0)))
                << components[index].name;
        QTextCursor cursor(window.verdict().document());
        const auto& evidence = window.session().outcome()->evidence;
        const std::size_t last = std::min<std::size_t>(6, evidence.size()) - 1;
        cursor = window.verdict().document()->find(
            QString::fromStdString(evidence[last].text).section(' ', 0, 5), cursor);
        ASSERT_FALSE(cursor.isNull());
        EXPECT_LT(window.verdict().cursorRect(cursor).bottom(), window.verdict().viewport()->height());
    }
}

TEST(TimeBar, PutsWhatActsAtTheSameTimeBelowEachOther) {
    const auto entry = [](double from_s, double to_s) {
        return analysis::TimelineRecord{.began_s = from_s, .ended_s = to_s};
    };
    const std::vector<EntryLane> lanes =
        lanes_of({entry(10, 20), entry(60, 120), entry(71, 80), entry(80, 90), entry(85, 100)}, 200.0);
    ASSERT_EQ(lanes.size(), 5U);
    EXPECT_EQ(lanes[0].lanes, 1U);
    EXPECT_EQ(lanes[1].lanes, 3U);
    EXPECT_EQ(lanes[1].lane, 0U);
    EXPECT_EQ(lanes[2].lane, 1U);
    EXPECT_EQ(lanes[3].lane, 1U) << "the one before it is over";
    EXPECT_EQ(lanes[4].lane, 2U);
}

TEST_F(Window, PointsAtOneTimeInAllViews) {
    ASSERT_TRUE(seek_and_wait(window.session(), 10.0));
    Q_EMIT window.charts().plots()[0]->pointed(75.5);
    EXPECT_EQ(window.session().pointed_s(), 75.5);
    EXPECT_EQ(window.session().at_s(), 10.0); // only a click goes there
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(window.charts().plots()[0], &leave);
    EXPECT_EQ(window.session().pointed_s(), std::nullopt);
}

TEST_F(Window, ShowsAnotherVariantsLinesBeside) {
    const std::size_t lines = window.charts().shown().charts[0].lines.size();
    window.session().overlay("budget");
    ASSERT_TRUE(wait_for([this] { return window.session().overlay_outcome() != nullptr; }));
    ASSERT_TRUE(wait_for([&] { return window.charts().shown().charts[0].lines.size() == lines + 1; }));
    window.session().overlay({});
    EXPECT_EQ(window.charts().shown().charts[0].lines.size(), lines);
}

TEST_F(Window, ExportsChartsAndCanvas) {
    const QTemporaryDir folder;
    ASSERT_TRUE(seek_and_wait(window.session(), 75.0));
    EXPECT_TRUE(window.charts().export_to(folder.filePath("c.png")));
    EXPECT_EQ(QImage(folder.filePath("c.png")).width(), 1800);
    EXPECT_TRUE(window.charts().export_to(folder.filePath("c.svg")));
    QFile svg(folder.filePath("c.svg"));
    ASSERT_TRUE(svg.open(QIODevice::ReadOnly));
    EXPECT_TRUE(svg.readAll().contains("Goodput"));
    EXPECT_TRUE(window.charts().export_to(folder.filePath("c.csv")));
    QFile csv(folder.filePath("c.csv"));
    ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
    EXPECT_TRUE(csv.readLine().startsWith("time_s,Goodput: twin's goodput [/s],"));
    const auto& series = window.session().outcome()->result.series;
    const QList<QByteArray> first = csv.readLine().split(',');
    EXPECT_EQ(first[0], "0");
    EXPECT_EQ(first[2].toDouble(), static_cast<double>(series.total.good[0]));
    EXPECT_FALSE(window.charts().export_to(folder.filePath("c.bmp")));
    const QSize size(800, 500);
    EXPECT_TRUE(export_picture(folder.filePath("canvas.svg"), size,
                               [&](QPainter& painter) { window.canvas().paint_picture(painter, size); }));
    EXPECT_TRUE(export_picture(folder.filePath("canvas.png"), size,
                               [&](QPainter& painter) { window.canvas().paint_picture(painter, size); }));
    const QImage picture(folder.filePath("canvas.png")); // twice as large, and filled
    ASSERT_EQ(picture.size(), 2 * size);
    const QRgb ground = picture.pixel(0, 0);
    const auto rightmost = [&] {
        for (int x = picture.width() - 1; x > 0; --x)
            for (int y = 0; y < picture.height(); ++y)
                if (picture.pixel(x, y) != ground)
                    return x;
        return 0;
    };
    EXPECT_GT(rightmost(), picture.width() * 9 / 10);
    QFile canvas(folder.filePath("canvas.svg"));
    ASSERT_TRUE(canvas.open(QIODevice::ReadOnly));
    EXPECT_TRUE(canvas.readAll().contains("inventory-db"));
}

TEST_F(Window, TellsOfWhateverOneStepsTo) {
    ASSERT_TRUE(seek_and_wait(window.session(), 75.0));
    EXPECT_TRUE(window.session().event().isEmpty());
    window.session().step_event(true);
    ASSERT_TRUE(wait_for([this] { return window.session().at_s() > 75.0; }));
    EXPECT_TRUE(window.session().event().contains(": ")) << window.session().event().toStdString();
    window.session().seek(80.0);
    EXPECT_TRUE(window.session().event().isEmpty());
}

TEST_F(Window, ADoubleClickOnAChartLeavesTheInstant) {
    ASSERT_TRUE(seek_and_wait(window.session(), 75.0));
    SeriesPlot* const plot = window.charts().plots()[0];
    plot->set_span(70.0, 80.0);
    QTest::qWait(100); // the cursor moves with the next frame
    const QPoint far(plot->width() / 4, plot->height() / 2);
    QTest::mouseClick(plot, Qt::LeftButton, {}, far);
    EXPECT_LT(window.session().at_s(), 74.0);
    QTest::mouseDClick(plot, Qt::LeftButton, {}, far); // QTest's sends the second press only
    EXPECT_NEAR(window.session().at_s(), 75.0, 1e-6);
}

TEST_F(Window, SelectsInTheTableAndKeepsHiddenPanelsOutOfTheWayOfTheKeyboard) {
    window.session().select("orders/1");
    auto* const table = window.findChild<QTableView*>("components");
    ASSERT_NE(table, nullptr);
    const QModelIndexList rows = table->selectionModel()->selectedRows();
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].data().toString(), "orders");
    EXPECT_TRUE(window.verdict().isEnabled());
    EXPECT_FALSE(window.inspector().isEnabled()); // behind the verdict
    window.show_panel("Inspect");
    EXPECT_TRUE(wait_for([this] { return window.inspector().isEnabled() && !window.verdict().isEnabled(); }));
    window.show_panel("Verdict");
}

TEST_F(Window, KeepsWhereACardWasDragged) {
    Canvas& canvas = window.canvas();
    const QPoint from = canvas.cell_position(1, 0) - QPoint(4, 40);
    QTest::mousePress(&canvas, Qt::LeftButton, {}, from);
    QTest::mouseMove(&canvas, from + QPoint(30, 50));
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, from + QPoint(30, 50));
    EXPECT_EQ(canvas.cell_position(1, 0), from + QPoint(34, 90));
    const auto place = window.session().places().of("web");
    ASSERT_TRUE(place);
    ASSERT_TRUE(window.session().choose_variant("budget"));
    EXPECT_EQ(canvas.cell_position(1, 0), from + QPoint(34, 90));
    canvas.lay_out();
    EXPECT_FALSE(window.session().places().of("web"));
}

TEST_F(Window, IsPhotographed) {
    const QTemporaryDir folder;
    const QString path = folder.filePath("shot.png");
    ASSERT_TRUE(take_screenshot(
        window, {.path = path, .at_s = 75.0, .selection = "inventory-db", .size = {1200, 800}}));
    EXPECT_EQ(QImage(path).size(), QSize(1200, 800));
    EXPECT_FALSE(take_screenshot(window, {.path = path, .selection = "nobody"}));
    EXPECT_FALSE(take_screenshot(window, {.path = path, .panel = "cellar"}));
    EXPECT_FALSE(take_screenshot(window, {.path = folder.filePath("no/where.png")}));
}

} // namespace
} // namespace shaketable::gui
