#include "scenarios/document.hpp"
#include "scenarios/library.hpp"
#include "scenarios/manual.hpp"
#include "scenarios/schema.hpp"
#include "scenarios/shape.hpp"
#include "tests/scenarios/golden_text.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

namespace shaketable::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPython = "/usr/bin/python3";

/// Prints 1 for each file of the directory that the schema accepts, and 0 for each that it refuses, in order.
constexpr const char* kScript = R"(
import json, pathlib, sys
import jsonschema
folder = pathlib.Path(sys.argv[1])
schema = json.loads((folder / "schema").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
print("".join("1" if validator.is_valid(json.loads(f.read_text())) else "0" for f in sorted(folder.glob("*.json"))))
)";

bool has_validator() {
    return std::system((std::string(kPython) + " -c 'import jsonschema' 2>/dev/null").c_str()) == 0;
}

/// What stands in the file, if other readers of JSON read the same.
std::optional<Node> document_in(const std::string& path) {
    ErrorList duplicates;
    auto node = parse_document(file_text(path), path, duplicates);
    if (!node || !duplicates.empty())
        return std::nullopt;
    return std::move(node).value();
}

/// What the schema says of each document that our own reader can parse, comments taken away.
std::string verdicts(const std::vector<std::string>& paths) {
    const fs::path folder = fs::path(testing::TempDir()) / ("schema-" + std::to_string(paths.size()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::ofstream(folder / "schema") << schema_text();
    std::ofstream(folder / "script.py") << kScript;
    int number = 10000; // so that the order of names is the order of numbers
    for (const std::string& path : paths)
        if (const auto node = document_in(path))
            std::ofstream(folder / (std::to_string(++number) + ".json")) << json_text(*node);
    const std::string command =
        std::string(kPython) + " '" + (folder / "script.py").string() + "' '" + folder.string() + "'";
    std::FILE* output = popen(command.c_str(), "r");
    char buffer[4096] = {};
    const std::size_t length = std::fread(buffer, 1, sizeof buffer - 1, output);
    EXPECT_EQ(pclose(output), 0);
    fs::remove_all(folder);
    std::string result(buffer, length);
    std::erase(result, '\n');
    return result;
}

TEST(Schema, AcceptsEveryScenarioOfTheLibraryAndEveryTemplate) {
    if (!has_validator())
        GTEST_SKIP() << "python3-jsonschema is not installed";
    std::vector<std::string> paths;
    for (const char* folder : {"/scenarios/library", "/scenarios/templates"})
        for (const LibraryEntry& entry : library_entries(std::string(SHAKETABLE_SOURCE_DIR) + folder))
            paths.push_back(entry.path);
    EXPECT_EQ(verdicts(paths), std::string(paths.size(), '1'));
}

TEST(Schema, AcceptsEveryWayOfStatingADistribution) {
    if (!has_validator())
        GTEST_SKIP() << "python3-jsonschema is not installed";
    EXPECT_EQ(verdicts({std::string(SHAKETABLE_SOURCE_DIR) + "/tests/scenarios/distributions.json"}), "1");
}

/// Files whose form is right: only the reader, which knows units' bounds, variants and references, refuses
/// them.
const std::set<std::string> kRightInForm = {
    "bounds-upside-down",
    "call-cycle",
    "choices-of-round-robin",
    "condition-components",
    "condition-setters",
    "contradicting-caches",
    "contradicting-calls",
    "edge-to-nowhere",
    "empty-lists",
    "erlang-of-no-whole-phases",
    "histogram-out-of-order",
    "hyperexponential-cv",
    "impossible-length",
    "no-components",
    "cut-of-a-missing-component",
    "cut-of-no-edge",
    "delay-of-a-missing-replica",
    "hang-of-a-client",
    "load-of-a-service",
    "no-load",
    "p99-below-median",
    "profile-without-what-is-removed",
    "quantiles-out-of-order",
    "quantiles-without-ends",
    "range-upside-down",
    "replica-and-share",
    "reserved-id",
    "series-too-long",
    "set-what-cannot-change",
    "set-what-is-no-knob",
    "set-without-restart",
    "too-large-in-all",
    "too-many-branches",
    "uniform-below-zero",
    "unknown-component",
    "unknown-endpoint",
    "unknown-fault-target",
    "unknown-policy",
    "variant-removes-nothing",
    "variant-removes-what-is-used",
    "variant-wrong-value",
};

TEST(Schema, RefusesEveryBadFileWhoseFormIsWrong) {
    if (!has_validator())
        GTEST_SKIP() << "python3-jsonschema is not installed";
    std::vector<std::string> paths;
    for (const auto& file : fs::directory_iterator(std::string(SHAKETABLE_SOURCE_DIR) + "/tests/corpus/fail"))
        if (file.path().extension() == ".json" && !kRightInForm.contains(file.path().stem().string()) &&
            document_in(file.path().string()))
            paths.push_back(file.path().string());
    std::sort(paths.begin(), paths.end());
    ASSERT_GE(paths.size(), 20U);
    const std::string verdict = verdicts(paths);
    ASSERT_EQ(verdict.size(), paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i)
        EXPECT_EQ(verdict[i], '0') << paths[i] << " is accepted by the schema";
}

TEST(Schema, TellsDefaultsBoundsAndDescriptions) {
    const auto schema = nlohmann::json::parse(schema_text());
    EXPECT_EQ(schema["properties"]["window"]["default"], "1s");
    EXPECT_EQ(schema["properties"]["seed"]["minimum"], 0);
    EXPECT_TRUE(schema["properties"]["variants"].contains("description"));
    EXPECT_EQ(schema["additionalProperties"], false);
}

TEST(Shapes, HaveUniqueNames) {
    std::set<std::string> names;
    for (const ObjectShape& object : scenario_shapes().objects)
        EXPECT_TRUE(names.insert(object.name).second) << object.name;
}

TEST(Manual, IsTheReferencePageGolden) {
    expect_golden(manual_text(), std::string(SHAKETABLE_SOURCE_DIR) + "/docs/reference.md");
}

TEST(Library, HasEachNameOnce) {
    std::set<std::string> names;
    for (const LibraryEntry& entry :
         library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library"))
        EXPECT_TRUE(names.insert(entry.name).second) << entry.path;
    EXPECT_TRUE(names.contains("hello"));
}

TEST(Library, ResolvesNamesAndLeavesPathsAlone) {
    EXPECT_EQ(resolve_scenario("no/such").value(), "no/such");
    EXPECT_EQ(resolve_scenario("hello.json").value(), "hello.json");
    EXPECT_TRUE(resolve_scenario("hello").value().ends_with("/hello.json"));
    const auto unknown = resolve_scenario("helo");
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().front().nearest, "hello");
}

} // namespace
} // namespace shaketable::scenarios
