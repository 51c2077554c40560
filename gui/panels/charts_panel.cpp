#include "gui/panels/charts_panel.hpp"

namespace shaketable::gui {

ChartsPanel::ChartsPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), theme_(&light_theme()) {
    setAccessibleName("Charts");
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    heading_ = new QLabel(this);
    heading_->setMargin(4);
    column->addWidget(heading_);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const inside = new QWidget(scroll);
    list_ = new QVBoxLayout(inside);
    list_->setContentsMargins(0, 0, 0, 0);
    list_->setSpacing(1);
    list_->addStretch(1);
    scroll->setWidget(inside);
    column->addWidget(scroll, 1);
    connect(&session, &Session::opened, this, &ChartsPanel::show_charts);
    connect(&session, &Session::finished, this, &ChartsPanel::show_charts);
    connect(&session, &Session::selected, this, &ChartsPanel::show_charts);
    connect(&session, &Session::moved, this, [this] {
        for (SeriesPlot* plot : plots_)
            plot->set_cursor(session_.at_s());
    });
}

void ChartsPanel::set_theme(const Theme& theme) {
    theme_ = &theme;
    show_charts();
}

void ChartsPanel::show_charts() {
    const auto outcome = session_.outcome();
    if (outcome == nullptr) {
        heading_->setText("The charts come when the run is finished");
        return show_set({});
    }
    const analysis::Result* const twin = outcome->twin ? &*outcome->twin : nullptr;
    if (const auto component = session_.selected_component()) {
        const auto replica = session_.selected_replica();
        const QString name = QString::fromStdString(outcome->result.components[*component].name);
        heading_->setText(replica ? QString("%1, replica %2").arg(name).arg(*replica)
                                  : name + ", all replicas together");
        return show_set(charts_of_component(outcome->result, twin, *component, replica));
    }
    heading_->setText("All journeys");
    show_set(charts_of_journeys(outcome->result, twin));
}

void ChartsPanel::show_set(const ChartSet& set) {
    while (plots_.size() > set.charts.size()) {
        delete plots_.back();
        plots_.pop_back();
        delete headings_.back();
        headings_.pop_back();
    }
    while (plots_.size() < set.charts.size()) {
        auto* const heading = new QLabel(this);
        heading->setTextFormat(Qt::RichText);
        heading->setWordWrap(true);
        heading->setContentsMargins(6, 4, 6, 0);
        list_->insertWidget(list_->count() - 1, heading);
        headings_.push_back(heading);
        auto* const plot = new SeriesPlot(this);
        connect(plot, &SeriesPlot::chosen, &session_, &Session::seek);
        connect(plot, &SeriesPlot::span_changed, this, &ChartsPanel::share_span);
        list_->insertWidget(list_->count() - 1, plot);
        plots_.push_back(plot);
    }
    for (std::size_t index = 0; index < plots_.size(); ++index) {
        headings_[index]->setText(heading_of(set.charts[index], *theme_));
        plots_[index]->show_chart(set.charts[index], set.window_s, *theme_);
        plots_[index]->set_span(0.0, session_.end_s());
        plots_[index]->set_cursor(session_.at_s());
    }
}

void ChartsPanel::share_span(double from_s, double to_s) {
    if (sharing_)
        return;
    sharing_ = true;
    for (SeriesPlot* plot : plots_)
        plot->set_span(from_s, to_s);
    sharing_ = false;
}

} // namespace shaketable::gui
