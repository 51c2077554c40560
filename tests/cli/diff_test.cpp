// The verb `diff`: what it prints, where, and with which exit status.
#include "tests/cli/program_output.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace shaketable::cli {
namespace {

using nlohmann::json;

json diff_of(const std::string& arguments) {
    return json::parse(run_shaketable("diff " + arguments + " --format json").out);
}

void expect_diff_refusal(const std::string& arguments, const std::string& part) {
    const ProgramOutput output = run_shaketable("diff " + arguments);
    EXPECT_EQ(output.status, 2) << arguments;
    EXPECT_EQ(output.out, "") << arguments;
    EXPECT_TRUE(has(output.err, part)) << output.err;
}

TEST(DiffVerb, SaysThatARunIsTheSameAsItself) {
    const ProgramOutput output = run_shaketable("diff hello hello --until 5s");
    EXPECT_EQ(output.status, 0);
    EXPECT_EQ(output.err, "");
    EXPECT_TRUE(has(output.out, "The same to the end, for 15 s, warm-up included: ")) << output.out;
    EXPECT_FALSE(has(output.out, "configuration"));
    EXPECT_EQ(run_shaketable("diff hello --until 5s").out, output.out);
}

TEST(DiffVerb, TellsTwoVariantsApartInWords) {
    const ProgramOutput output = run_shaketable("diff retry-storm --variants naive,full-jitter");
    EXPECT_EQ(output.status, 1);
    EXPECT_EQ(output.err, "");
    for (const char* part :
         {"A  retry-storm, variant naive, seed 1", "B  retry-storm, variant full-jitter, seed 1",
          "/policies/to-db/retry/backoff        none  exponential", "The same for 90.24",
          " facts of 7 components", "At 60.24", ", orders:", "A  request reserve for shoppers.checkout (",
          ") begins attempt 2 of its call to inventory-db.decrement",
          "B  nothing: here the request is backing off", "orders right after", "workers busy", "of 200",
          "pool to inventory-db"})
        EXPECT_TRUE(has(output.out, part)) << part << "\n" << output.out;
    EXPECT_FALSE(has(output.out, "\x1b")) << "no colour off a terminal";
}

TEST(DiffVerb, TakesVariantsAfterAHash) {
    EXPECT_EQ(run_shaketable("diff 'retry-storm#naive' 'retry-storm#full-jitter'").out,
              run_shaketable("diff retry-storm --variants naive,full-jitter").out);
}

TEST(DiffVerb, ComparesFiles) {
    const std::string path =
        testing::TempDir() + "diff_verb_test#1.json"; // a name with a hash in it is a name
    std::filesystem::copy_file(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library/hello.json", path,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(run_shaketable("diff hello '" + path + "' --until 1s").status, 0);
    EXPECT_EQ(run_shaketable("diff hello '" + path + "#overload' --until 1s").status, 1);
    std::filesystem::remove(path);
}

TEST(DiffVerb, ChangesEitherSideOrBoth) {
    const json both = diff_of("hello --set /components/web/cores=2 --until 2s");
    EXPECT_EQ(both["same"], true);
    EXPECT_TRUE(both["knobs"].empty());
    const json one =
        diff_of("hello --set-a /components/web/cores=3 --set-b /components/web/cores=2 --until 2s");
    EXPECT_EQ(one["same"], false);
    EXPECT_EQ(one["knobs"], json::parse(R"([{"pointer": "/components/web/cores", "a": 3, "b": 2}])"));
    EXPECT_EQ(one["divergence"]["component"], "web");
}

TEST(DiffVerb, TakesSeeds) {
    EXPECT_EQ(diff_of("hello --seed 7 --until 2s")["b"]["seed"], 7);
    const json seeds = diff_of("hello --set-b /seed=2 --until 2s");
    EXPECT_EQ(seeds["a"]["seed"], 1);
    EXPECT_EQ(seeds["b"]["seed"], 2);
    EXPECT_EQ(seeds["divergence"]["component"], "users");
    EXPECT_EQ(seeds["divergence"]["a"]["fact"], nullptr);
    EXPECT_EQ(seeds["divergence"]["b"]["fact"]["what"], "journey_began");
    EXPECT_LT(seeds["divergence"]["at_s"], 0.0);
}

TEST(DiffVerb, ReportsWhatOnlyOneSideHasAndComparesTheRest) {
    const std::string added =
        R"(hello --until 2s --set-b '/components/cache={"kind":"service","endpoints":{"get":{"steps":[]}}}')";
    const ProgramOutput output = run_shaketable("diff " + added);
    EXPECT_EQ(output.status, 0);
    EXPECT_TRUE(has(output.out, "Only in B, not compared: cache")) << output.out;
    EXPECT_EQ(diff_of(added)["only_in_b"], json::parse(R"(["cache"])"));
}

TEST(DiffVerb, TellsOfKnobsThatMadeNoDifference) {
    const ProgramOutput output = run_shaketable(
        "diff hello --until 2s --set-b /components/web/queue_limit=1000000 --set-b /title=Other");
    EXPECT_EQ(output.status, 0);
    EXPECT_TRUE(has(output.out, "/components/web/queue_limit  absent  1000000")) << output.out;
    EXPECT_FALSE(has(output.out, "/title"));
}

TEST(DiffVerb, StopsAtALimitWithStatus4) {
    const ProgramOutput output = run_shaketable("diff hello --max-events 5000");
    EXPECT_EQ(output.status, 4);
    EXPECT_TRUE(has(output.out, "Not to the end: A was stopped (event limit).")) << output.out;
    const json stopped = diff_of("hello --max-events 5000");
    EXPECT_EQ(stopped["stopped"], "event_limit");
    EXPECT_EQ(stopped["stopped_side"], "a");
    EXPECT_EQ(stopped["divergence"], nullptr);
}

TEST(DiffVerb, StopsAtAnInterruptWithStatus4) {
    const std::string stop_it =
        "sh -c 'exec timeout --foreground --preserve-status -s INT 0.3 \"$0\" \"$@\"'";
    const ProgramOutput output =
        run_shaketable("diff hello --set /duration=3000d --set /window=1d --format json", stop_it);
    EXPECT_EQ(output.status, 4) << output.err;
    EXPECT_EQ(json::parse(output.out)["stopped"], "cancelled");
}

TEST(DiffVerb, RefusesWhatCannotBeCompared) {
    expect_diff_refusal("helo", "did you mean \"hello\"?");
    expect_diff_refusal("hello#overlord", "did you mean \"overload\"?");
    expect_diff_refusal("hello --variants overload", "two names with a comma between them");
    expect_diff_refusal("'hello#overload' --variants base,overload", "one of the two");
    expect_diff_refusal("hello --until 61s", "at most the file's duration, 1m");
    expect_diff_refusal("hello --set-b /components/web/core=2", "did you mean \"cores\"?");
    expect_diff_refusal("hello --seed x --until y", "--until");
    const ProgramOutput both = run_shaketable("diff helo retry-strom");
    EXPECT_TRUE(has(both.err, "\"hello\"") && has(both.err, "\"retry-storm\"")) << both.err;
}

/// The names of all members, however deep.
void collect_names(const json& value, std::set<std::string>& names) {
    for (const auto& [name, member] : value.items()) {
        if (value.is_object())
            names.insert(name);
        if (member.is_structured())
            collect_names(member, names);
    }
}

TEST(DiffVerb, HasEveryMemberOfItsJsonDocumented) {
    std::set<std::string> names;
    for (const char* arguments :
         {"retry-storm --variants naive,full-jitter",
          R"(hello --set-b '/timeline={"f":{"at":"1s","slow":"web","factor":2}}' --until 2s)"}) {
        json document = diff_of(arguments);
        for (json& knob : document["knobs"])
            knob["b"] = nullptr; // the file's own names
        collect_names(document, names);
    }
    const std::string page = scenarios::file_text(std::string(SHAKETABLE_SOURCE_DIR) + "/docs/diff.md");
    for (const std::string& name : names)
        EXPECT_TRUE(name == "inventory-db" || has(page, "`" + name + "`")) << name;
    EXPECT_GE(names.size(), 40U);
}

} // namespace
} // namespace shaketable::cli
