#include "gui/state_file.hpp"

#include <QSaveFile>
#include <QTabBar>

namespace shaketable::gui {

namespace {

constexpr int kBetween_ms = 50;

QString place(const QString& name, const QWidget& widget, QPoint inside) {
    const QPoint at = widget.mapToGlobal(inside);
    return QString("place %1: %2 %3\n").arg(name).arg(at.x()).arg(at.y());
}

/// The tab of a dock that lies behind or before another.
QString tab_place(MainWindow& window, const QString& title) {
    for (const QTabBar* bar : window.findChildren<QTabBar*>())
        for (int tab = 0; tab < bar->count(); ++tab)
            if (bar->isVisible() && bar->tabText(tab) == title)
                return place("tab-" + title, *bar, bar->tabRect(tab).center());
    return {};
}

/// The values of the form that are in view, by their pointers.
QString knob_places(Inspector& inspector) {
    QString text;
    const QTableView& table = inspector.table();
    const std::vector<Field>& fields = inspector.form().fields();
    for (std::size_t row = 0; row < fields.size(); ++row) {
        const QRect cell = table.visualRect(inspector.form().index(static_cast<int>(row), FormModel::kValue));
        if (table.isVisible() && table.viewport()->rect().contains(cell.center()))
            text +=
                place("knob" + QString::fromStdString(fields[row].pointer), *table.viewport(), cell.center());
    }
    return text;
}

} // namespace

StateFile::StateFile(MainWindow& window, QString file)
    : QObject(&window), window_(window), path_(std::move(file)) {
    connect(&now_and_then_, &QTimer::timeout, this, &StateFile::write);
    now_and_then_.start(kBetween_ms);
}

QString StateFile::text() {
    Session& session = window_.session();
    QString text = "variant: " + session.variant() + "\n";
    text += "run: " + QString(session.outcome() != nullptr ? "finished" : "going on") + "\n";
    text += "at: " + QString::number(session.at_s(), 'f', 9) + "\n";
    text += "playing: " + QString(session.is_playing() ? "yes" : "no") + "\n";
    text += "selection: " + session.selection() + "\n";
    text +=
        "overlay: " + (session.overlay_outcome() != nullptr ? session.overlaid_variant() : QString()) + "\n";
    text += "stale: " + QString(session.is_stale() ? "yes" : "no") + "\n";
    for (const std::string& setting : session.settings())
        text += "setting: " + QString::fromStdString(setting) + "\n";
    if (const auto snapshot = session.snapshot())
        text += QString("hash: %1\n").arg(snapshot->hash, 16, 16, QChar('0'));
    text += tab_place(window_, "Inspect") + tab_place(window_, "Heat map") + tab_place(window_, "Table");
    text += knob_places(window_.inspector());
    for (const char* name : {"break", "variant", "overlay", "time-bar"})
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
    const QString now = text();
    QSaveFile file(path_);
    if (now == written_ || !file.open(QIODevice::WriteOnly))
        return;
    file.write(now.toUtf8());
    file.commit();
    written_ = now;
}

} // namespace shaketable::gui
