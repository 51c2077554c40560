#include "gui/view_models/form_model.hpp"

#include "gui/figures.hpp"

#include <QFont>

#include <algorithm>

namespace shaketable::gui {

namespace {

QString shown(const std::string& text) { return QString::fromStdString(text); }

/// The settings without those of the pointer.
scenarios::Settings without(const scenarios::Settings& settings, const std::string& pointer) {
    scenarios::Settings rest;
    for (const std::string& setting : settings)
        if (!setting.starts_with(pointer + "="))
            rest.push_back(setting);
    return rest;
}

} // namespace

FormModel::FormModel(Session& session, QObject* parent) : QAbstractTableModel(parent), session_(session) {
    connect(&session, &Session::opened, this, [this] {
        wrong_.clear();
        refresh();
    });
}

void FormModel::show_part(const std::string& pointer) {
    part_ = pointer;
    wrong_.clear();
    refresh();
}

/// Where only values have changed rows stay what they are: an editor may still be open on one.
void FormModel::refresh() {
    const scenarios::Node* const tree = session_.tree();
    std::vector<Field> fields =
        tree != nullptr && !part_.empty() ? fields_of(*tree, part_) : std::vector<Field>();
    const bool same = std::equal(fields.begin(), fields.end(), fields_.begin(), fields_.end(),
                                 [](const Field& a, const Field& b) { return a.pointer == b.pointer; });
    if (same) {
        fields_ = std::move(fields);
        if (!fields_.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    beginResetModel();
    fields_ = std::move(fields);
    endResetModel();
}

void FormModel::reset(int row) {
    if (row < 0 || row >= rowCount())
        return;
    static_cast<void>(
        session_.change(without(session_.settings(), fields_[static_cast<std::size_t>(row)].pointer)));
}

int FormModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(fields_.size());
}

int FormModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString FormModel::text(const Field& field, int column) const {
    if (column == kLabel)
        return shown(field.label);
    if (column == kUnit)
        return shown(std::string(field.unit));
    if (column == kDefault)
        return shown(field.absent);
    return field.pointer == wrong_ ? refused_ : shown(field.value);
}

QString FormModel::tip(const Field& field) const {
    QString text = shown(field.help) + "\nAccepted: " + shown(field.accepted) + ".";
    if (!field.absent.empty())
        text += "\nAbsent: " + shown(field.absent) +
                (field.origin.empty() ? "" : " (" + shown(field.origin) + ")") + ".";
    text += "\nA change acts " + shown(std::string(field.acts)) + ".\n" + shown(field.pointer);
    return field.pointer == wrong_ ? why_ + "\n\n" + text : text;
}

QVariant FormModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= kColumns)
        return {};
    const Field& field = fields_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::EditRole)
        return text(field, index.column());
    if (role == Qt::ToolTipRole)
        return tip(field);
    if (role == Qt::FontRole && index.column() <= kValue) {
        QFont font;
        font.setBold(session_.sets(field.pointer)); // on top of the file
        font.setItalic(!field.is_stated);
        font.setStrikeOut(field.pointer == wrong_ && index.column() == kValue);
        return font;
    }
    return {};
}

/// Runs with it in the background. A value that is refused stays there, struck out, with the reason.
bool FormModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() != kValue || index.row() >= rowCount())
        return false;
    const Field& field = fields_[static_cast<std::size_t>(index.row())];
    const QString entered = value.toString().trimmed();
    if (entered == shown(field.value) && field.pointer != wrong_)
        return false;
    const std::string pointer = field.pointer;
    scenarios::Settings settings = without(session_.settings(), pointer);
    settings.push_back(pointer + "=" + entered.toStdString());
    if (session_.change(settings))
        return true; // the model is filled anew
    wrong_ = pointer;
    refused_ = entered;
    why_ = session_.errors().empty() ? QString() : error_text(session_.errors().front());
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(kColumns - 1));
    return true;
}

Qt::ItemFlags FormModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.column() == kValue ? usual | Qt::ItemIsEditable : usual;
}

QVariant FormModel::headerData(int section, Qt::Orientation orientation, int role) const {
    static const QStringList kNames = {"knob", "value", "unit", "default"};
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= kColumns)
        return {};
    return kNames[section];
}

} // namespace shaketable::gui
