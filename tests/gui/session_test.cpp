// The session: files, variants, the instant, and that it tells what the command line tells.
#include "gui/view_models/session.hpp"

#include "analysis/run.hpp"
#include "gui/panels/verdict_panel.hpp"
#include "gui/view_models/component_table.hpp"
#include "gui/view_models/form_model.hpp"
#include "gui/view_models/library_model.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "tests/gui/waiting.hpp"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

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
    session.step_event(true);
    const double after = session.at_s();
    EXPECT_GT(after, 60.0);
    EXPECT_LT(after, 60.1);
    session.step_event(true);
    session.step_event(false);
    EXPECT_NEAR(session.at_s(), after, 1e-9);
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
