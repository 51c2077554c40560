// A picture of the window at an instant, without a display.
#pragma once

#include "gui/main_window.hpp"

namespace shaketable::gui {

struct ScreenshotPlan {
    QString path = {}; // of the PNG
    double at_s = 0.0;
    QString selection = {};
    QString panel = {};
    QString variant = {};
    QSize size = {1600, 950};
    bool dark = false;
    bool harm = false;
};

/// Waits for the run, and writes the picture. False, and a line on standard error: it could not.
[[nodiscard]] bool take_screenshot(MainWindow& window, const ScreenshotPlan& plan);

} // namespace shaketable::gui
