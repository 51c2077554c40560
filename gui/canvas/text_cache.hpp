// Draws short texts that come again and again, without shaping them anew each time.
#pragma once

#include <QFont>
#include <QHash>
#include <QPainter>
#include <QStaticText>

namespace shaketable::gui {

class TextCache {
  public:
    /// Fonts are of this family.
    explicit TextCache(QFont font) : font_(std::move(font)) {}

    /// A line of text in the painter's pen, in a box, which it may be wider than.
    void draw(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QString& text,
              double pixels, bool bold = false);
    [[nodiscard]] double width(const QString& text, double pixels, bool bold = false);
    /// The text, or what fits of it.
    [[nodiscard]] QString elided(const QString& text, double width, double pixels, bool bold = false) const;

  private:
    struct Key {
        QString text;
        int pixels = 0;
        bool bold = false;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed = 0) {
            return qHashMulti(seed, key.text, key.pixels, key.bold);
        }
    };
    [[nodiscard]] QFont sized(int pixels, bool bold) const;
    const QStaticText& prepared(const QString& text, int pixels, bool bold);

    QFont font_;
    QHash<Key, QStaticText> texts_;
};

} // namespace shaketable::gui
