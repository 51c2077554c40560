#include "gui/panels/inspector.hpp"

#include "analysis/verdict_text.hpp"
#include "gui/figures.hpp"

#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

namespace shaketable::gui {

namespace {

QString summary(const analysis::Result& result) {
    const analysis::Judgement* const total = result.verdict ? &result.verdict->total : nullptr;
    return "goodput " + rate(result.total.goodput_per_s) + ", p99 " +
           seconds(result.total.latency.percentiles.p99_s) + ", net harm " +
           (result.harm ? QString::fromStdString(analysis::net_text(result.harm->total)) : number({})) +
           ", " + QString::fromStdString(analysis::verdict_text(total));
}

} // namespace

Inspector::Inspector(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      form_(new FormModel(session, this)),
      part_(new QComboBox(this)),
      table_(new QTableView(this)),
      state_(new QLabel(this)) {
    part_->setAccessibleName("Part of the scenario");
    table_->setModel(form_);
    table_->setAccessibleName("Knobs");
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setColumnWidth(FormModel::kLabel, 175);
    table_->setColumnWidth(FormModel::kValue, 80);
    table_->setColumnWidth(FormModel::kUnit, 90);
    table_->setEditTriggers(QAbstractItemView::AllEditTriggers);
    table_->setTabKeyNavigation(false);
    state_->setWordWrap(true);
    state_->setMargin(4);
    auto* const reset = new QPushButton("Back to the file's value", this);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(part_);
    column->addWidget(table_, 1);
    column->addWidget(reset);
    column->addWidget(state_);
    connect(reset, &QPushButton::clicked, this, [this] { form_->reset(table_->currentIndex().row()); });
    connect(part_, &QComboBox::currentTextChanged, this, &Inspector::show_part);
    connect(&session, &Session::opened, this, &Inspector::list_parts);
    connect(&session, &Session::selected, this, &Inspector::show_selected);
    for (const auto signal : {&Session::opened, &Session::finished, &Session::failed})
        connect(&session, signal, this, &Inspector::show_state);
}

/// "/components/web", "/policies/to-db", ..., the scenario itself.
void Inspector::list_parts() {
    const QString chosen = part_->currentText();
    QStringList parts;
    if (const scenarios::Node* const tree = session_.tree())
        for (const char* group : {"components", "policies", "timeline"})
            if (const scenarios::Member* member = tree->find(group);
                member != nullptr && member->value.members())
                for (const scenarios::Member& one : *member->value.members())
                    parts.push_back(QString("/%1/%2").arg(group, QString::fromStdString(one.name)));
    parts.push_back("/network");
    {
        const QSignalBlocker quiet(part_);
        part_->clear();
        part_->addItems(parts);
        part_->setCurrentText(parts.contains(chosen) ? chosen : parts.front());
    }
    show_part(part_->currentText());
}

void Inspector::show_selected() {
    if (!session_.selection().isEmpty())
        part_->setCurrentText("/components/" + session_.selection().section('/', 0, 0));
}

void Inspector::show_part(const QString& part) { form_->show_part(part.toStdString()); }

void Inspector::show_state() {
    QString text;
    if (!session_.errors().empty())
        text = (session_.is_stale() ? "<b>What is shown is stale.</b> " : "") +
               error_text(session_.errors().front()).toHtmlEscaped() + "<br>";
    if (const auto before = session_.before())
        text += "Before: " + summary(before->result).toHtmlEscaped() + "<br>";
    if (const auto outcome = session_.outcome())
        text += (session_.before() ? "After: " : "Now: ") + summary(outcome->result).toHtmlEscaped();
    state_->setText(text);
}

} // namespace shaketable::gui
