#include "cli/run_output_file.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace shaketable::cli {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
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

TEST_F(OutputFileTest, KeepsThePermissionsOfTheFileThatItReplaces) {
    std::ofstream(path("a.json")) << "old";
    const fs::perms before = fs::perms::owner_read | fs::perms::owner_write;
    fs::permissions(path("a.json"), before);
    EXPECT_TRUE(OutputFile(path("a.json")).commit("new"));
    EXPECT_EQ(fs::status(path("a.json")).permissions(), before);
}

TEST_F(OutputFileTest, WritesIntoAPipeInsteadOfReplacingIt) {
    std::array<int, 2> ends = {};
    ASSERT_EQ(pipe(ends.data()), 0);
    EXPECT_TRUE(OutputFile("/proc/self/fd/" + std::to_string(ends[1])).commit("text"));
    std::array<char, 5> read_back = {};
    EXPECT_EQ(read(ends[0], read_back.data(), 4), 4);
    EXPECT_STREQ(read_back.data(), "text");
    close(ends[0]);
    close(ends[1]);
}

} // namespace
} // namespace shaketable::cli
