// Every file of tests/corpus/fail/ is refused, and for exactly the reasons that stand beside it.
#include "tests/scenarios/golden_text.hpp"

#include "scenarios/compile.hpp"
#include "scenarios/document.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace shaketable::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> bad_files() {
    std::vector<std::string> names;
    for (const auto& entry :
         fs::directory_iterator(std::string(SHAKETABLE_SOURCE_DIR) + "/tests/corpus/fail"))
        if (entry.path().extension() == ".json")
            names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// What `shaketable validate` prints for the file in its own directory.
std::string messages_of(const std::string& path) {
    const auto text = read_text_file(path);
    if (!text)
        return text_of(text.error().front()) + "\n";
    const auto file = load_text(text.value(), fs::path(path).filename().string());
    std::string messages;
    for (const InputError& error : file ? check(file.value()) : file.error())
        messages += text_of(error) + "\n";
    return messages;
}

class CorpusGolden : public testing::TestWithParam<std::string> {};

TEST_P(CorpusGolden, IsRefusedForTheExpectedReasons) {
    const std::string stem = std::string(SHAKETABLE_SOURCE_DIR) + "/tests/corpus/fail/" + GetParam();
    const std::string messages = messages_of(stem + ".json");
    EXPECT_NE(messages, "") << "the file is accepted";
    expect_golden(messages, stem + ".expected");
}

std::string test_name(const testing::TestParamInfo<std::string>& file) {
    std::string name = file.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Files, CorpusGolden, testing::ValuesIn(bad_files()), test_name);

TEST(Corpus, HoldsManyDifferentMistakes) { EXPECT_GE(bad_files().size(), 90U); }

} // namespace
} // namespace shaketable::scenarios
