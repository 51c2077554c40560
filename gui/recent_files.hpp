// The files that were opened last, kept from one start of the program to the next.
#pragma once

#include <QStringList>

namespace shaketable::gui {

inline constexpr qsizetype kRecentFilesMost = 10;

/// The latest first; those that are there no more are left out.
[[nodiscard]] QStringList recent_files();
void remember_file(const QString& path);

} // namespace shaketable::gui
