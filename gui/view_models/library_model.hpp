// The scenarios that come with the program, with story and tags; searched by any word of them.
#pragma once

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

#include <vector>

namespace shaketable::gui {

struct LibraryRow {
    QString name;
    QString path;
    QString title;
    QString story;
    QString tags; // "retry, overload"
};

class LibraryModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { kName = Qt::UserRole, kPath, kStory, kTags, kSearched };

    explicit LibraryModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] const std::vector<LibraryRow>& rows() const { return rows_; }

  private:
    std::vector<LibraryRow> rows_;
};

} // namespace shaketable::gui
