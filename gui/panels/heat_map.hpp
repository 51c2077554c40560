// Every replica by time, as a heat map: the highest value of each pixel, one bad host visible among a
// thousand.
#pragma once

#include "gui/theme.hpp"
#include "gui/view_models/heat.hpp"
#include "gui/view_models/session.hpp"

#include <QComboBox>
#include <QImage>
#include <QWidget>

namespace shaketable::gui {

class HeatField : public QWidget {
    Q_OBJECT
  public:
    explicit HeatField(Session& session, QWidget* parent = nullptr);

    void show_heat(Heat heat);
    void set_theme(const Theme& theme);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void render();
    [[nodiscard]] QRect field() const;
    [[nodiscard]] double row_height() const;
    [[nodiscard]] const HeatRow* row_at(QPointF point) const;
    [[nodiscard]] std::size_t window_at(QPointF point) const;
    void paint_names(QPainter& painter) const;
    void paint_times(QPainter& painter) const;

    Session& session_;
    const Theme* theme_;
    Heat heat_;
    QImage image_;
};

class HeatMap : public QWidget {
    Q_OBJECT
  public:
    explicit HeatMap(Session& session, QWidget* parent = nullptr);
    void set_theme(const Theme& theme) { field_->set_theme(theme); }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void show_figures();
    void show_figure(const QString& name);

    Session& session_;
    bool is_old_ = false; // what is shown: there is a new result
    QComboBox* figure_;
    HeatField* field_;
};

} // namespace shaketable::gui
