#include "cli/run_output_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace shaketable::cli {
namespace {

namespace fs = std::filesystem;

class OutputFolderTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  (std::string("folder-") + testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] std::string text_of(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(folder_ / name).rdbuf();
        return text.str();
    }
    [[nodiscard]] std::ptrdiff_t files() const {
        return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
    }

    fs::path folder_;
};

TEST_F(OutputFolderTest, ReplacesItsFilesAndLeavesOthersAlone) {
    std::ofstream(folder_ / "a.csv") << "old";
    std::ofstream(folder_ / "mine.txt") << "mine";
    OutputFolder folder(folder_.string(), {"a.csv", "b.csv"});
    EXPECT_EQ(text_of("a.csv"), "old");
    EXPECT_TRUE(folder.commit({"new a", "new b"}));
    EXPECT_EQ(text_of("a.csv"), "new a");
    EXPECT_EQ(text_of("b.csv"), "new b");
    EXPECT_EQ(text_of("mine.txt"), "mine");
    EXPECT_EQ(files(), 3);
}

TEST_F(OutputFolderTest, MakesTheDirectoryAndTakesItAwayIfNothingCame) {
    const fs::path made = folder_ / "made";
    { const OutputFolder folder(made.string(), {"a.csv"}); }
    EXPECT_FALSE(fs::exists(made));
    {
        OutputFolder folder(made.string(), {"a.csv"});
        EXPECT_TRUE(folder.commit({"text"}));
    }
    EXPECT_EQ(text_of("made/a.csv"), "text");
}

TEST_F(OutputFolderTest, ChangesNothingWhenOneFileCannotBeWritten) {
    std::ofstream(folder_ / "a.csv") << "old";
    fs::create_directory(folder_ / "b.csv");
    {
        const OutputFolder folder(folder_.string(), {"a.csv", "b.csv"});
        EXPECT_NE(folder.problem().find("b.csv in it can't be written: Is a directory"), std::string::npos)
            << folder.problem();
    }
    EXPECT_EQ(text_of("a.csv"), "old");
    EXPECT_EQ(files(), 2);
}

TEST_F(OutputFolderTest, SaysWhyThereIsNoDirectory) {
    EXPECT_EQ(OutputFolder((folder_ / "no" / "such").string(), {"a.csv"}).problem(),
              "can't be made: No such file or directory");
    std::ofstream(folder_ / "file") << "text";
    EXPECT_EQ(OutputFolder((folder_ / "file").string(), {"a.csv"}).problem(), "is no directory");
}

} // namespace
} // namespace shaketable::cli
