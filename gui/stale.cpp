#include "gui/stale.hpp"

namespace shaketable::gui {

void paint_stale(QPainter& painter, const QRect& box, const Theme& theme) {
    QColor veil = theme.window;
    veil.setAlphaF(0.6F);
    painter.fillRect(box, veil);
    QFont font = painter.font();
    font.setPixelSize(12);
    painter.setFont(font);
    const QString text = "Stale: of the last good run. The settings as they stand can't run.";
    const QRect note(box.left() + 8, box.top() + 8, QFontMetrics(font).horizontalAdvance(text) + 12, 22);
    painter.setPen(QPen(theme.outline, 1.0));
    painter.setBrush(theme.surface);
    painter.drawRect(note);
    painter.setPen(theme.text);
    painter.drawText(note, Qt::AlignCenter, text);
}

} // namespace shaketable::gui
