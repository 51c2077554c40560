// The window: the library at the left, the picture in the middle (canvas, heat map, table), what it means at
// the right, charts and time below.
#pragma once

#include "gui/canvas/canvas.hpp"
#include "gui/panels/charts_panel.hpp"
#include "gui/panels/heat_map.hpp"
#include "gui/panels/inspector.hpp"
#include "gui/panels/library_panel.hpp"
#include "gui/panels/time_bar.hpp"
#include "gui/panels/verdict_panel.hpp"
#include "gui/view_models/component_table.hpp"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>

namespace shaketable::gui {

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow();

    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] Canvas& canvas() { return *canvas_; }
    [[nodiscard]] ChartsPanel& charts() { return *charts_; }
    [[nodiscard]] VerdictPanel& verdict() { return *verdict_; }
    [[nodiscard]] Inspector& inspector() { return *inspector_; }
    [[nodiscard]] LibraryPanel& library() { return *library_; }
    /// "canvas", "heat map", "table", "charts", "verdict", "library": brings it to the front. False: there is
    /// none of this name.
    bool show_panel(const QString& name);
    void set_theme(const Theme& theme);
    /// From now on files that are opened are remembered, and those of earlier are offered.
    void remember_files();

  private:
    void build_docks();
    void build_tools();
    void build_actions();
    void open_file();
    void list_recent();
    void save_copy();
    void export_charts();
    void export_canvas();
    void overlay_chosen(const QString& variant);
    void break_it();
    void play_or_pause();
    void play_backwards();
    void show_opened();
    void show_selected_row();
    void tell(const QString& text);
    void show_state();
    void tick();
    QAction* key(const QString& text, const QKeySequence& keys, std::function<void()> act);
    QDockWidget* dock(const QString& title, QWidget* widget, Qt::DockWidgetArea area);

    Session session_;
    QTabWidget* middle_ = nullptr;
    Canvas* canvas_ = nullptr;
    HeatMap* heat_ = nullptr;
    ComponentTable* table_ = nullptr;
    QTableView* table_view_ = nullptr;
    ChartsPanel* charts_ = nullptr;
    VerdictPanel* verdict_ = nullptr;
    Inspector* inspector_ = nullptr;
    LibraryPanel* library_ = nullptr;
    TimeBar* time_bar_ = nullptr;
    QComboBox* variant_ = nullptr;
    QLabel* changed_ = nullptr;
    QComboBox* overlay_ = nullptr;
    QMenu* recent_ = nullptr;
    bool remembers_ = false;
    QComboBox* speed_ = nullptr;
    QToolButton* play_ = nullptr;
    QToolButton* break_ = nullptr;
    QLabel* instant_ = nullptr;
    QLabel* state_ = nullptr;
    QTimer ticker_;
    QElapsedTimer since_tick_;
};

} // namespace shaketable::gui
