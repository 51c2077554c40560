// The components at the instant as a table: the same figures as on the canvas, to be sorted.
#pragma once

#include "gui/view_models/session.hpp"

#include <QAbstractTableModel>

namespace shaketable::gui {

class ComponentTable : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { kName, kKind, kState, kMeter, kRate, kQueue, kHarm, kColumns };
    static constexpr int kSortRole = Qt::UserRole;

    explicit ComponentTable(Session& session, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void take_snapshot();
    void take_harm();
    [[nodiscard]] QVariant sort_key(std::size_t row, int column) const;
    [[nodiscard]] QString text(std::size_t row, int column) const;

    Session& session_;
    std::shared_ptr<const Snapshot> snapshot_;
    std::vector<std::optional<analysis::HarmCount>> harm_; // by component
};

} // namespace shaketable::gui
