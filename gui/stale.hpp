// What is laid over a picture that is not of the settings as they stand.
#pragma once

#include "gui/theme.hpp"

#include <QPainter>

namespace shaketable::gui {

void paint_stale(QPainter& painter, const QRect& box, const Theme& theme);

} // namespace shaketable::gui
