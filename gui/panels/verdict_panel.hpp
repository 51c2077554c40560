// How the run came through: the verdict, the evidence, whose sentences lead to what they speak of, and harm
// by journey. The same numbers as the command line's.
#pragma once

#include "gui/theme.hpp"
#include "gui/view_models/session.hpp"

#include <QTextBrowser>

namespace shaketable::gui {

/// What a sentence speaks of: the component that its numbers were read from; empty: none.
[[nodiscard]] QString subject_of(const analysis::Evidence& sentence);
/// The panel's text, as HTML.
[[nodiscard]] QString verdict_text(const Outcome& outcome);

class VerdictPanel : public QTextBrowser {
    Q_OBJECT
  public:
    explicit VerdictPanel(Session& session, QWidget* parent = nullptr);

    void set_theme(const Theme& theme);

  private:
    void show_outcome();
    void follow(const QUrl& link);

    Session& session_;
};

} // namespace shaketable::gui
