// The knobs of what is selected, and of the rest of the scenario; a change runs in the background. Before and
// after stand below.
#pragma once

#include "gui/theme.hpp"
#include "gui/view_models/form_model.hpp"

#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QWidget>

namespace shaketable::gui {

class Inspector : public QWidget {
    Q_OBJECT
  public:
    explicit Inspector(Session& session, QWidget* parent = nullptr);
    [[nodiscard]] FormModel& form() { return *form_; }
    [[nodiscard]] QTableView& table() { return *table_; }

  private:
    void list_parts();
    void show_selected();
    void show_part(const QString& part);
    void show_state();

    Session& session_;
    FormModel* form_;
    QComboBox* part_;
    QTableView* table_;
    QLabel* state_;
};

} // namespace shaketable::gui
