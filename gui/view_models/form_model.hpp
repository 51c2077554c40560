// A form as a table whose second column is edited. What is set is a setting of the session, on top of the
// variant.
#pragma once

#include "gui/view_models/form.hpp"
#include "gui/view_models/session.hpp"

#include <QAbstractTableModel>

namespace shaketable::gui {

class FormModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { kLabel, kValue, kUnit, kDefault, kColumns };

    explicit FormModel(Session& session, QObject* parent = nullptr);

    /// The part of the scenario that is shown: "/components/web".
    void show_part(const std::string& pointer);
    [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
    /// Back to what the file and the variant say.
    void reset(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void refresh();
    [[nodiscard]] QString text(const Field& field, int column) const;
    [[nodiscard]] QString tip(const Field& field) const;

    Session& session_;
    std::string part_;
    std::vector<Field> fields_;
    std::string wrong_; // the field whose last value was refused
    QString refused_;   // that value
    QString why_;
};

} // namespace shaketable::gui
