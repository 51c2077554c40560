#include "gui/state_file.hpp"

#include <QSaveFile>

namespace shaketable::gui {

namespace {

constexpr int kSoon_ms = 50;

QString place(const QString& name, const QWidget& widget, QPoint inside) {
    const QPoint at = widget.mapToGlobal(inside);
    return QString("place %1: %2 %3\n").arg(name).arg(at.x()).arg(at.y());
}

} // namespace

StateFile::StateFile(MainWindow& window, QString path)
    : QObject(&window), window_(window), path_(std::move(path)) {
    soon_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, &StateFile::write);
    Session& session = window.session();
    for (const auto signal : {&Session::opened, &Session::progressed, &Session::finished, &Session::moved,
                              &Session::projected, &Session::played, &Session::selected, &Session::failed})
        connect(&session, signal, this, [this] {
            if (!soon_.isActive())
                soon_.start(kSoon_ms);
        });
}

QString StateFile::text() {
    Session& session = window_.session();
    QString text = "variant: " + session.variant() + "\n";
    text += "run: " + QString(session.outcome() != nullptr ? "finished" : "going on") + "\n";
    text += "at: " + QString::number(session.at_s(), 'f', 9) + "\n";
    text += "playing: " + QString(session.is_playing() ? "yes" : "no") + "\n";
    text += "selection: " + session.selection() + "\n";
    if (const auto snapshot = session.snapshot())
        text += QString("hash: %1\n").arg(snapshot->hash, 16, 16, QChar('0'));
    for (const char* name : {"break", "variant", "time-bar"})
        if (const auto* widget = window_.findChild<QWidget*>(name))
            text += place(name, *widget, widget->rect().center());
    if (session.take() == nullptr || !window_.canvas().is_laid_out())
        return text;
    const auto& components = session.take()->scenario().components;
    for (std::uint32_t index = 0; index < components.size(); ++index)
        for (std::uint32_t replica = 0; replica < components[index].instances; ++replica)
            text +=
                place(QString("cell-%1-%2").arg(QString::fromStdString(components[index].name)).arg(replica),
                      window_.canvas(), window_.canvas().cell_position(index, replica));
    return text;
}

void StateFile::write() {
    QSaveFile file(path_);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(text().toUtf8());
        file.commit();
    }
}

} // namespace shaketable::gui
