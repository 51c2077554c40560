#include "gui/panels/library_panel.hpp"

#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace shaketable::gui {

LibraryPanel::LibraryPanel(QWidget* parent)
    : QWidget(parent),
      model_(new LibraryModel(this)),
      found_(new QSortFilterProxyModel(this)),
      search_(new QLineEdit(this)),
      list_(new QListView(this)),
      story_(new QTextBrowser(this)) {
    found_->setSourceModel(model_);
    found_->setFilterRole(LibraryModel::kSearched);
    found_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    search_->setPlaceholderText("Search the library");
    search_->setAccessibleName("Search the library");
    search_->setClearButtonEnabled(true);
    list_->setModel(found_);
    list_->setAccessibleName("Library");
    list_->setWordWrap(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setSpacing(3);
    story_->setAccessibleName("Story");
    story_->setMaximumHeight(170);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(search_);
    column->addWidget(list_, 1);
    column->addWidget(story_);
    connect(search_, &QLineEdit::textChanged, this, &LibraryPanel::find);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryPanel::show_story);
    connect(list_, &QListView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT chosen(index.data(LibraryModel::kPath).toString()); });
    connect(list_, &QListView::clicked, list_, &QListView::activated);
}

void LibraryPanel::find(const QString& word) {
    found_->setFilterFixedString(word);
    show_open(open_);
    if (found_->rowCount() == 0)
        story_->setHtml("No scenario of the library has this word in its name, title, tags or story.");
}

void LibraryPanel::show_open(const QString& path) {
    open_ = path;
    for (int row = 0; row < found_->rowCount(); ++row)
        if (found_->index(row, 0).data(LibraryModel::kPath).toString() == path)
            list_->setCurrentIndex(found_->index(row, 0));
}

void LibraryPanel::show_story(const QModelIndex& index) {
    const QString tags = index.data(LibraryModel::kTags).toString();
    story_->setHtml("<b>" + index.data(LibraryModel::kName).toString().toHtmlEscaped() + "</b>" +
                    (tags.isEmpty() ? QString() : "  <i>" + tags.toHtmlEscaped() + "</i>") + "<p>" +
                    index.data(LibraryModel::kStory).toString().toHtmlEscaped() + "</p>");
}

} // namespace shaketable::gui
