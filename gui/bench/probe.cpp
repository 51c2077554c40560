#include "gui/bench/probe.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace shaketable::gui::bench {

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double share_of(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    return values.empty() ? 0.0 : values[std::max<std::size_t>(rank, 1) - 1];
}

void fail(const char* why) {
    std::fprintf(stderr, "gui_bench: %s\n", why);
    std::exit(3);
}

bool BusyApplication::notify(QObject* receiver, QEvent* event) {
    if (depth_++ > 0) {
        const bool taken = QApplication::notify(receiver, event);
        --depth_;
        return taken;
    }
    const int event_type = event->type();
    const std::string name = receiver->metaObject()->className();
    const auto begin = Clock::now();
    const bool taken = QApplication::notify(receiver, event);
    const double ms = ms_since(begin);
    busy_ms += ms;
    if (ms > longest_ms) {
        longest_ms = ms;
        if (qEnvironmentVariableIsSet("GUI_BENCH_VERBOSE"))
            std::fprintf(stderr, "%.1f ms: event %d of %s\n", ms, event_type, name.c_str());
    }
    --depth_;
    return taken;
}

BusyApplication& app() { return *static_cast<BusyApplication*>(QCoreApplication::instance()); }

bool Paints::eventFilter(QObject* /*watched*/, QEvent* event) {
    if (event->type() == QEvent::Paint) {
        ++count;
        if (painted)
            painted();
    }
    return false;
}

void run_for(double ms) {
    const auto begin = Clock::now();
    wait_until([&] { return ms_since(begin) >= ms; });
}

} // namespace shaketable::gui::bench
