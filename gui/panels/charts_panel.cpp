#include "gui/panels/charts_panel.hpp"

#include "gui/export.hpp"

#include <QGuiApplication>
#include <QTextDocument>

namespace shaketable::gui {

namespace {

constexpr std::size_t kPlotsInAdvance = 20; // to make one takes milliseconds
constexpr int kExportWidth = 900;
constexpr int kExportHeading = 34; // above each chart
constexpr int kExportHeight = 150; // of a chart

} // namespace

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
    connect(&in_advance_, &QTimer::timeout, this,
            [this] { plots_.size() < kPlotsInAdvance ? make_plot() : in_advance_.stop(); });
    in_advance_.start(30);
    for (const auto signal : {&Session::opened, &Session::finished, &Session::selected, &Session::previewed,
                              &Session::overlaid, &Session::failed})
        connect(&session, signal, this, &ChartsPanel::show_charts);
    connect(&session, &Session::moved, this, &ChartsPanel::show_cursor);
    connect(&session, &Session::projected, this, &ChartsPanel::show_values);
    connect(&session, &Session::pointed, this, &ChartsPanel::show_pointer);
}

void ChartsPanel::set_theme(const Theme& theme) {
    theme_ = &theme;
    show_charts();
}

void ChartsPanel::show_charts() {
    const auto result = session_.result();
    if (result == nullptr) {
        what_ = "The charts come when a part of the run is there";
        return show_set({});
    }
    const auto outcome = session_.outcome();
    const auto overlaid = session_.overlay_outcome();
    const Beside beside{.twin = outcome != nullptr && outcome->twin ? &*outcome->twin : nullptr,
                        .overlay = overlaid != nullptr ? &overlaid->result : nullptr,
                        .overlay_name = session_.overlaid_variant().toStdString()};
    QString what = "All journeys";
    if (const auto component = session_.selected_component()) {
        const auto replica = session_.selected_replica();
        const QString name = QString::fromStdString(result->components[*component].name);
        what = replica ? QString("%1, replica %2").arg(name).arg(*replica) : name + ", all replicas together";
        show_set(charts_of_component(*result, beside, *component, replica));
    } else {
        show_set(charts_of_journeys(*result, beside));
    }
    if (overlaid != nullptr)
        what += ", beside " + session_.overlaid_variant();
    if (session_.is_stale())
        what += " (stale: of the last good run)";
    else if (outcome == nullptr)
        what += " (so far)";
    what_ = what;
    show_headings();
    list_->parentWidget()->setEnabled(!session_.is_stale());
}

void ChartsPanel::make_plot() {
    auto* const heading = new QLabel(this);
    heading->setTextFormat(Qt::RichText);
    heading->setWordWrap(true);
    heading->setContentsMargins(6, 4, 6, 0);
    heading->setMinimumHeight(2 * heading->fontMetrics().lineSpacing() + 6); // values come and go: it stays
    heading->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    heading->hide();
    list_->insertWidget(list_->count() - 1, heading);
    headings_.push_back(heading);
    auto* const plot = new SeriesPlot(this);
    plot->hide();
    connect(plot, &SeriesPlot::chosen, &session_, &Session::seek);
    connect(plot, &SeriesPlot::pointed, &session_, &Session::point_at);
    connect(plot, &SeriesPlot::span_changed, this, &ChartsPanel::share_span);
    list_->insertWidget(list_->count() - 1, plot);
    plots_.push_back(plot);
}

void ChartsPanel::show_set(ChartSet set) {
    set_ = std::move(set);
    while (plots_.size() < set_.charts.size())
        make_plot();
    for (std::size_t index = 0; index < plots_.size(); ++index) {
        const bool shown = index < set_.charts.size(); // the others wait: to make one takes its time
        plots_[index]->setVisible(shown);
        headings_[index]->setVisible(shown);
        if (!shown)
            continue;
        plots_[index]->show_chart(set_.charts[index], set_.window_s, *theme_);
        plots_[index]->setAccessibleName(QString::fromStdString(set_.charts[index].title));
        plots_[index]->set_span(0.0, session_.end_s());
        plots_[index]->put_cursor(session_.at_s());
    }
    show_headings();
}

/// The window whose values are told: that of what somebody points at, or else the one that the canvas tells
/// of.
std::optional<std::size_t> ChartsPanel::read_window() const {
    if (const auto pointed = session_.pointed_s())
        return *pointed < 0.0 ? std::nullopt
                              : std::optional(static_cast<std::size_t>(*pointed / set_.window_s));
    const auto snapshot = session_.snapshot();
    if (snapshot == nullptr)
        return std::nullopt;
    return session_.selected_component() ? snapshot->window : snapshot->settled_window;
}

void ChartsPanel::show_headings() {
    shown_window_ = read_window();
    QString when;
    if (shown_window_)
        when = QString(", %1 to %2 s")
                   .arg(static_cast<double>(*shown_window_) * set_.window_s)
                   .arg(static_cast<double>(*shown_window_ + 1) * set_.window_s);
    heading_->setText(what_ + when);
    for (std::size_t index = 0; index < set_.charts.size(); ++index)
        headings_[index]->setText(heading_of(set_.charts[index], shown_window_, *theme_));
}

void ChartsPanel::show_cursor() {
    for (std::size_t index = 0; index < set_.charts.size(); ++index)
        plots_[index]->set_cursor(session_.at_s());
}

void ChartsPanel::show_values() {
    if (read_window() != shown_window_)
        show_headings();
}

void ChartsPanel::show_pointer() {
    for (std::size_t index = 0; index < set_.charts.size(); ++index)
        plots_[index]->set_pointer(session_.pointed_s());
    show_values();
}

/// One below the other, each with its heading.
void ChartsPanel::paint(QPainter& painter) const {
    painter.fillRect(
        QRect(0, 0, kExportWidth, static_cast<int>(set_.charts.size()) * (kExportHeading + kExportHeight)),
        theme_->surface);
    for (std::size_t index = 0; index < set_.charts.size(); ++index) {
        const int top = static_cast<int>(index) * (kExportHeading + kExportHeight);
        QTextDocument heading;
        heading.setDefaultFont(font());
        heading.setHtml(
            QString("<span style='color:%1'>%2</span>")
                .arg(theme_->text.name(), heading_of(set_.charts[index], shown_window_, *theme_)));
        heading.setTextWidth(kExportWidth);
        painter.save();
        painter.translate(0, top);
        heading.drawContents(&painter);
        painter.translate(0, kExportHeading);
        plots_[index]->toPainter(static_cast<QCPPainter*>(&painter), kExportWidth, kExportHeight);
        painter.restore();
    }
}

bool ChartsPanel::export_to(const QString& path) {
    if (path.endsWith(".csv", Qt::CaseInsensitive))
        return export_text(path, csv_of(set_));
    const int height = static_cast<int>(set_.charts.size()) * (kExportHeading + kExportHeight);
    return height > 0 &&
           export_picture(path, {kExportWidth, height}, [this](QPainter& painter) { paint(painter); });
}

void ChartsPanel::share_span(double from_s, double to_s) {
    const bool is_linked = (QGuiApplication::keyboardModifiers() & Qt::AltModifier) == 0;
    if (sharing_ || !is_linked)
        return;
    sharing_ = true;
    for (SeriesPlot* plot : plots_)
        plot->set_span(from_s, to_s);
    sharing_ = false;
}

} // namespace shaketable::gui
