// The session: files, variants, the instant, and that it tells what the command line tells.
#include "gui/view_models/session.hpp"

#include "analysis/run.hpp"
#include "gui/figures.hpp"
#include "gui/panels/verdict_panel.hpp"
#include "gui/view_models/charts.hpp"
#include "gui/view_models/component_table.hpp"
#include "gui/view_models/form_model.hpp"
#include "gui/view_models/library_model.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/document.hpp"
#include "scenarios/library.hpp"
#include "tests/gui/waiting.hpp"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace shaketable::gui {
namespace {

TEST(Session, OpensAScenarioAndRunsIt) {
    Session session;
    QSignalSpy finished(&session, &Session::finished);
    ASSERT_TRUE(session.open("hello"));
    EXPECT_EQ(session.variant(), "base");
    EXPECT_EQ(session.begin_s(), -10.0);
    EXPECT_EQ(session.end_s(), 60.0);
    ASSERT_TRUE(wait_until_finished(session));
    EXPECT_TRUE(wait_for([&] { return finished.count() == 1; }));
    EXPECT_FALSE(session.outcome()->result.verdict);
    ASSERT_TRUE(seek_and_wait(session, 30.0));
    EXPECT_EQ(session.snapshot()->cards.size(), 2U);
}

TEST(Session, KeepsWhatIsOpenWhereAFileIsWrong) {
    Session session;
    QSignalSpy failed(&session, &Session::failed);
    EXPECT_FALSE(session.open("no-such-scenario"));
    EXPECT_EQ(session.take(), nullptr);
    EXPECT_EQ(failed.count(), 1);
    ASSERT_TRUE(session.open("hello"));
    EXPECT_TRUE(session.errors().empty());
    EXPECT_FALSE(session.change({"/components/web/cores=none"}));
    EXPECT_TRUE(session.is_stale());
    EXPECT_NE(session.take(), nullptr);
    EXPECT_TRUE(session.change({"/components/web/cores=2"}));
    EXPECT_FALSE(session.is_stale());
    EXPECT_FALSE(session.open("no-such-scenario"));
    EXPECT_FALSE(session.is_stale()) << "the file was at fault, not the settings";
}

TEST(Session, TellsOfTheInstantsWindowOnceItIsKnownThoughNobodyMoves) {
    Session session;
    ASSERT_TRUE(session.open("retry-storm")); // at 0
    EXPECT_TRUE(wait_for([&] {
        return session.snapshot() != nullptr && session.snapshot()->settled_window == std::size_t{0};
    }));
}

TEST(Session, KeepsTheChangesOfEachVariant) {
    Session session;
    ASSERT_TRUE(session.open("hello"));
    ASSERT_TRUE(session.change({"/components/web/cores=3"}));
    ASSERT_TRUE(session.choose_variant("overload"));
    EXPECT_TRUE(session.settings().empty());
    ASSERT_TRUE(session.choose_variant("base"));
    EXPECT_TRUE(session.sets("/components/web/cores"));
    ASSERT_TRUE(session.open("hello"));
    EXPECT_TRUE(session.settings().empty());
}

// The same fingerprint, verdict, evidence and harm as `shaketable run` for every file of the library.
TEST(Session, TellsWhatTheCommandLineTells) {
    const LibraryModel library;
    for (const LibraryRow& row : library.rows()) {
        SCOPED_TRACE(row.name.toStdString());
        const auto file = scenarios::load_file(row.path.toStdString());
        const auto scenario = scenarios::compile(file.value(), "");
        const analysis::Result expected = analysis::run_variant(scenario.value());
        Session session;
        ASSERT_TRUE(session.open(row.name));
        ASSERT_TRUE(wait_until_finished(session));
        const analysis::Result& result = session.outcome()->result;
        EXPECT_EQ(result.fingerprint, expected.fingerprint);
        EXPECT_EQ(result.total.good, expected.total.good);
        ASSERT_EQ(result.verdict.has_value(), expected.verdict.has_value());
        if (expected.verdict) {
            EXPECT_EQ(result.verdict->total.verdict, expected.verdict->total.verdict);
            EXPECT_EQ(result.harm->total.net(), expected.harm->total.net());
        }
        ASSERT_TRUE(seek_and_wait(session, session.end_s()));
        EXPECT_EQ(session.snapshot()->hash, expected.fingerprint);
        const QString text = verdict_text(*session.outcome());
        for (const analysis::Evidence& sentence : session.outcome()->evidence)
            EXPECT_TRUE(text.contains(QString::fromStdString(sentence.text).toHtmlEscaped()));
    }
}

TEST(Session, StepsAndJumps) {
    Session session;
    ASSERT_TRUE(session.open("retry-storm"));
    ASSERT_TRUE(wait_until_finished(session));
    session.seek(0.0);
    session.seek_next_marker();
    EXPECT_EQ(session.at_s(), 60.0); // the fault
    session.seek_next_marker();
    EXPECT_GT(session.at_s(), 60.0);
    session.seek_previous_marker();
    EXPECT_EQ(session.at_s(), 60.0);
    session.step_window(true);
    EXPECT_EQ(session.at_s(), 61.0);
    session.step_window(false);
    EXPECT_EQ(session.at_s(), 60.0);
    ASSERT_TRUE(seek_and_wait(session, 60.0));
    session.step_event(true);
    ASSERT_TRUE(wait_for([&] { return session.at_s() > 60.0; }));
    const double after = session.at_s();
    EXPECT_LT(after, 60.1);
    session.step_event(true);
    session.step_event(true);
    ASSERT_TRUE(wait_for([&] { return session.at_s() > after; }));
    session.step_event(false);
    session.step_event(false);
    EXPECT_TRUE(wait_for([&] { return std::fabs(session.at_s() - after) < 1e-9; }));
}

TEST(Session, ShowsWhatIsThereWhileARunIsGoingOn) {
    Session session;
    QSignalSpy previewed(&session, &Session::previewed);
    ASSERT_TRUE(session.open("retry-storm"));
    ASSERT_TRUE(session.change({"/duration=3000s"}));
    ASSERT_TRUE(wait_for([&] { return previewed.count() > 0; }));
    const auto so_far = session.result();
    ASSERT_NE(so_far, nullptr);
    EXPECT_EQ(session.outcome(), nullptr);
    const std::size_t judged = so_far->series.total.judged;
    ASSERT_GT(judged, 2U);
    session.cancel();
    // What is told before the fault stays.
    ASSERT_TRUE(session.open("retry-storm"));
    ASSERT_TRUE(wait_until_finished(session));
    for (std::size_t window = 0; window < std::min<std::size_t>(judged, 60); ++window)
        EXPECT_EQ(so_far->series.total.good[window], session.result()->series.total.good[window]);
}

TEST(Session, LaysAnotherVariantOver) {
    Session session;
    ASSERT_TRUE(session.open("retry-storm"));
    session.overlay("budget");
    EXPECT_EQ(session.overlaid_variant(), "budget");
    ASSERT_TRUE(wait_until_finished(session));
    ASSERT_TRUE(wait_for([&] { return session.overlay_outcome() != nullptr; }));
    const ChartSet set = charts_of_journeys(
        *session.result(), {.overlay = &session.overlay_outcome()->result, .overlay_name = "budget"});
    EXPECT_EQ(set.charts[0].lines[0].of, LineOf::kOverlay);
    EXPECT_EQ(set.charts[0].lines[0].name, "budget's goodput");
    EXPECT_NE(set.charts[0].lines[0].values, set.charts[0].lines[1].values);
    session.overlay({});
    EXPECT_EQ(session.overlay_outcome(), nullptr);
    ASSERT_TRUE(session.choose_variant("budget"));
    ASSERT_TRUE(wait_until_finished(session));
    session.overlay("budget");
    ASSERT_TRUE(wait_for([&] { return session.overlay_outcome() != nullptr; }));
    const ChartSet same = charts_of_journeys(
        *session.result(), {.overlay = &session.overlay_outcome()->result, .overlay_name = "budget"});
    const std::vector<double>& other = same.charts[0].lines[0].values;
    const std::vector<double>& own = same.charts[0].lines[1].values;
    EXPECT_TRUE(std::equal(own.begin(), own.end(), other.begin(), other.end(), [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b)); // identical runs: no difference
    }));
    session.overlay("no-such-variant");
    EXPECT_EQ(session.overlaid_variant(), "");
    EXPECT_FALSE(session.errors().empty());
}

// What a chart, the card, the table and the command line's result tell of a component in a window is one
// number.
/// Canvas, table and charts at an instant against the series of the result, which is the command line's.
void expect_the_same_everywhere(Session& session, const ComponentTable& table) {
    ASSERT_TRUE(wait_until_finished(session));
    const analysis::Result& result = session.outcome()->result;
    const std::size_t window = result.series.windows / 3;
    const double window_s = result.series.window_s;
    ASSERT_TRUE(seek_and_wait(session, (static_cast<double>(window) + 0.25) * window_s));
    EXPECT_EQ(session.snapshot()->window, window); // that the instant is in
    for (std::size_t index = 0; index < result.series.components.size(); ++index) {
        const analysis::InstanceSeries& series = result.series.components[index].all;
        const Card& card = session.snapshot()->cards[index];
        if (series.utilisation.empty())
            continue;
        const analysis::Figure used = series.utilisation[window];
        ASSERT_EQ(card.meter.has_value(), used.has_value());
        EXPECT_DOUBLE_EQ(card.meter.value_or(0.0), used.value_or(0.0));
        EXPECT_FLOAT_EQ(card.spark.back(), static_cast<float>(used.value_or(-1.0)));
        EXPECT_EQ(table.index(static_cast<int>(index), ComponentTable::kMeter).data().toString(),
                  percent(used));
        const ChartSet set = charts_of_component(result, {}, static_cast<std::uint32_t>(index), {});
        EXPECT_DOUBLE_EQ(set.charts[0].lines[0].values[window], used.value_or(0.0) * 100.0);
    }
    EXPECT_DOUBLE_EQ(session.snapshot()->goodput_per_s.value_or(-1.0),
                     static_cast<double>(result.series.total.good[window]) / window_s);
}

/// Of each file as it stands, and of all variants of one: they differ from it in what the same views show.
TEST(Session, TellsTheSameNumberEverywhere) {
    const LibraryModel library;
    int scenarios = 0;
    for (const LibraryRow& row : library.rows()) {
        Session session;
        const ComponentTable table(session);
        ASSERT_TRUE(session.open(row.name));
        for (const QString& variant : session.variants()) {
            SCOPED_TRACE((row.name + " " + variant).toStdString());
            ASSERT_TRUE(session.choose_variant(variant));
            expect_the_same_everywhere(session, table);
            ++scenarios;
            if (row.name != "autoscaler-lag")
                break;
        }
    }
    EXPECT_GE(scenarios, 20);
}

TEST(Session, ShowsWhatPoliciesHoldBack) {
    Session session;
    ASSERT_TRUE(session.open("retry-storm"));
    ASSERT_TRUE(session.choose_variant("breaker"));
    ASSERT_TRUE(wait_until_finished(session));
    const auto signs_at = [&](double at_s) {
        EXPECT_TRUE(seek_and_wait(session, at_s));
        std::string all;
        for (const EdgeFlow& edge : session.snapshot()->edges)
            for (const std::string& sign : edge.signs)
                all += sign + "; ";
        return all;
    };
    EXPECT_EQ(signs_at(30.0), "");
    EXPECT_NE(signs_at(80.0).find("breaker open"), std::string::npos) << signs_at(80.0);
    ASSERT_TRUE(session.choose_variant("budget"));
    ASSERT_TRUE(wait_until_finished(session));
    EXPECT_NE(signs_at(80.0).find("retry budget spent"), std::string::npos) << signs_at(80.0);
}

TEST(Places, AreKeptInOnesOwnFileAndNothingElseIsTouched) {
    const QTemporaryDir folder;
    const QString path = folder.filePath("mine.json");
    const auto library = scenarios::resolve_scenario("retry-storm");
    ASSERT_TRUE(QFile::copy(QString::fromStdString(library.value()), path));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    const std::string before = scenarios::read_text_file(path.toStdString()).value();
    {
        Session session;
        ASSERT_TRUE(session.open(path));
        EXPECT_FALSE(session.places().is_of_library());
        EXPECT_FALSE(session.places().of("web"));
        session.put("web", {.x = 12.4, .y = -7.0});
        EXPECT_TRUE(session.errors().empty());
    }
    const std::string after = scenarios::read_text_file(path.toStdString()).value();
    const std::size_t common = before.find_last_of('}') - 1;
    EXPECT_EQ(after.substr(0, common), before.substr(0, common));
    Session session;
    ASSERT_TRUE(session.open(path));
    ASSERT_TRUE(session.places().of("web"));
    EXPECT_EQ(session.places().of("web")->x, 12.0);
    EXPECT_EQ(session.places().of("web")->y, -7.0);
    session.forget_places();
    Session forgetful;
    ASSERT_TRUE(forgetful.open(path));
    EXPECT_FALSE(forgetful.places().of("web"));
    ASSERT_TRUE(wait_until_finished(session));
    Session untouched;
    ASSERT_TRUE(untouched.open("retry-storm"));
    untouched.put("web", {.x = 1.0, .y = 2.0}); // of the library: only for now
    ASSERT_TRUE(wait_until_finished(untouched));
    EXPECT_EQ(session.outcome()->result.fingerprint, untouched.outcome()->result.fingerprint);
    EXPECT_EQ(scenarios::read_text_file(library.value()).value(), before);
}

TEST(Session, PlaysBothWaysAndStopsAtTheEnds) {
    Session session;
    ASSERT_TRUE(session.open("hello"));
    ASSERT_TRUE(wait_until_finished(session));
    session.seek(10.0);
    session.play(2.0);
    session.advance(0.5);
    EXPECT_EQ(session.at_s(), 11.0);
    session.play(-4.0);
    session.advance(0.5);
    EXPECT_EQ(session.at_s(), 9.0);
    session.advance(100.0);
    EXPECT_EQ(session.at_s(), session.begin_s());
    EXPECT_FALSE(session.is_playing());
    session.play(1000.0);
    session.advance(1.0);
    EXPECT_EQ(session.at_s(), session.end_s());
    EXPECT_FALSE(session.is_playing());
    session.play(1.0);
    EXPECT_EQ(session.at_s(), 0.0); // from zero again, not from the warm-up
}

TEST(Session, CancelsAtOnce) {
    Session session;
    ASSERT_TRUE(session.open("retry-storm"));
    ASSERT_TRUE(session.change({"/duration=100000s"}));
    session.cancel();
    EXPECT_TRUE(wait_for([&] { return session.take()->is_shot(); }));
    EXPECT_LT(session.shot_until_s(), session.end_s());
    EXPECT_EQ(session.outcome(), nullptr);
}

// Each field's pointer can be set to what it shows, and the form is then the same.
TEST(Form, HasTheKnobsOfEveryPartOfTheLibrary) {
    const LibraryModel library;
    std::size_t fields = 0;
    for (const LibraryRow& row : library.rows()) {
        const auto file = scenarios::load_file(row.path.toStdString());
        const scenarios::Node tree = file.value().tree_for("").value();
        for (const char* group : {"components", "policies", "timeline"}) {
            const scenarios::Member* parts = tree.find(group);
            if (parts == nullptr)
                continue;
            for (const scenarios::Member& part : *parts->value.members()) {
                const std::string pointer = "/" + std::string(group) + "/" + part.name;
                for (const Field& field : fields_of(tree, pointer)) {
                    ++fields;
                    EXPECT_TRUE(field.pointer.starts_with(pointer + "/")) << field.pointer;
                    EXPECT_FALSE(field.help.empty()) << field.pointer;
                    EXPECT_FALSE(field.accepted.empty()) << field.pointer;
                    EXPECT_TRUE(field.is_stated || !field.absent.empty()) << field.pointer;
                }
            }
        }
    }
    EXPECT_GT(fields, 200U);
    EXPECT_TRUE(fields_of(scenarios::load_file(library.rows()[0].path.toStdString()).value().base,
                          "/components/nobody")
                    .empty());
}

TEST(Models, AreSoundAlsoWhileARunIsGoingOn) {
    LibraryModel library;
    const QAbstractItemModelTester of_library(&library,
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_GE(library.rowCount(), 5);
    Session session;
    ComponentTable table(session);
    FormModel form(session);
    const QAbstractItemModelTester of_form(&form, QAbstractItemModelTester::FailureReportingMode::Fatal);
    form.show_part("/components/web");
    const QAbstractItemModelTester of_table(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ASSERT_TRUE(session.open("retry-storm"));
    for (int step = 0; step < 20; ++step) {
        session.seek(step);
        QTest::qWait(10);
    }
    ASSERT_TRUE(session.open("hello"));
    ASSERT_TRUE(wait_until_finished(session));
    ASSERT_TRUE(seek_and_wait(session, 10.0));
    EXPECT_EQ(table.rowCount(), 2);
    EXPECT_EQ(table.index(1, ComponentTable::kName).data().toString(), "web");
}

} // namespace
} // namespace shaketable::gui
