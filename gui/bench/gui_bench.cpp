// gui_bench start BEGUN | scrub NAME | frames | pointer | stalls: what the desktop costs the person before
// it; one line of JSON. bench/gui calls it under Xvfb.
#include "gui/bench/fleet.hpp"
#include "gui/bench/probe.hpp"
#include "gui/main_window.hpp"
#include "gui/panels/heat_map.hpp"
#include "gui/plot/series_plot.hpp"
#include "scenarios/load.hpp"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>

namespace {

using namespace shaketable;
using namespace shaketable::gui::bench;

constexpr int kScrubs = 200;
constexpr int kFrame_ms = 33;
constexpr QSize kWindow = {1600, 900};

std::string fleet_file(const QTemporaryDir& directory, int rate_per_s, int duration_s) {
    const std::string path = directory.filePath("fleet.json").toStdString();
    std::ofstream(path) << gui::fleet(rate_per_s, duration_s);
    return path;
}

void open(gui::MainWindow& window, const std::string& name) {
    if (!window.session().open(QString::fromStdString(name))) {
        for (const auto& error : window.session().errors())
            std::fprintf(stderr, "%s\n", scenarios::text_of(error).c_str());
        fail("the scenario can't be opened");
    }
}

void wait_for_run(gui::MainWindow& window) {
    wait_until([&] {
        return window.session().outcome() != nullptr && window.session().take()->is_shot() &&
               window.canvas().is_laid_out();
    });
    run_for(300.0); // charts are drawn
}

bool shows(gui::Session& session, double at_s) {
    return session.snapshot() != nullptr && std::fabs(session.snapshot()->at_s - at_s) < 1e-6;
}

/// From when the process was begun, in seconds of the monotonic clock, and from the click on Break it.
void measure_start(double begun_s) {
    const auto age_ms = [begun_s] {
        return std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count() -
               begun_s * 1e3;
    };
    gui::MainWindow window;
    open(window, "retry-storm");
    window.resize(kWindow);
    Paints paints(window.canvas());
    window.show();
    wait_until([&] { return paints.count > 0; });
    const double first_frame_ms = age_ms();
    wait_until([&] { return window.session().snapshot() != nullptr && window.canvas().is_laid_out(); });
    const int before = paints.count;
    wait_until([&] { return paints.count > before; });
    const double picture_ms = age_ms();
    wait_until([&] { return window.session().outcome() != nullptr; });
    const double finished_ms = age_ms();
    wait_until([&] { return window.session().take()->is_shot(); });
    run_for(300.0);

    const auto clicked = Clock::now();
    window.findChild<QToolButton*>("break")->click();
    const double from_s = window.session().at_s();
    int moving = 0;
    paints.painted = [&] {
        const auto snapshot = window.session().snapshot();
        moving += snapshot != nullptr && snapshot->at_s > from_s ? 1 : 0;
    };
    wait_until([&] { return moving >= 2; });
    std::printf("{\"first_frame_ms\":%.0f,\"picture_ms\":%.0f,\"finished_ms\":%.0f,\"moving_ms\":%.0f}\n",
                first_frame_ms, picture_ms, finished_ms, ms_since(clicked));
}

/// From a wish to the painted canvas, at instants all over the run.
void measure_scrub(const std::string& name) {
    const QTemporaryDir directory;
    const bool is_fleet = name == "fleet";
    gui::MainWindow window;
    open(window, is_fleet ? fleet_file(directory, 5, 600) : name);
    window.resize(kWindow);
    window.show();
    wait_for_run(window);
    gui::Session& session = window.session();
    Paints paints(window.canvas());
    std::vector<double> exact_ms;
    std::vector<double> some_ms;
    std::uint64_t random = 1;
    for (int scrub = 0; scrub < kScrubs; ++scrub) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        const double share = static_cast<double>(random >> 11U) / 9007199254740992.0;
        const double at_s = session.begin_s() + share * (session.end_s() - session.begin_s());
        const auto begin = Clock::now();
        double first_ms = -1.0;
        const int before = paints.count;
        session.seek(at_s);
        const auto old = session.snapshot();
        wait_until([&] {
            if (first_ms < 0.0 && session.snapshot() != old)
                first_ms = ms_since(begin);
            return shows(session, session.at_s());
        });
        const int shown = paints.count;
        wait_until([&] { return paints.count > std::max(before, shown - 1); }, 1000.0);
        exact_ms.push_back(ms_since(begin));
        some_ms.push_back(first_ms);
    }
    std::printf("{\"scenario\":\"%s\",\"keyframes\":%zu,\"mib\":%.0f,\"first_p95_ms\":%.1f,"
                "\"p50_ms\":%.1f,\"p95_ms\":%.1f,\"most_ms\":%.1f}\n",
                name.c_str(), session.take()->film()->keyframes(),
                static_cast<double>(session.take()->film()->bytes()) / 1048576.0, share_of(some_ms, 0.95),
                share_of(exact_ms, 0.5), share_of(exact_ms, 0.95), share_of(exact_ms, 1.0));
}

/// How long the GUI's thread is busy from one painted frame to the next.
struct Frames {
    std::vector<double> busy_ms;
    double longest_event_ms = 0.0;
    double per_s = 0.0;
};

Frames frames_during(Paints& paints, double ms, const std::function<void()>& each_frame) {
    Frames frames;
    double last_ms = app().busy_ms;
    app().longest_ms = 0.0;
    paints.painted = [&] {
        frames.busy_ms.push_back(app().busy_ms - last_ms);
        last_ms = app().busy_ms;
    };
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] { each_frame(); });
    if (each_frame)
        timer.start(kFrame_ms);
    run_for(ms);
    paints.painted = nullptr;
    frames.longest_event_ms = app().longest_ms;
    frames.per_s = static_cast<double>(frames.busy_ms.size()) / ms * 1e3;
    return frames;
}

void print_frames(const char* what, const Frames& frames) {
    if (frames.per_s < 5.0) {
        std::fprintf(stderr, "%s: %.1f frames a second: nothing moves\n", what, frames.per_s);
        std::exit(1);
    }
    std::printf("\"%s\":{\"frames\":%zu,\"per_s\":%.1f,\"p50_ms\":%.1f,\"p95_ms\":%.1f,\"most_ms\":%.1f,"
                "\"longest_event_ms\":%.1f}",
                what, frames.busy_ms.size(), frames.per_s, share_of(frames.busy_ms, 0.5),
                share_of(frames.busy_ms, 0.95), share_of(frames.busy_ms, 1.0), frames.longest_event_ms);
}

void measure_frames() {
    const QTemporaryDir directory;
    gui::MainWindow window;
    open(window, fleet_file(directory, 20, 90)); // longer than all that follows
    window.resize(kWindow);
    window.show();
    wait_for_run(window);
    const auto& scenario = window.session().take()->scenario();
    Paints paints(window.canvas());
    std::printf("{\"components\":%zu,\"replicas\":%u,\"edges\":%zu,", scenario.components.size(),
                scenario.instances, scenario.edges.size());
    window.session().seek(15.0);
    window.session().play(1.0);
    print_frames("playing", frames_during(paints, 24'000.0, {}));
    const std::size_t particles = window.session().snapshot()->particles.size();
    int moved = 0;
    const auto drag = [&](QEvent::Type type, Qt::MouseButtons buttons, QPointF at) {
        QMouseEvent event(type, at, window.canvas().mapToGlobal(at), Qt::LeftButton, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(&window.canvas(), &event);
    };
    const QPointF ground(3.0, 3.0);
    drag(QEvent::MouseButtonPress, Qt::LeftButton, ground);
    const auto pan = [&] {
        ++moved;
        const double way = 12.0 * (moved % 60 < 30 ? moved % 30 : 30 - moved % 30);
        auto* const event = new QMouseEvent(QEvent::MouseMove, ground - QPointF(way, way),
                                            window.canvas().mapToGlobal(ground - QPointF(way, way)),
                                            Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::postEvent(&window.canvas(), event);
    };
    std::printf(",");
    print_frames("panning", frames_during(paints, 12'000.0, pan));
    drag(QEvent::MouseButtonRelease, Qt::NoButton, ground);
    const auto zoom = [&] {
        ++moved;
        const QPointF middle = QRectF(window.canvas().rect()).center();
        auto* const event = new QWheelEvent(middle, window.canvas().mapToGlobal(middle), {},
                                            QPoint(0, moved % 20 < 10 ? -60 : 60), Qt::NoButton,
                                            Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::postEvent(&window.canvas(), event);
    };
    std::printf(",");
    print_frames("zooming", frames_during(paints, 12'000.0, zoom));
    std::printf(",");
    window.canvas().show_all();
    print_frames("playing, all in view", frames_during(paints, 13'000.0, {}));
    std::printf(",\"particles\":%zu}\n", particles);
}

/// From where somebody points at in a chart to the line in all the charts, the heat map and the time bar.
void measure_pointer() {
    const QTemporaryDir directory;
    const auto begin = Clock::now();
    gui::MainWindow window;
    open(window, fleet_file(directory, 5, 60));
    const double open_ms = ms_since(begin);
    window.resize(kWindow);
    window.show();
    wait_until([&] { return window.canvas().is_laid_out(); });
    const double laid_out_ms = ms_since(begin);
    wait_for_run(window);
    window.session().select("s1-3");
    QWidget* const heat = window.findChild<gui::HeatMap*>();
    window.findChild<QTabWidget*>("views")->setCurrentWidget(heat);
    run_for(500.0);
    std::vector<std::unique_ptr<Paints>> paints;
    const QList<gui::SeriesPlot*> charts = window.findChildren<gui::SeriesPlot*>();
    for (QWidget* const chart : charts)
        if (!chart->visibleRegion().isEmpty())
            paints.push_back(std::make_unique<Paints>(*chart));
    paints.push_back(std::make_unique<Paints>(*heat));
    paints.push_back(std::make_unique<Paints>(*window.findChild<QWidget*>("time-bar")));
    std::vector<double> answers_ms;
    for (int moved = 0; moved < kScrubs; ++moved) {
        for (const auto& painted : paints)
            painted->count = 0;
        const QPointF at(60.0 + moved, 0.5 * charts.front()->height());
        QMouseEvent event(QEvent::MouseMove, at, charts.front()->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        const auto pointed = Clock::now();
        QCoreApplication::sendEvent(charts.front(), &event);
        wait_until([&] {
            return std::all_of(paints.begin(), paints.end(), [](const auto& one) { return one->count > 0; });
        });
        answers_ms.push_back(ms_since(pointed));
        run_for(5.0);
    }
    std::printf("{\"open_ms\":%.0f,\"laid_out_ms\":%.0f,\"views\":%zu,\"p95_ms\":%.1f,\"most_ms\":%.1f}\n",
                open_ms, laid_out_ms, paints.size(), share_of(answers_ms, 0.95), share_of(answers_ms, 1.0));
}

/// While ten million events are simulated: from when an input is there to when it has been answered.
void measure_stalls() {
    const QTemporaryDir directory;
    gui::MainWindow window;
    const std::string path = fleet_file(directory, 20, 375);
    const auto begin = Clock::now();
    open(window, path);
    const double open_ms = ms_since(begin);
    window.resize(kWindow);
    window.show();
    gui::Session& session = window.session();
    std::vector<double> answers_ms;
    Clock::time_point sent;
    bool waiting = false;
    struct Probe : QObject {
        std::function<void()> act;
        bool event(QEvent*) override {
            act();
            return true;
        }
    } probe;
    probe.act = [&] {
        answers_ms.push_back(ms_since(sent));
        waiting = false;
    };
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    int inputs = 0;
    auto due = Clock::now();
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        const auto now = Clock::now();
        if (waiting)
            return;
        sent = std::min(due, now); // it was due before, if the loop was busy
        due = now + std::chrono::milliseconds(10);
        waiting = true;
        if (++inputs % 5 == 0)
            session.seek(session.shot_until_s() * 0.01 * (inputs % 100));
        if (inputs % 50 == 0)
            session.select(QString("s%1-3").arg(inputs % gui::kFleetChains));
        QCoreApplication::postEvent(&probe, new QEvent(QEvent::User));
    });
    app().longest_ms = 0.0;
    timer.start(10);
    wait_until([&] { return session.outcome() != nullptr && session.take()->is_shot(); });
    run_for(300.0);
    timer.stop();
    const double run_ms = ms_since(begin);
    const double longest_ms = app().longest_ms;
    const double events = static_cast<double>(
        session.take()->film()->nearest(session.take()->scenario().end)->world().clockwork.events);

    open(window, path);
    run_for(1500.0);
    const auto cancelled = Clock::now();
    session.cancel();
    wait_until([&] { return session.take()->is_over(); });
    const double cancel_ms = ms_since(cancelled);
    std::printf(
        "{\"events\":%.0f,\"run_ms\":%.0f,\"open_ms\":%.0f,\"inputs\":%zu,\"p50_ms\":%.1f,\"p95_ms\":%.1f,"
        "\"most_ms\":%.1f,\"longest_event_ms\":%.1f,\"cancel_ms\":%.1f}\n",
        events, run_ms, open_ms, answers_ms.size(), share_of(answers_ms, 0.5), share_of(answers_ms, 0.95),
        share_of(answers_ms, 1.0), longest_ms, cancel_ms);
}

} // namespace

int main(int argument_count, char** arguments) {
    BusyApplication application(argument_count, arguments);
    QApplication::setStyle("Fusion");
    const std::string what = argument_count > 1 ? arguments[1] : "";
    if (what == "start" && argument_count == 3)
        measure_start(QByteArray(arguments[2]).toDouble()); // which knows no locale
    else if (what == "scrub" && argument_count == 3)
        measure_scrub(arguments[2]);
    else if (what == "frames")
        measure_frames();
    else if (what == "stalls")
        measure_stalls();
    else if (what == "pointer")
        measure_pointer();
    else {
        std::fputs("usage: gui_bench start BEGUN | scrub NAME | frames | pointer | stalls\n", stderr);
        return 2;
    }
    return 0;
}
