#include "gui/main_window.hpp"

#include "gui/figures.hpp"
#include "gui/recent_files.hpp"

#include <QAction>
#include <QDockWidget>
#include <QHeaderView>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolBar>

#include <algorithm>

namespace shaketable::gui {

namespace {

constexpr int kFrame_ms = 33;
constexpr double kSpeeds[] = {0.1, 0.5, 1.0, 2.0, kUsualSpeed, 10.0, 30.0};

std::string joined(const scenarios::Settings& settings) {
    std::string text;
    for (const std::string& one : settings)
        text += (text.empty() ? "" : ", ") + one;
    return text;
}

} // namespace

MainWindow::MainWindow()
    : middle_(new QTabWidget(this)),
      canvas_(new Canvas(session_)),
      heat_(new HeatMap(session_)),
      table_(new ComponentTable(session_, this)),
      table_view_(new QTableView()),
      charts_(new ChartsPanel(session_)),
      verdict_(new VerdictPanel(session_)),
      inspector_(new Inspector(session_)),
      library_(new LibraryPanel()),
      time_bar_(new TimeBar(session_)),
      variant_(new QComboBox(this)),
      changed_(new QLabel(this)),
      overlay_(new QComboBox(this)),
      speed_(new QComboBox(this)),
      play_(new QToolButton(this)),
      break_(new QToolButton(this)),
      instant_(new QLabel(this)),
      state_(new QLabel(this)) {
    setWindowTitle("Shaketable");
    resize(1600, 950);
    auto* const sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(table_);
    sorted->setSortRole(ComponentTable::kSortRole);
    table_view_->setModel(sorted);
    table_view_->setSortingEnabled(true);
    table_view_->sortByColumn(ComponentTable::kState, Qt::DescendingOrder); // what is worst comes first
    table_view_->setAccessibleName("Table of components");
    table_view_->setObjectName("components");
    table_view_->verticalHeader()->hide();
    for (int column = 0; column < ComponentTable::kColumns; ++column) // room for the headings
        table_view_->setColumnWidth(column,
                                    std::max(table_view_->columnWidth(column),
                                             table_view_->horizontalHeader()->sectionSizeHint(column) + 12));
    table_view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_view_->setTabKeyNavigation(false);
    connect(&session_, &Session::selected, this, &MainWindow::show_selected_row);
    const auto select_row = [this](const QModelIndex& index) {
        if (index.isValid())
            session_.select(index.siblingAtColumn(ComponentTable::kName).data().toString());
    };
    connect(table_view_, &QTableView::clicked, this, select_row);
    connect(table_view_, &QTableView::activated, this, select_row); // by keyboard
    middle_->setObjectName("views");
    middle_->addTab(canvas_, "Canvas");
    middle_->addTab(heat_, "Heat map");
    middle_->addTab(table_view_, "Table");
    setCentralWidget(middle_);
    build_docks();
    build_tools();
    build_actions();
    statusBar()->addWidget(state_, 1);
    connect(library_, &LibraryPanel::chosen, &session_, &Session::open);
    connect(&session_, &Session::opened, this, &MainWindow::show_opened);
    connect(&session_, &Session::failed, this, [this] {
        if (!session_.is_stale())
            tell(error_text(session_.errors().front()));
    });
    for (const auto signal : {&Session::opened, &Session::progressed, &Session::finished, &Session::moved,
                              &Session::played, &Session::projected, &Session::failed})
        connect(&session_, signal, this, &MainWindow::show_state);
    canvas_->setFocus(); // keys are its own, and the window's
    ticker_.setTimerType(Qt::PreciseTimer);
    connect(&ticker_, &QTimer::timeout, this, &MainWindow::tick);
    set_theme(palette().window().color().lightness() < 128 ? dark_theme() : light_theme());
}

QDockWidget* MainWindow::dock(const QString& title, QWidget* widget, Qt::DockWidgetArea area) {
    auto* const made = new QDockWidget(title, this);
    made->setObjectName(title);
    made->setWidget(widget);
    addDockWidget(area, made);
    // Behind another tab it is only out of sight: it must not take the keyboard.
    connect(made, &QDockWidget::visibilityChanged, widget, &QWidget::setEnabled);
    return made;
}

void MainWindow::build_docks() {
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    time_bar_->setObjectName("time-bar");
    QDockWidget* const library = dock("Library", library_, Qt::LeftDockWidgetArea);
    QDockWidget* const verdict = dock("Verdict", verdict_, Qt::RightDockWidgetArea);
    tabifyDockWidget(verdict, dock("Inspect", inspector_, Qt::RightDockWidgetArea));
    verdict->raise();
    QDockWidget* const charts = dock("Charts", charts_, Qt::RightDockWidgetArea);
    QDockWidget* const time = dock("Time", time_bar_, Qt::BottomDockWidgetArea);
    time->setTitleBarWidget(new QWidget(this)); // it needs no title
    resizeDocks({library, verdict}, {205, 450}, Qt::Horizontal);
    resizeDocks({verdict, charts}, {430, 380}, Qt::Vertical);
}

void MainWindow::build_tools() {
    QToolBar* const bar = addToolBar("Run");
    bar->setObjectName("Run");
    bar->setMovable(false);
    break_->setText("Break it");
    break_->setObjectName("break");
    break_->setToolTip("Play through the first fault");
    QFont big = font();
    big.setPixelSize(18);
    big.setBold(true);
    break_->setFont(big);
    break_->setMinimumSize(120, 40);
    connect(break_, &QToolButton::clicked, this, &MainWindow::break_it);
    bar->addWidget(break_);
    bar->addSeparator();
    const auto button = [&](const QString& text, const QString& tip, auto act) {
        auto* const made = new QToolButton(this);
        made->setText(text);
        made->setToolTip(tip);
        made->setMinimumSize(34, 34);
        connect(made, &QToolButton::clicked, this, act);
        bar->addWidget(made);
    };
    button("|<", "Previous incident  [", [this] { session_.seek_previous_marker(); });
    button("<", "Play backwards  J", [this] { play_backwards(); });
    play_->setMinimumSize(60, 34);
    play_->setText("Play");
    play_->setToolTip("Play, or pause  Space");
    connect(play_, &QToolButton::clicked, this, [this] { play_or_pause(); });
    bar->addWidget(play_);
    button(">|", "Next incident  ]", [this] { session_.seek_next_marker(); });
    for (const double speed : kSpeeds)
        speed_->addItem("x " + QString::number(speed), speed);
    speed_->setCurrentText("x " + QString::number(kUsualSpeed));
    speed_->setAccessibleName("Speed");
    speed_->setToolTip("Simulated seconds a second");
    connect(speed_, &QComboBox::currentIndexChanged, this, [this] {
        if (session_.is_playing())
            session_.play(session_.speed() < 0.0 ? -speed_->currentData().toDouble()
                                                 : speed_->currentData().toDouble());
    });
    bar->addWidget(speed_);
    instant_->setMinimumWidth(120);
    instant_->setMargin(6);
    instant_->setAccessibleName("Instant");
    bar->addWidget(instant_);
    bar->addSeparator();
    bar->addWidget(new QLabel(" Variant ", this));
    variant_->setAccessibleName("Variant");
    variant_->setObjectName("variant");
    variant_->setMinimumContentsLength(16);
    connect(variant_, &QComboBox::textActivated, &session_, &Session::choose_variant);
    bar->addWidget(variant_);
    changed_->setMargin(4);
    changed_->setAccessibleName("Knobs changed");
    bar->addWidget(changed_);
    bar->addWidget(new QLabel("  beside ", this));
    overlay_->setAccessibleName("Variant that is laid over");
    overlay_->setObjectName("overlay");
    overlay_->setToolTip("Another variant's lines in the charts, dotted");
    overlay_->setMinimumContentsLength(14);
    connect(overlay_, &QComboBox::textActivated, this, &MainWindow::overlay_chosen);
    bar->addWidget(overlay_);
}

void MainWindow::overlay_chosen(const QString& variant) {
    session_.overlay(overlay_->currentIndex() == 0 ? QString() : variant);
}

QAction* MainWindow::key(const QString& text, const QKeySequence& keys, std::function<void()> act) {
    auto* const action = new QAction(text, this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, std::move(act));
    addAction(action);
    return action;
}

void MainWindow::build_actions() {
    QMenu* const file = menuBar()->addMenu("&File");
    file->addAction(key("&Open...", QKeySequence::Open, [this] { open_file(); }));
    recent_ = file->addMenu("Open &recent");
    recent_->setEnabled(false);
    file->addAction(key("Save a &copy...", Qt::CTRL | Qt::SHIFT | Qt::Key_S, [this] { save_copy(); }));
    file->addAction(key("&Export charts...", Qt::CTRL | Qt::Key_E, [this] { export_charts(); }));
    file->addAction(key("Export can&vas...", Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] { export_canvas(); }));
    file->addAction(key("&Quit", QKeySequence::Quit, [this] { close(); }));
    QMenu* const time = menuBar()->addMenu("&Time");
    time->addAction(key("&Play or pause", Qt::Key_Space, [this] { play_or_pause(); }));
    time->addAction(key("Play &backwards", Qt::Key_J, [this] { play_backwards(); }));
    time->addAction(key("Next &event", Qt::Key_Period, [this] { session_.step_event(true); }));
    time->addAction(key("Previous e&vent", Qt::Key_Comma, [this] { session_.step_event(false); }));
    time->addAction(key("Next &window", Qt::SHIFT | Qt::Key_Right, [this] { session_.step_window(true); }));
    time->addAction(
        key("Previous w&indow", Qt::SHIFT | Qt::Key_Left, [this] { session_.step_window(false); }));
    time->addAction(key("Next i&ncident", Qt::Key_BracketRight, [this] { session_.seek_next_marker(); }));
    time->addAction(
        key("Previous inci&dent", Qt::Key_BracketLeft, [this] { session_.seek_previous_marker(); }));
    time->addAction(key("&Cancel the run", Qt::CTRL | Qt::Key_Period, [this] { session_.cancel(); }));
    QMenu* const view = menuBar()->addMenu("&View");
    view->addAction(key("&Fit", Qt::Key_F, [this] { canvas_->fit(); }));
    view->addAction(key("Show &all", Qt::SHIFT | Qt::Key_F, [this] { canvas_->show_all(); }));
    view->addAction(key("&Lay out anew", Qt::CTRL | Qt::Key_L, [this] { canvas_->lay_out(); }));
    QAction* const particles = view->addAction("&Particles");
    particles->setCheckable(true);
    particles->setChecked(true);
    connect(particles, &QAction::toggled, canvas_, &Canvas::set_particles);
    QAction* const harm = view->addAction("Net &harm");
    harm->setCheckable(true);
    connect(harm, &QAction::toggled, canvas_, &Canvas::set_harm);
    view->addSeparator();
    for (QDockWidget* const one : findChildren<QDockWidget*>())
        view->addAction(one->toggleViewAction());
    const QByteArray layout = saveState();
    view->addAction("&Reset the panels", this, [this, layout] { restoreState(layout); });
    view->addSeparator();
    QAction* const dark = view->addAction("&Dark");
    dark->setCheckable(true);
    connect(dark, &QAction::toggled, this, [this](bool on) { set_theme(on ? dark_theme() : light_theme()); });
}

void MainWindow::set_theme(const Theme& theme) {
    QApplication::setPalette(theme.palette());
    break_->setStyleSheet(
        QString("QToolButton { background: %1; color: %2; border: 1px solid %2; border-radius: 4px;"
                " padding: 4px 16px; } QToolButton:hover { border: 2px solid %2; }")
            .arg(theme.accent.name(), theme.on_accent.name()));
    canvas_->set_theme(theme);
    time_bar_->set_theme(theme);
    charts_->set_theme(theme);
    heat_->set_theme(theme);
    verdict_->set_theme(theme);
}

bool MainWindow::show_panel(const QString& name) {
    for (int tab = 0; tab < middle_->count(); ++tab)
        if (middle_->tabText(tab).compare(name, Qt::CaseInsensitive) == 0) {
            middle_->setCurrentIndex(tab);
            return true;
        }
    for (QDockWidget* one : findChildren<QDockWidget*>())
        if (one->windowTitle().compare(name, Qt::CaseInsensitive) == 0) {
            one->show();
            one->raise();
            return true;
        }
    return false;
}

/// From a few seconds before the first fault on.
void MainWindow::break_it() {
    constexpr double kBefore_s = 3.0;
    double first_s = session_.begin_s();
    for (const Marker& marker : session_.markers())
        if (marker.is_entry) {
            first_s = marker.at_s - kBefore_s;
            break;
        }
    session_.seek(first_s);
    session_.play(speed_->currentData().toDouble());
}

void MainWindow::play_or_pause() {
    if (session_.is_playing())
        session_.pause();
    else
        session_.play(speed_->currentData().toDouble());
}

void MainWindow::play_backwards() {
    if (session_.is_playing() && session_.speed() < 0.0)
        session_.pause();
    else
        session_.play(-speed_->currentData().toDouble());
}

void MainWindow::show_selected_row() {
    const auto component = session_.selected_component();
    if (!component)
        return table_view_->clearSelection();
    const auto* const sorted = qobject_cast<const QSortFilterProxyModel*>(table_view_->model());
    const QModelIndex row = sorted->mapFromSource(table_->index(static_cast<int>(*component), 0));
    if (row.isValid())
        table_view_->selectRow(row.row());
}

void MainWindow::show_opened() {
    setWindowTitle(session_.title() + " - Shaketable");
    const QSignalBlocker quiet(variant_);
    variant_->clear();
    variant_->addItems(session_.variants());
    variant_->setCurrentText(session_.variant());
    const std::size_t changed = session_.settings().size();
    changed_->setText(changed == 0 ? QString() : QString("<b>%1 changed</b>").arg(changed));
    changed_->setToolTip("Knobs changed on top of the variant, see Inspect: " +
                         QString::fromStdString(joined(session_.settings())));
    const auto& timeline = session_.take()->scenario().timeline;
    break_->setEnabled(!timeline.empty());
    break_->setToolTip(timeline.empty() ? "Nothing breaks in this scenario" : "Play through the first fault");
    const QSignalBlocker quiet_too(overlay_);
    overlay_->clear();
    overlay_->addItem("none");
    overlay_->addItems(session_.variants());
    overlay_->setCurrentText(session_.overlaid_variant().isEmpty() ? "none" : session_.overlaid_variant());
    if (remembers_ && !session_.places().is_of_library()) {
        remember_file(session_.path());
        list_recent();
    }
    library_->show_open(session_.path());
}

void MainWindow::show_state() {
    const bool has_stepped = !session_.event().isEmpty();
    instant_->setText(has_stepped ? QString::number(session_.at_s(), 'f', 6) + " s"
                                  : instant(session_.at_s()));
    play_->setText(session_.is_playing() ? "Pause" : "Play");
    if (session_.is_playing() != ticker_.isActive()) {
        since_tick_.restart();
        session_.is_playing() ? ticker_.start(kFrame_ms) : ticker_.stop();
    }
    if (session_.is_stale() || (session_.take() == nullptr && !session_.errors().empty())) {
        state_->setText(error_text(session_.errors().front()));
        return;
    }
    if (session_.take() == nullptr)
        return;
    const Take& take = *session_.take();
    QString text = take.outcome() != nullptr ? QString("finished")
                   : take.is_cancelled()     ? QString("cancelled")
                                             : "simulating: " + percent(take.progress()) + ", Ctrl+. cancels";
    if (const auto snapshot = session_.snapshot()) {
        text += QString("; goodput %1 of %2 asked")
                    .arg(rate(snapshot->goodput_per_s), rate(snapshot->offered_per_s));
        if (snapshot->particle_ratio > 1)
            text += QString("; one particle for %1 calls").arg(snapshot->particle_ratio);
        if (has_stepped)
            text += "; " + session_.event();
        text += snapshot->is_near ? QString("; seeking")
                                  : QString("; state %1").arg(snapshot->hash, 16, 16, QChar('0'));
    }
    state_->setText(text);
}

void MainWindow::tick() {
    const double wall_s = static_cast<double>(since_tick_.restart()) / 1e3;
    session_.advance(std::min(wall_s, 0.2));
}

} // namespace shaketable::gui
