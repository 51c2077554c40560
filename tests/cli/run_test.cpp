// The verb `run`: what it prints, where, and with which exit status.
#include "tests/cli/program_output.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace shaketable::cli {
namespace {

using nlohmann::json;

void expect_refusal(const std::string& arguments, const std::string& part) {
    const ProgramOutput output = run_shaketable("run " + arguments);
    EXPECT_EQ(output.status, 2) << arguments;
    EXPECT_EQ(output.out, "") << arguments;
    EXPECT_TRUE(has(output.err, part)) << output.err;
}

TEST(RunVerb, ShowsTablesForPeople) {
    const ProgramOutput output = run_shaketable("run hello --until 5s");
    EXPECT_EQ(output.status, 0);
    EXPECT_EQ(output.err, "");
    for (const char* part : {"Hello: one service", "goodput", "availability", "utilisation", "fingerprint",
                             "seed 1", "--all-variants"})
        EXPECT_TRUE(has(output.out, part)) << part;
    EXPECT_FALSE(has(output.out, "\x1b")) << "no colour off a terminal";
}

/// The cells of a component's row in the table of components.
std::vector<std::string> cells_of(const std::string& out, const std::string& component) {
    const std::size_t table = out.find("components of");
    const std::size_t begin = out.find("\n" + component + " ", table);
    std::vector<std::string> cells(1);
    if (begin == std::string::npos)
        return cells;
    const std::string row = out.substr(begin + 1, out.find('\n', begin + 1) - begin - 1);
    for (std::size_t place = 0; place < row.size(); ++place)
        if (row.compare(place, 2, "  ") != 0)
            cells.back() += row[place];
        else if (!cells.back().empty())
            cells.emplace_back();
    return cells;
}

TEST(RunVerb, ShowsMessagesThatWaitedAndThoseTurnedAway) {
    const std::vector<std::string> queue =
        cells_of(run_shaketable("run queue-backlog --until 130s --set /components/mails/max_messages=1000 "
                                "--set /components/mails/when_full=reject")
                     .out,
                 "mails");
    ASSERT_EQ(queue.size(), 6U);
    EXPECT_TRUE(queue[2].ends_with("1,000")) << queue[2];
    EXPECT_TRUE(has(queue[3], ",")) << queue[3]; // some ten thousand
    const std::vector<std::string> topic =
        cells_of(run_shaketable("run poison-message --variant in-partitions --until 200s").out, "orders");
    ASSERT_EQ(topic.size(), 6U);
    EXPECT_TRUE(has(topic[2], "12,")) << topic[2]; // its lag
}

TEST(RunVerb, TellsTheLessonBesideAllVariantsOnly) {
    const std::string lesson = "worked off"; // hello's last words
    EXPECT_TRUE(has(run_shaketable("run hello --all-variants --until 5s").out, lesson));
    EXPECT_FALSE(has(run_shaketable("run hello --until 5s").out, lesson));
    EXPECT_FALSE(has(run_shaketable("show hello").out, lesson)) << "before one has predicted";
}

TEST(RunVerb, GivesOneDocumentAndNothingElseAsJson) {
    const ProgramOutput output = run_shaketable("run hello --until 2s --all-variants --format json");
    EXPECT_EQ(output.status, 0);
    const json document = json::parse(output.out);
    EXPECT_EQ(document["shaketable_result"], 1);
    ASSERT_EQ(document["results"].size(), 3U);
    EXPECT_EQ(document["results"][0]["variant"], "base");
    EXPECT_EQ(document["results"][1]["variant"], "overload");
    EXPECT_EQ(document["results"][0]["file"], "hello.json");
    EXPECT_EQ(document["results"][0]["simulated_s"], 2.0);
    EXPECT_NE(document["results"][0]["inputs"], document["results"][1]["inputs"]);
}

TEST(RunVerb, GivesTheSameBytesTwiceButForTheMachine) {
    const auto run = [] {
        json document = json::parse(run_shaketable("run hello --until 2s --format json").out);
        document["results"][0].erase("machine");
        return document.dump();
    };
    EXPECT_EQ(run(), run());
}

TEST(RunVerb, WritesAFileBesideTheTables) {
    const std::string path = testing::TempDir() + "run_verb_test.json";
    const ProgramOutput output = run_shaketable("run hello --until 2s --variant overload --json " + path);
    EXPECT_EQ(output.status, 0);
    EXPECT_TRUE(has(output.out, "overload"));
    EXPECT_EQ(json::parse(scenarios::file_text(path))["results"][0]["variant"], "overload");
    std::filesystem::remove(path);
}

TEST(RunVerb, WritesTablesIntoADirectory) {
    const std::filesystem::path folder = testing::TempDir() + "run_verb_test_tables";
    std::filesystem::remove_all(folder);
    const ProgramOutput output =
        run_shaketable("run hello --until 2s --all-variants --csv " + folder.string());
    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_TRUE(has(output.out, "goodput"));
    const std::string runs = scenarios::file_text((folder / "runs.csv").string());
    EXPECT_TRUE(has(runs, "\nbase,")) << runs;
    EXPECT_TRUE(has(runs, "\noverload,")) << runs;
    std::filesystem::remove_all(folder);
}

TEST(RunVerb, TakesSettingsAndSeed) {
    const ProgramOutput output =
        run_shaketable("run hello --until 2s --seed 7 --set /components/web/cores=4 --format json");
    const json entry = json::parse(output.out)["results"][0];
    EXPECT_EQ(entry["seed"], 7);
    EXPECT_LT(entry["components"]["web"]["utilisation"], 0.2);
}

TEST(RunVerb, StopsAtALimitWithAPartialResultAndStatus4) {
    const ProgramOutput output = run_shaketable("run hello --max-events 10000 --format json");
    EXPECT_EQ(output.status, 4);
    EXPECT_TRUE(has(output.err, "event limit"));
    const json entry = json::parse(output.out)["results"][0];
    EXPECT_EQ(entry["stopped"], "event_limit");
    EXPECT_EQ(entry["partial"], true);
    EXPECT_LT(entry["simulated_s"], 60.0);
}

TEST(RunVerb, StopsAtAnInterruptWithAPartialResultAndStatus4) {
    const std::string stop_it =
        "sh -c 'exec timeout --foreground --preserve-status -s INT 0.3 \"$0\" \"$@\"'";
    const ProgramOutput output =
        run_shaketable("run hello --set /duration=3000d --set /window=1d --format json", stop_it);
    EXPECT_EQ(output.status, 4) << output.err;
    EXPECT_EQ(json::parse(output.out)["results"][0]["stopped"], "cancelled");
}

#if !defined(__SANITIZE_ADDRESS__) // which itself takes more than any limit
TEST(RunVerb, EndsWithAPartialResultAndStatus4WhenTheMachineHasNoMoreMemory) {
    const std::string crowd = " --set /components/users/arrivals/rate=1000000/s";
    const ProgramOutput output =
        run_shaketable("run hello --max-memory 100000 --format json" + crowd, "ulimit -v 300000;");
    EXPECT_EQ(output.status, 4) << output.err;
    EXPECT_EQ(json::parse(output.out)["results"][0]["stopped"], "memory_limit");
}

TEST(RunVerb, SaysSoWhereThereIsNoMemoryEvenForAPartialResult) {
    const std::string crowd = " --set '/components/users/users={\"count\":10000000,\"think\":\"1s\"}'"
                              " --set /components/users/arrivals=null";
    const ProgramOutput output = run_shaketable("run hello" + crowd, "ulimit -v 100000;");
    EXPECT_EQ(output.status, 4) << output.err;
    EXPECT_TRUE(has(output.err, "no more memory")) << output.err;
}

TEST(RunVerb, TakesItsMemoryLimitFromTheShell) {
    const std::string crowd = " --set /components/users/arrivals/rate=1000000/s";
    const ProgramOutput output = run_shaketable("run hello" + crowd, "ulimit -v 1000000;");
    EXPECT_EQ(output.status, 4) << output.err;
    EXPECT_TRUE(has(output.err, "memory limit")) << output.err;
}
#endif

TEST(RunVerb, DoesNotReplaceTheScenarioThatItReads) {
    const std::string path = testing::TempDir() + "own.json";
    const std::string text =
        scenarios::file_text(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library/hello.json");
    std::ofstream(path) << text;
    const ProgramOutput output = run_shaketable("run " + path + " --json " + path);
    EXPECT_EQ(output.status, 2);
    EXPECT_TRUE(has(output.err, "the scenario itself")) << output.err;
    EXPECT_EQ(scenarios::file_text(path), text);
    std::filesystem::remove(path);
}

TEST(RunVerb, ShowsTheResultEvenIfItCannotBeWritten) {
    const ProgramOutput output = run_shaketable("run hello --json /dev/full");
    EXPECT_EQ(output.status, 3);
    EXPECT_TRUE(has(output.err, "can't be written")) << output.err;
    EXPECT_TRUE(has(output.out, "fingerprint")) << output.out;
}

/// A copy of hello in a folder of its own.
std::string copy_of_hello(const std::string& folder, const std::string& name) {
    std::filesystem::remove_all(testing::TempDir() + folder);
    std::filesystem::create_directories(testing::TempDir() + folder);
    const std::string path = testing::TempDir() + folder + "/" + name;
    std::filesystem::copy_file(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library/hello.json", path);
    return path;
}

TEST(RunVerb, ReplacesNeitherTheScenarioNorOneOutputByAnother) {
    const std::string scenario = copy_of_hello("collide", "journeys.csv");
    const std::string folder = testing::TempDir() + "collide";
    const struct {
        std::string options;
        std::string problem;
    } kCases[] = {
        {"--json '" + scenario + "'", "--json is \"" + scenario.substr(0, 60)},
        {"--csv '" + folder + "'", "--csv would replace the scenario itself, journeys.csv"},
        {"--csv '" + folder + "/../collide'", "--csv would replace the scenario itself, journeys.csv"},
        {"--csv '" + folder + "/new' --json '" + folder + "/new'", "--csv is the file of --json, too"},
        {"--csv '" + folder + "/sub' --json '" + folder + "/sub/runs.csv'",
         "--csv would replace the file of --json, runs.csv"},
    };
    const std::string before = scenarios::file_text(scenario);
    for (const auto& one : kCases) {
        const ProgramOutput output = run_shaketable("run '" + scenario + "' --until 1s " + one.options);
        EXPECT_EQ(output.status, 2) << one.options;
        EXPECT_TRUE(has(output.err, one.problem)) << output.err;
        EXPECT_TRUE(output.out.empty());
        EXPECT_EQ(scenarios::file_text(scenario), before);
    }
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

TEST(RunVerb, SpellsOutControlCharactersOfTheTitleAndTheStory) {
    const std::string settings = R"( --set '/title="a\u001b[31mb"' --set '/story="c\u0007d"')";
    for (const char* verb : {"run hello --until 1s", "show hello"}) {
        const ProgramOutput output = run_shaketable(verb + settings);
        EXPECT_EQ(output.status, 0) << output.err;
        EXPECT_TRUE(has(output.out, "a\\x1b[31mb")) << output.out;
        EXPECT_TRUE(has(output.out, "c\\x07d")) << output.out;
        EXPECT_FALSE(has(output.out, "\x1b"));
    }
}

TEST(RunVerb, SuggestsTheFileThatIsMeant) {
    const std::string path = copy_of_hello("suggest", "mine.json");
    const std::string folder = path.substr(0, path.rfind('/'));
    const ProgramOutput output = run_shaketable("run '" + folder + "/mine'");
    EXPECT_EQ(output.status, 2); // a path is taken by its word
    const std::string stem = testing::TempDir() + "suggest/out";
    const int raw =
        std::system(("cd '" + folder + "' && '" SHAKETABLE_PROGRAM "' run mine 2>'" + stem + "'").c_str());
    EXPECT_EQ(WEXITSTATUS(raw), 2);
    EXPECT_TRUE(has(scenarios::file_text(stem), "did you mean \"mine.json\"?")) << scenarios::file_text(stem);
}

TEST(RunVerb, RefusesAVariantWithoutAName) {
    for (const std::string arguments :
         {"run hello --variant ''", "show hello --variant ''", "diff hello# hello"}) {
        const ProgramOutput output = run_shaketable(arguments);
        EXPECT_EQ(output.status, 2) << arguments;
        EXPECT_TRUE(has(output.err, "variant")) << output.err;
    }
}

TEST(RunVerb, NamesTheNextCommandAsItIsTyped) {
    EXPECT_TRUE(has(run_shaketable("run hello --until 1s").out,
                    std::string("Next: ") + SHAKETABLE_PROGRAM + " run hello --all-variants\n"));
    EXPECT_TRUE(has(run_shaketable("run hello --until 1s", "SHAKETABLE_COMMAND=./dev").out,
                    "Next: ./dev run hello --all-variants\n"));
    const std::string path = testing::TempDir() + "it's mine.json";
    std::filesystem::copy_file(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library/hello.json", path,
                               std::filesystem::copy_options::overwrite_existing);
    const ProgramOutput output = run_shaketable("run \"" + path + "\" --until 1s");
    EXPECT_TRUE(has(output.out, " run '" + testing::TempDir() + "it'\\''s mine.json' ")) << output.out;
    std::filesystem::remove(path);
}

TEST(RunVerb, SuggestsTheOptionThatIsMeant) {
    EXPECT_TRUE(has(run_shaketable("run hello --untill 3s").err, "Did you mean --until?"));
}

TEST(RunVerb, RefusesWhatCannotBeRun) {
    expect_refusal("helo", "hello");
    expect_refusal("hello --variant overlord", "did you mean \"overload\"?");
    expect_refusal("hello --seed -1", "--seed");
    expect_refusal("hello --seed 1.5", "a whole number");
    expect_refusal("hello --set /seed=9007199254740993", "above 9007199254740992");
    expect_refusal("hello --seed 99999999999999999999", "--seed");
    expect_refusal("hello --until 90", "--until");
    expect_refusal("hello --until 0s", "--until");
    expect_refusal("hello --until 61s", "at most the file's duration, 1m");
    expect_refusal("hello --max-events 0", "--max-events");
    expect_refusal("hello --max-memory lots", "--max-memory");
    expect_refusal("hello --variant overload --all-variants", "--all-variants");
    expect_refusal("hello --json /nowhere/at/all.json", "can't be written");
    expect_refusal("hello --csv /nowhere/at/all", "can't be made");
    expect_refusal("hello --csv /dev/null", "is no directory");
    expect_refusal("hello --csv ''", "the path of a directory");
    expect_refusal("hello --set /components/web/core=2", "core");
}

TEST(RunVerb, TellsEveryMistakeOfTheOptionsAtOnce) {
    const ProgramOutput output = run_shaketable("run hello --seed x --until y");
    EXPECT_EQ(output.status, 2);
    EXPECT_TRUE(has(output.err, "--seed"));
    EXPECT_TRUE(has(output.err, "--until"));
}

} // namespace
} // namespace shaketable::cli
