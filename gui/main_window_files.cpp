// The window's files: opened, copied, exported.
#include "gui/export.hpp"
#include "gui/main_window.hpp"
#include "gui/recent_files.hpp"

#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <QStatusBar>

namespace shaketable::gui {

namespace {

constexpr int kTold_ms = 15'000; // how long something stands in the status bar

} // namespace

void MainWindow::open_file() {
    const QString path = QFileDialog::getOpenFileName(this, "Open a scenario", {}, "Scenarios (*.json)");
    if (!path.isEmpty())
        session_.open(path);
}

void MainWindow::remember_files() {
    remembers_ = true;
    list_recent();
}

void MainWindow::list_recent() {
    recent_->clear();
    for (const QString& path : recent_files())
        connect(recent_->addAction(path), &QAction::triggered, this, [this, path] { session_.open(path); });
    recent_->setEnabled(!recent_->isEmpty());
}

/// The file with its places: how those of the library get a form of one's own. Knobs that have been changed
/// stay changed on the screen, and are not in the copy.
void MainWindow::save_copy() {
    const QString path = QFileDialog::getSaveFileName(this, "Save a copy", {}, "Scenarios (*.json)");
    if (path.isEmpty())
        return;
    if (!session_.places().save_as(path))
        return tell("can't write " + path);
    const QString variant = session_.variant();
    const scenarios::Settings settings = session_.settings();
    if (!session_.open(path) || (variant == session_.variant() && settings.empty()))
        return;
    session_.choose_variant(variant);
    if (!settings.empty()) {
        session_.change(settings);
        tell("wrote " + path + "; the knobs that you changed are not in it");
    }
}

void MainWindow::export_charts() {
    const QString path = QFileDialog::getSaveFileName(this, "Export the charts", "charts.png",
                                                      "Pictures (*.png *.svg);;Values (*.csv)");
    if (!path.isEmpty())
        tell(charts_->export_to(path) ? "wrote " + path
                                      : "can't write " + path + "; accepted: .png, .svg, .csv");
}

void MainWindow::export_canvas() {
    const QString path =
        QFileDialog::getSaveFileName(this, "Export the canvas", "canvas.png", "Pictures (*.png *.svg)");
    const QSize size = canvas_->size();
    if (!path.isEmpty())
        tell(export_picture(path, size, [&](QPainter& painter) { canvas_->paint_picture(painter, size); })
                 ? "wrote " + path
                 : "can't write " + path + "; accepted: .png, .svg");
}

void MainWindow::tell(const QString& text) { statusBar()->showMessage(text, kTold_ms); }

} // namespace shaketable::gui
