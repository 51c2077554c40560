// Pictures of what a widget shows, as files: PNG at twice the size of the screen, or SVG.
#pragma once

#include <QPainter>
#include <QSize>
#include <QString>

#include <functional>

namespace shaketable::gui {

/// "charts.png" or "charts.svg". False: it can't be written, or the name ends otherwise.
[[nodiscard]] bool export_picture(const QString& path, QSize size,
                                  const std::function<void(QPainter&)>& paint);
/// A file that is there whole or not at all.
[[nodiscard]] bool export_text(const QString& path, const std::string& text);

} // namespace shaketable::gui
