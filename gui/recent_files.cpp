#include "gui/recent_files.hpp"

#include <QFileInfo>
#include <QSettings>

namespace shaketable::gui {

namespace {

constexpr auto kKey = "recent-files";

QSettings settings() { return {QSettings::IniFormat, QSettings::UserScope, "shaketable", "desktop"}; }

} // namespace

QStringList recent_files() {
    QStringList paths = settings().value(kKey).toStringList();
    paths.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
    return paths.mid(0, kRecentFilesMost);
}

void remember_file(const QString& path) {
    QStringList paths = recent_files();
    const QString whole = QFileInfo(path).absoluteFilePath();
    paths.removeAll(whole);
    paths.prepend(whole);
    settings().setValue(kKey, paths.mid(0, kRecentFilesMost));
}

} // namespace shaketable::gui
