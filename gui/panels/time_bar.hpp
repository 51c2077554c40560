// Time as a bar: warm-up, what the timeline did, incident markers, how far the run has been shot, and the
// instant. Click or drag to scrub.
#pragma once

#include "gui/theme.hpp"
#include "gui/view_models/session.hpp"

#include <QWidget>

#include <vector>

namespace shaketable::gui {

/// Where an entry is drawn on the track, of so many that act at the same time.
struct EntryLane {
    std::size_t lane = 0;
    std::size_t lanes = 1;
};
/// By entry, which are in order of when they begin. More than four share the last one.
[[nodiscard]] std::vector<EntryLane> lanes_of(const std::vector<analysis::TimelineRecord>& entries,
                                              double end_s);

class TimeBar : public QWidget {
    Q_OBJECT
  public:
    explicit TimeBar(Session& session, QWidget* parent = nullptr);

    void set_theme(const Theme& theme);
    [[nodiscard]] double x_of(double at_s) const;
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

  private:
    [[nodiscard]] double time_at(double x) const;
    void paint_entries(QPainter& painter) const;
    void paint_entry_names(QPainter& painter, const std::vector<analysis::TimelineRecord>& entries) const;
    void paint_markers(QPainter& painter) const;
    void paint_ticks(QPainter& painter) const;

    Session& session_;
    const Theme* theme_;
};

} // namespace shaketable::gui
