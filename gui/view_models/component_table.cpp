#include "gui/view_models/component_table.hpp"

#include "analysis/verdict_text.hpp"
#include "gui/figures.hpp"

namespace shaketable::gui {

ComponentTable::ComponentTable(Session& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session) {
    connect(&session, &Session::projected, this, &ComponentTable::take_snapshot);
    connect(&session, &Session::opened, this, [this] {
        beginResetModel();
        snapshot_.reset();
        harm_.clear();
        endResetModel();
    });
    connect(&session, &Session::finished, this, &ComponentTable::take_harm);
}

void ComponentTable::take_snapshot() {
    const auto rows = static_cast<std::size_t>(rowCount());
    if (session_.snapshot()->cards.size() != rows) {
        beginResetModel();
        snapshot_ = session_.snapshot();
        harm_.assign(snapshot_->cards.size(), std::nullopt);
        endResetModel();
        take_harm();
        return;
    }
    snapshot_ = session_.snapshot();
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

void ComponentTable::take_harm() {
    const auto outcome = session_.outcome();
    if (outcome == nullptr || !outcome->result.harm || snapshot_ == nullptr)
        return;
    for (std::size_t row = 0; row < snapshot_->cards.size(); ++row)
        if (const analysis::HarmCount* const count = outcome->result.harm->find(snapshot_->cards[row].name))
            harm_[row] = *count;
    Q_EMIT dataChanged(index(0, kHarm), index(rowCount() - 1, kHarm));
}

int ComponentTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : snapshot_ == nullptr ? 0 : static_cast<int>(snapshot_->cards.size());
}

int ComponentTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString ComponentTable::text(std::size_t row, int column) const {
    const Card& card = snapshot_->cards[row];
    switch (column) {
    case kName:
        return QString::fromStdString(card.name);
    case kKind:
        return QString::fromStdString(card.kind);
    case kState:
        return QString::fromStdString(card.word);
    case kMeter:
        return percent(card.meter);
    case kRate:
        return rate(card.rate);
    case kQueue:
        return number(card.queue);
    default:
        return harm_[row] ? QString::fromStdString(analysis::net_text(*harm_[row])) : number({});
    }
}

/// What has no figure is least.
QVariant ComponentTable::sort_key(std::size_t row, int column) const {
    const Card& card = snapshot_->cards[row];
    switch (column) {
    case kState:
        return static_cast<int>(card.health);
    case kMeter:
        return card.meter.value_or(-1.0);
    case kRate:
        return card.rate.value_or(-1.0);
    case kQueue:
        return card.queue.value_or(-1.0);
    case kHarm:
        return harm_[row] ? static_cast<double>(harm_[row]->net()) : -1e300;
    default:
        return text(row, column);
    }
}

QVariant ComponentTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= kColumns)
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (role == Qt::DisplayRole)
        return text(row, index.column());
    if (role == kSortRole)
        return sort_key(row, index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant(index.column() >= kMeter ? Qt::AlignRight | Qt::AlignVCenter
                                                 : Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

QVariant ComponentTable::headerData(int section, Qt::Orientation orientation, int role) const {
    static const QStringList kNames = {
        "component", "kind", "state", "busy / good", "arrivals", "queue [requests]", "net harm [journeys]"};
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= kColumns)
        return {};
    return kNames[section];
}

} // namespace shaketable::gui
