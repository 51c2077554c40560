// The verb `new`, and the templates: every one of them can run, as it stands and in each variant.
#include "tests/cli/program_output.hpp"

#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>

namespace shaketable::cli {
namespace {

namespace fs = std::filesystem;

std::vector<scenarios::LibraryEntry> templates() {
    return scenarios::library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/templates");
}

class NewVerb : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  (std::string("new-") + testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    /// In the test's own folder.
    [[nodiscard]] ProgramOutput run_new(const std::string& arguments) const {
        return run_shaketable("new " + arguments, "cd '" + folder_.string() + "' &&");
    }
    [[nodiscard]] std::string text_of(const std::string& name) const {
        return scenarios::file_text((folder_ / name).string());
    }

    fs::path folder_;
};

TEST_F(NewVerb, WritesATemplateWithItsComments) {
    const ProgramOutput output = run_new("shop --template three-tiers");
    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_TRUE(has(output.out, "shaketable run shop.json")) << output.out;
    EXPECT_EQ(text_of("shop.json"), scenarios::file_text(std::string(SHAKETABLE_SOURCE_DIR) +
                                                         "/scenarios/templates/three-tiers.json"));
    EXPECT_TRUE(text_of("shop.json").starts_with("//"));
}

TEST_F(NewVerb, BeginsWithTheSmallestServiceUnlessToldOtherwise) {
    EXPECT_EQ(run_new("mine.json").status, 0);
    EXPECT_EQ(text_of("mine.json"),
              scenarios::file_text(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/templates/service.json"));
}

TEST_F(NewVerb, WhatItWritesIsValid) {
    ASSERT_EQ(run_new("mine").status, 0);
    EXPECT_EQ(run_shaketable("validate '" + (folder_ / "mine.json").string() + "'").status, 0);
}

TEST_F(NewVerb, TakesAScenarioOfTheLibraryAsATemplate) {
    EXPECT_EQ(run_new("mine --template retry-storm").status, 0);
    EXPECT_TRUE(has(text_of("mine.json"), "A retry storm"));
}

TEST_F(NewVerb, LeavesAFileAloneUnlessForced) {
    std::ofstream(folder_ / "mine.json") << "precious";
    const ProgramOutput refused = run_new("mine");
    EXPECT_EQ(refused.status, 2);
    EXPECT_TRUE(has(refused.err, "mine.json: the file exists; accepted: another name, or --force"))
        << refused.err;
    EXPECT_EQ(text_of("mine.json"), "precious");
    EXPECT_EQ(run_new("mine --force").status, 0);
    EXPECT_TRUE(has(text_of("mine.json"), "\"shaketable\": 1"));
}

TEST_F(NewVerb, SaysWhyNothingWasWritten) {
    const ProgramOutput unknown = run_new("mine --template servise");
    EXPECT_EQ(unknown.status, 2);
    EXPECT_TRUE(has(unknown.err, "did you mean \"service\"?")) << unknown.err;
    EXPECT_TRUE(has(run_new("no/such/mine").err, "No such file or directory"));
    EXPECT_TRUE(has(run_new("").err, "file is missing"));
    EXPECT_EQ(run_new("").status, 2);
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(NewVerb, AsJsonNamesWhatItWrote) {
    const auto document = nlohmann::json::parse(run_new("mine --format json").out);
    EXPECT_EQ(document["path"], "mine.json");
    EXPECT_EQ(document["template"], "service");
}

TEST_F(NewVerb, ListsTheTemplates) {
    const ProgramOutput text = run_new("--list");
    const auto document = nlohmann::json::parse(run_new("--list --format json").out);
    EXPECT_EQ(document["templates"].size(), templates().size());
    for (const auto& entry : document["templates"]) {
        EXPECT_NE(entry["title"], "");
        EXPECT_TRUE(has(text.out, entry["name"]));
    }
}

TEST(Templates, AreNotAmongTheLibrarysNames) {
    for (const scenarios::LibraryEntry& of_library :
         scenarios::library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library"))
        for (const scenarios::LibraryEntry& entry : templates())
            EXPECT_NE(entry.name, of_library.name);
}

TEST(Templates, AllRunInEachVariantAndServeMostOfTheirUsers) {
    ASSERT_GE(templates().size(), 3U);
    for (const scenarios::LibraryEntry& entry : templates()) {
        const auto file = scenarios::load_file(entry.path);
        ASSERT_TRUE(file.ok()) << scenarios::text_of(file.error().front());
        EXPECT_FALSE(file.value().variants.empty()) << entry.name;
        for (const std::string_view variant : file.value().variant_names()) {
            const auto scenario = scenarios::compile(file.value(), variant);
            ASSERT_TRUE(scenario.ok()) << scenarios::text_of(scenario.error().front());
            const analysis::Result result =
                analysis::run_variant(scenario.value(), {.until = engine::Duration::from_seconds(10)});
            EXPECT_FALSE(result.partial());
            EXPECT_GT(result.total.offered, 0U);
            EXPECT_GT(result.total.availability, 0.9) << entry.name << " " << variant;
        }
    }
}

} // namespace
} // namespace shaketable::cli
