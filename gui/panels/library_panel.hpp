// The library: its scenarios with their stories and tags, searched by any word; a file; those opened last.
#pragma once

#include "gui/view_models/library_model.hpp"

#include <QLineEdit>
#include <QListView>
#include <QTextBrowser>
#include <QWidget>

namespace shaketable::gui {

class LibraryPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LibraryPanel(QWidget* parent = nullptr);
    /// The file is open: its row, if it is one of the library, is the present one.
    void show_open(const QString& path);
    [[nodiscard]] QListView* list() const { return list_; }
    [[nodiscard]] QLineEdit* search() const { return search_; }

  Q_SIGNALS:
    void chosen(const QString& name);

  private:
    void show_story(const QModelIndex& index);
    void find(const QString& word);

    LibraryModel* model_;
    QSortFilterProxyModel* found_;
    QLineEdit* search_;
    QListView* list_;
    QTextBrowser* story_;
    QString open_; // path
};

} // namespace shaketable::gui
