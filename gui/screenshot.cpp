#include "gui/screenshot.hpp"

#include <QEventLoop>
#include <QPixmap>
#include <QSaveFile>

#include <cmath>
#include <iostream>

namespace shaketable::gui {

namespace {

constexpr int kLongest_ms = 600'000;

/// Lets the window live until the condition holds.
template <class Condition>
bool wait_for(Condition condition) {
    QElapsedTimer waited;
    waited.start();
    while (!condition()) {
        if (waited.elapsed() > kLongest_ms)
            return false;
        QApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    QApplication::processEvents();
    return true;
}

bool fail(const QString& why) {
    std::cerr << "shaketable-gui: " << why.toStdString() << '\n';
    return false;
}

bool is_there(Session& session, double at_s) {
    const auto snapshot = session.snapshot();
    return snapshot != nullptr && std::fabs(snapshot->at_s - at_s) < 1e-6;
}

bool save(const QPixmap& picture, const QString& path) {
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit();
}

} // namespace

bool take_screenshot(MainWindow& window, const ScreenshotPlan& plan) {
    Session& session = window.session();
    window.resize(plan.size);
    window.set_theme(plan.dark ? dark_theme() : light_theme());
    if (!plan.variant.isEmpty() && !session.choose_variant(plan.variant))
        return fail("there is no variant \"" + plan.variant + "\"");
    window.show();
    if (!plan.panel.isEmpty() && !window.show_panel(plan.panel))
        return fail("there is no panel \"" + plan.panel + "\"");
    if (!wait_for([&] {
            return session.outcome() != nullptr && session.take()->is_shot() && window.canvas().is_laid_out();
        }))
        return fail("the run takes too long");
    session.select(plan.selection);
    if (!plan.selection.isEmpty() && !session.selected_component())
        return fail("there is no component \"" + plan.selection + "\"");
    window.canvas().set_harm(plan.harm);
    session.seek(plan.at_s);
    if (!wait_for([&] { return is_there(session, session.at_s()); }))
        return fail("the instant was not reached");
    window.canvas().fit();
    for (int round = 0; round < 5; ++round) // plots are drawn when the loop is idle
        QApplication::processEvents();
    return save(window.grab(), plan.path) || fail("can't write " + plan.path);
}

} // namespace shaketable::gui
