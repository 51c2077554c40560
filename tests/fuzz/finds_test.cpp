// What the fuzzer once found, and what it starts from, is read as promised: without clang, in every ./dev
// test.
#include "tests/scenarios/golden_text.hpp"
#include "tests/support/reader_promises.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace shaketable::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_below(const std::string& folder) {
    std::vector<std::string> paths;
    for (const auto& entry :
         fs::recursive_directory_iterator(std::string(SHAKETABLE_SOURCE_DIR) + "/" + folder))
        if (entry.is_regular_file())
            paths.push_back(entry.path().string());
    std::sort(paths.begin(), paths.end());
    return paths;
}

class Fuzzed : public testing::TestWithParam<std::string> {};

TEST_P(Fuzzed, BreaksNoPromiseOfTheReader) {
    const std::vector<std::string> paths = files_below(GetParam());
    EXPECT_FALSE(paths.empty());
    for (const std::string& path : paths)
        EXPECT_EQ(broken_promise(file_text(path)), "") << path;
}

std::string test_name(const testing::TestParamInfo<std::string>& folder) {
    std::string name = folder.param;
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Fuzzed,
                         testing::Values("tests/fuzz/finds", "tests/corpus/fail", "scenarios/library",
                                         "scenarios/templates"),
                         test_name);

} // namespace
} // namespace shaketable::scenarios
