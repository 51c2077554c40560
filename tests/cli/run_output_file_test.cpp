#include "cli/run_output_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace shaketable::cli {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] std::string path(const char* name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string text_of(const char* name) const {
        std::ostringstream text;
        text << std::ifstream(path(name)).rdbuf();
        return text.str();
    }
    [[nodiscard]] std::ptrdiff_t files() const {
        return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
    }

    fs::path folder_;
};

TEST_F(OutputFileTest, IsInItsPlaceWhenCommitted) {
    std::ofstream(path("a.json")) << "old";
    OutputFile file(path("a.json"));
    EXPECT_EQ(text_of("a.json"), "old");
    EXPECT_TRUE(file.commit("new"));
    EXPECT_EQ(text_of("a.json"), "new");
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, LeavesNothingBehindWhenItIsNot) {
    std::ofstream(path("a.json")) << "old";
    { const OutputFile file(path("a.json")); }
    EXPECT_EQ(text_of("a.json"), "old");
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, SaysWhyItCannotBeWritten) {
    EXPECT_NE(OutputFile(path("nowhere/a.json")).problem(), "");
    EXPECT_NE(OutputFile(folder_.string()).problem(), "");
    EXPECT_EQ(files(), 0);
}

TEST_F(OutputFileTest, FollowsALink) {
    std::ofstream(path("real.json")) << "old";
    fs::create_symlink(path("real.json"), path("link.json"));
    EXPECT_TRUE(OutputFile(path("link.json")).commit("new"));
    EXPECT_EQ(text_of("real.json"), "new");
    EXPECT_TRUE(fs::is_symlink(path("link.json")));
}

TEST_F(OutputFileTest, NeverReplacesADevice) {
    EXPECT_TRUE(OutputFile("/dev/null").commit("gone"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

} // namespace
} // namespace shaketable::cli
