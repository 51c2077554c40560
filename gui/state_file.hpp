// What the window shows, as lines in a file, for scripts that drive it from outside: "at: 75.000". Also where
// things are on the screen, to be clicked: "place break: 60 42".
#pragma once

#include "gui/main_window.hpp"

namespace shaketable::gui {

class StateFile : public QObject {
    Q_OBJECT
  public:
    StateFile(MainWindow& window, QString path);

  private:
    void write();
    [[nodiscard]] QString text();

    MainWindow& window_;
    QString path_;
    QString written_;
    QTimer now_and_then_;
};

} // namespace shaketable::gui
