#include "gui/export.hpp"

#include <QBuffer>
#include <QImage>
#include <QSaveFile>
#include <QSvgGenerator>

#include <qcustomplot.h>

namespace shaketable::gui {

namespace {

constexpr int kScale = 2;

bool save(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

QByteArray png_of(QSize size, const std::function<void(QPainter&)>& paint) {
    QImage image(size * kScale, QImage::Format_RGB32);
    image.fill(Qt::white);
    {
        QCPPainter painter(&image); // plots can paint with no other
        painter.scale(kScale, kScale);
        paint(painter);
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg_of(QSize size, const std::function<void(QPainter&)>& paint) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    {
        QCPPainter painter(&generator);
        paint(painter);
    }
    return bytes;
}

} // namespace

bool export_picture(const QString& path, QSize size, const std::function<void(QPainter&)>& paint) {
    if (path.endsWith(".png", Qt::CaseInsensitive))
        return save(path, png_of(size, paint));
    return path.endsWith(".svg", Qt::CaseInsensitive) && save(path, svg_of(size, paint));
}

bool export_text(const QString& path, const std::string& text) {
    return save(path, QByteArray::fromStdString(text));
}

} // namespace shaketable::gui
