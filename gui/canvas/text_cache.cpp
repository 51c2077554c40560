#include "gui/canvas/text_cache.hpp"

#include <QFontMetricsF>

namespace shaketable::gui {

namespace {

constexpr qsizetype kTextsMost = 4000;

int whole(double pixels) { return std::max(1, static_cast<int>(pixels)); }

} // namespace

QFont TextCache::sized(int pixels, bool bold) const {
    QFont font = font_;
    font.setPixelSize(pixels);
    font.setBold(bold);
    return font;
}

const QStaticText& TextCache::prepared(const QString& text, int pixels, bool bold) {
    const Key key{text, pixels, bold};
    const auto found = texts_.constFind(key);
    if (found != texts_.constEnd())
        return *found;
    if (texts_.size() >= kTextsMost)
        texts_.clear();
    QStaticText made(text);
    made.setTextFormat(Qt::PlainText);
    made.setPerformanceHint(QStaticText::AggressiveCaching);
    made.prepare({}, sized(pixels, bold));
    return *texts_.insert(key, made);
}

void TextCache::draw(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QString& text,
                     double pixels, bool bold) {
    const int size = whole(pixels);
    const QStaticText& made = prepared(text, size, bold);
    const QSizeF extent = made.size();
    QPointF at(box.left(), box.center().y() - extent.height() / 2.0);
    if ((alignment & Qt::AlignRight) != 0)
        at.setX(box.right() - extent.width());
    else if ((alignment & Qt::AlignHCenter) != 0)
        at.setX(box.center().x() - extent.width() / 2.0);
    painter.setFont(sized(size, bold));
    painter.drawStaticText(at, made);
}

double TextCache::width(const QString& text, double pixels, bool bold) {
    return prepared(text, whole(pixels), bold).size().width();
}

QString TextCache::elided(const QString& text, double width, double pixels, bool bold) const {
    return QFontMetricsF(sized(whole(pixels), bold)).elidedText(text, Qt::ElideRight, width);
}

} // namespace shaketable::gui
