// The application that widgets need, without a display, for all tests of the folder.
#include <QApplication>
#include <QStandardPaths>

#include <gtest/gtest.h>

namespace shaketable::gui {
namespace {

class ApplicationEnvironment : public testing::Environment {
  public:
    void SetUp() override {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        QStandardPaths::setTestModeEnabled(true); // settings of tests are not those of whoever runs them
        QApplication::setStyle("Fusion");
        application_ = std::make_unique<QApplication>(count_, arguments_);
    }
    void TearDown() override { application_.reset(); }

  private:
    int count_ = 1;
    char name_[10] = "gui_tests";
    char* arguments_[2] = {name_, nullptr};
    std::unique_ptr<QApplication> application_;
};

const testing::Environment* const kEnvironment =
    testing::AddGlobalTestEnvironment(new ApplicationEnvironment); // which GoogleTest deletes

} // namespace
} // namespace shaketable::gui
