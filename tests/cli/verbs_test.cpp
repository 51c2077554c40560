// The verbs that need no simulation: what they print, where, and with which exit status.
#include "tests/cli/program_output.hpp"

#include "scenarios/manual.hpp"
#include "scenarios/schema.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::cli {
namespace {

using nlohmann::json;

std::string corpus(const std::string& name) {
    return std::string(SHAKETABLE_SOURCE_DIR) + "/tests/corpus/fail/" + name + ".json";
}

/// How many objects anywhere in the document have the member "name".
std::size_t named_objects(const json& document) {
    std::size_t count = document.is_object() && document.contains("name") ? 1U : 0U;
    for (const json& child : document)
        if (child.is_structured())
            count += named_objects(child);
    return count;
}

TEST(List, PrintsNamesTitlesAndVariants) {
    const ProgramOutput output = run_shaketable("list");
    EXPECT_EQ(output.status, 0);
    EXPECT_TRUE(has(output.out, "hello"));
    EXPECT_TRUE(has(output.out, "Hello: one service under a steady load"));
    EXPECT_TRUE(has(output.out, "overload"));
    EXPECT_EQ(output.err, "");
    EXPECT_FALSE(has(output.out, "\x1b")); // no terminal, no colour
}

TEST(List, AsJsonNamesEachEntryAndNothingElse) {
    const ProgramOutput output = run_shaketable("list --format json");
    EXPECT_EQ(output.status, 0);
    const json document = json::parse(output.out);
    ASSERT_FALSE(document["scenarios"].empty());
    EXPECT_EQ(named_objects(document), document["scenarios"].size());
}

TEST(List, ReadsTheLibraryThatTheEnvironmentNames) {
    const std::string fail = std::string(SHAKETABLE_SOURCE_DIR) + "/tests/corpus/fail";
    EXPECT_TRUE(has(run_shaketable("list", "SHAKETABLE_LIBRARY='" + fail + "'").out, "too-deep"));
}

TEST(List, RefusesALibraryThatIsNotThere) {
    for (const char* verb : {"list", "run hello", "new x --template service"}) {
        const ProgramOutput output = run_shaketable(verb, "SHAKETABLE_LIBRARY=/nowhere");
        EXPECT_EQ(output.status, 2) << verb;
        EXPECT_TRUE(has(output.err, "SHAKETABLE_LIBRARY is \"/nowhere\", which is no directory"))
            << output.err;
    }
}

TEST(Show, TellsAScenarioToPeople) {
    const ProgramOutput output = run_shaketable("show hello");
    EXPECT_EQ(output.status, 0);
    for (const char* part :
         {"Hello: one service", "users", "rate 100/s", "call web.hello", "variants", "overload"})
        EXPECT_TRUE(has(output.out, part)) << part;
}

TEST(Show, AsJsonGivesTheFileResolved) {
    const ProgramOutput output =
        run_shaketable("show hello --variant two-cores --set /seed=7 --set /title=Changed --format json");
    EXPECT_EQ(output.status, 0);
    const json document = json::parse(output.out);
    EXPECT_EQ(document["components"]["web"]["cores"], 2);
    EXPECT_EQ(document["seed"], 7);
    EXPECT_EQ(document["title"], "Changed");
    EXPECT_FALSE(document.contains("variants"));
}

TEST(Show, WorksFromAnyDirectory) {
    const ProgramOutput output = run_shaketable("show hello", "cd / &&");
    EXPECT_EQ(output.status, 0);
}

TEST(Show, RefusesWhatItCannotResolve) {
    const ProgramOutput name = run_shaketable("show helo");
    EXPECT_EQ(name.status, 2);
    EXPECT_EQ(name.out, "");
    EXPECT_TRUE(has(name.err, "did you mean \"hello\"?"));
    EXPECT_EQ(run_shaketable("show hello --variant nosuch").status, 2);
    EXPECT_TRUE(has(run_shaketable("show hello --set /components/wbe/cores=2").err, "did you mean \"web\"?"));
}

TEST(Validate, AcceptsTheLibrarysHello) {
    const ProgramOutput output = run_shaketable("validate hello");
    EXPECT_EQ(output.status, 0);
    EXPECT_EQ(output.out, "hello: valid\n");
    EXPECT_EQ(output.err, "");
}

TEST(Validate, PrintsEveryReasonToStandardError) {
    const ProgramOutput output =
        run_shaketable("validate " + corpus("wrong-types") + " hello " + corpus("two-verbs"));
    EXPECT_EQ(output.status, 2);
    EXPECT_EQ(output.out, "hello: valid\n");
    EXPECT_EQ(std::count(output.err.begin(), output.err.end(), '\n'), 6);
    EXPECT_TRUE(
        has(output.err, "wrong-types.json:14:19: /components/web/replicas is \"two\" (text); accepted: "));
}

TEST(Program, EveryVerbTellsAllMistakesAtOnce) {
    const std::string file = corpus("mistakes-of-every-stage");
    const std::string reasons = scenarios::file_text(file.substr(0, file.rfind('.')) + ".expected");
    const auto lines = std::count(reasons.begin(), reasons.end(), '\n');
    const auto told = [&](const std::string& verb) {
        const std::string err = run_shaketable(verb + " " + file).err;
        return std::count(err.begin(), err.end(), '\n');
    };
    EXPECT_EQ(told("validate"), lines);
    EXPECT_EQ(told("run"), lines - 2) << "all but those of the two variants that can be applied";
    EXPECT_GT(told("show"), 5) << "all that keeps it from being read";
}

TEST(Validate, AsJsonIsOneDocument) {
    const ProgramOutput output = run_shaketable("validate --format json " + corpus("unknown-member"));
    EXPECT_EQ(output.status, 2);
    EXPECT_EQ(output.err, "");
    const json document = json::parse(output.out);
    EXPECT_EQ(document["valid"], false);
    ASSERT_EQ(document["errors"].size(), 1U);
    const json& error = document["errors"][0];
    EXPECT_EQ(error["line"], 14);
    EXPECT_EQ(error["column"], 7);
    EXPECT_EQ(error["pointer"], "/components/web/wokers");
    EXPECT_EQ(error["nearest"], "workers");
    EXPECT_EQ(json::parse(run_shaketable("validate --format json hello").out)["valid"], true);
}

TEST(Validate, RefusesWhatIsNoFile) {
    EXPECT_EQ(run_shaketable("validate no/such.json").status, 2);
    EXPECT_EQ(run_shaketable("validate /").status, 2);
    EXPECT_EQ(run_shaketable("validate /dev/null").status, 2);
    EXPECT_EQ(run_shaketable("validate /dev/zero").status, 2);
}

TEST(Schema, IsPrintedWhole) {
    const ProgramOutput output = run_shaketable("schema");
    EXPECT_EQ(output.status, 0);
    EXPECT_EQ(output.out, scenarios::schema_text());
}

TEST(Docs, AreThePrintedManual) {
    const ProgramOutput output = run_shaketable("docs");
    EXPECT_EQ(output.status, 0);
    EXPECT_EQ(output.out, scenarios::manual_text());
}

TEST(Program, TellsItsVersion) {
    const ProgramOutput output = run_shaketable("--version");
    EXPECT_EQ(output.status, 0);
    EXPECT_TRUE(has(output.out, "0."));
}

TEST(Program, EveryVerbHasHelpWithAnExample) {
    for (const char* verb : {"", "run", "diff", "list", "show", "new", "validate", "schema", "docs"}) {
        const ProgramOutput output = run_shaketable(std::string(verb) + " --help");
        EXPECT_EQ(output.status, 0) << verb;
        EXPECT_TRUE(has(output.out, "Example")) << verb;
    }
}

TEST(Program, UsageErrorsEndWithStatusTwo) {
    for (const char* arguments :
         {"", "shwo", "show", "show hello extra", "list --format xml", "--no-such-option"}) {
        const ProgramOutput output = run_shaketable(arguments);
        EXPECT_EQ(output.status, 2) << arguments;
        EXPECT_EQ(output.out, "") << arguments;
        EXPECT_NE(output.err, "") << arguments;
    }
    EXPECT_TRUE(has(run_shaketable("shwo").err, "did you mean \"show\"?"));
}

TEST(Program, AFullDiskIsNoSuccess) {
    const int raw =
        std::system((std::string("'") + SHAKETABLE_PROGRAM + "' docs >/dev/full 2>/dev/null").c_str());
    EXPECT_EQ(WEXITSTATUS(raw), 3);
}

} // namespace
} // namespace shaketable::cli
