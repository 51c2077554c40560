#include "gui/view_models/library_model.hpp"

#include "scenarios/library.hpp"
#include "scenarios/load.hpp"

#include <QStringList>

namespace shaketable::gui {

namespace {

QString text_of(const scenarios::Node& root, std::string_view name) {
    const scenarios::Member* member = root.find(name);
    const std::string* text = member == nullptr ? nullptr : member->value.text();
    return text == nullptr ? QString() : QString::fromStdString(*text);
}

QString tags_of(const scenarios::Node& root) {
    QStringList tags;
    const scenarios::Member* member = root.find("tags");
    if (member != nullptr && member->value.elements() != nullptr)
        for (const scenarios::Node& tag : *member->value.elements())
            if (const std::string* text = tag.text())
                tags.push_back(QString::fromStdString(*text));
    return tags.join(", ");
}

} // namespace

LibraryModel::LibraryModel(QObject* parent) : QAbstractListModel(parent) {
    const auto directory = scenarios::library_directory();
    if (!directory)
        return;
    for (const scenarios::LibraryEntry& entry : scenarios::library_entries(directory.value())) {
        LibraryRow row{.name = QString::fromStdString(entry.name),
                       .path = QString::fromStdString(entry.path),
                       .title = QString::fromStdString(entry.name),
                       .story = {},
                       .tags = {}};
        if (const auto file = scenarios::load_file(entry.path)) {
            row.title = text_of(file.value().base, "title");
            row.story = text_of(file.value().base, "story");
            row.tags = tags_of(file.value().base);
        }
        rows_.push_back(std::move(row));
    }
}

int LibraryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const LibraryRow& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return row.title;
    if (role == Qt::ToolTipRole || role == kStory)
        return row.story;
    if (role == kName)
        return row.name;
    if (role == kPath)
        return row.path;
    if (role == kTags)
        return row.tags;
    if (role == kSearched)
        return QString(row.name + " " + row.title + " " + row.tags + " " + row.story);
    return {};
}

} // namespace shaketable::gui
