// What the desktop's bench measures with: a clock, the time that the GUI's thread is busy, paints, waiting.
#pragma once

#include <QApplication>
#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <functional>
#include <vector>

namespace shaketable::gui::bench {

using Clock = std::chrono::steady_clock;
[[nodiscard]] double ms_since(Clock::time_point begin);

/// The value that this share of them does not exceed; 0 of none.
[[nodiscard]] double share_of(std::vector<double> values, double share);

/// Ends the program with status 3.
[[noreturn]] void fail(const char* why);

/// Counts the time that the GUI's thread is busy, and how long it is at the longest.
class BusyApplication : public QApplication {
  public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;
    double busy_ms = 0.0;
    double longest_ms = 0.0;

  private:
    int depth_ = 0;
};

[[nodiscard]] BusyApplication& app();

/// Tells when a widget has been painted.
class Paints : public QObject {
  public:
    explicit Paints(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override;
    int count = 0;
    std::function<void()> painted;
};

template <class Condition>
void wait_until(Condition condition, double at_most_ms = 600'000.0) {
    const auto begin = Clock::now();
    QTimer again; // wakes it up: to poll would take the time that is measured
    again.start(2);
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        if (ms_since(begin) > at_most_ms)
            fail("waited in vain");
    }
}

void run_for(double ms);

} // namespace shaketable::gui::bench
