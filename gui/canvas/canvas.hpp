// The picture of a scenario at an instant: components as cards, a cell for each replica, edges with what
// flows.
//
// Wheel: zoom; drag on the ground: pan; drag a card: move it; click: select; F: fit. What does not move is
// painted once into a pixmap.
#pragma once

#include "gui/canvas/painter.hpp"
#include "gui/view_models/session.hpp"

#include <QPixmap>
#include <QWidget>

namespace shaketable::gui {

class Canvas : public QWidget {
    Q_OBJECT
  public:
    explicit Canvas(Session& session, QWidget* parent = nullptr);

    void set_theme(const Theme& theme);
    void set_particles(bool shown);
    void set_harm(bool shown);
    /// Everything in view, but never so small that words vanish.
    void fit();
    /// Everything in view, however small.
    void show_all();
    /// Lays the cards out anew, and forgets where they were put.
    void lay_out();
    void paint_picture(QPainter& painter, const QSize& size);
    [[nodiscard]] bool is_laid_out() const { return laid_out_; }
    [[nodiscard]] double zoom() const { return zoom_; }
    void zoom_by(double factor, QPointF around);
    /// Where on the widget a replica's cell is, for tests and tools that click it.
    [[nodiscard]] QPoint cell_position(std::uint32_t component, std::uint32_t replica) const;

  Q_SIGNALS:
    void laid_out();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void show_scenario();
    void take_layout(GraphLayout layout, std::uint64_t generation);
    void begin_layout();
    void fit_between(double least, double most);
    void refresh_still();
    void paint_over(QPainter& painter) const;
    [[nodiscard]] Look look() const;
    [[nodiscard]] bool fits(const Snapshot& snapshot) const;
    [[nodiscard]] QTransform to_widget() const;
    [[nodiscard]] QPointF to_scene(QPointF point) const;
    [[nodiscard]] QString name_of(const Hit& hit) const;
    [[nodiscard]] QString tip_of(const Hit& hit) const;
    void select_neighbour(int step);

    Session& session_;
    const Theme* theme_;
    mutable TextCache texts_;
    bool particles_ = true;
    bool harm_shown_ = false;
    std::vector<double> harm_; // by component
    QString shown_path_;
    std::uint64_t generation_ = 0; // of layouts: only the last one counts
    Scene scene_;
    bool laid_out_ = false;
    double zoom_ = 1.0;
    QPointF offset_;     // of the scene's origin, on the widget
    bool fitted_ = true; // until somebody pans or zooms
    QPixmap still_;
    bool still_is_old_ = true;
    QPointF pressed_at_;
    std::optional<std::uint32_t> dragged_;
    bool moved_ = false;
};

} // namespace shaketable::gui
