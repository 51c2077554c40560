// The evidence of replicas that die, lose sessions or come late names the cause, with true numbers, and not
// where it is switched off.
#include "analysis/evidence.hpp"
#include "analysis/figure_text.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::analysis::lifecycle_evidence_test {
namespace {

bool is_text_of(const std::string& text, double figure) {
    return text == seconds_text(figure) || text == percent_text(figure) || text == number_text(figure) ||
           text == plain_text(figure) ||
           (figure == std::floor(figure) && text == count_text(static_cast<std::uint64_t>(std::abs(figure))));
}

std::string told(const std::string& scenario, const std::string& variant,
                 const scenarios::Settings& settings = {}) {
    const auto path = scenarios::resolve_scenario(scenario);
    const auto file = scenarios::load_file(path.value());
    const auto compiled = scenarios::compile(file.value(), variant, settings);
    const Json entry = json_of(Entry{.result = run_variant(compiled.value(), {.seed = 1})});
    std::string text;
    for (const Evidence& sentence : evidence_of(entry)) {
        text += sentence.text + "\n";
        for (const EvidenceNumber& number : sentence.numbers) {
            const Json& value = entry.at(Json::json_pointer(number.pointer));
            EXPECT_TRUE(value.is_number() && is_text_of(number.text, value.get<double>()))
                << number.text << " is not " << value << " at " << number.pointer;
        }
    }
    return text;
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST(LifecycleEvidence, NamesProcessesThatWereKilledForTheirMemoryAndThatTheyWereAtOnce) {
    const std::string base = told("memory-leak", "");
    EXPECT_TRUE(
        says(base, "processes of shop were killed because they used more memory than their limit, 4 of them "
                   "within 1.00 s"))
        << base;
    EXPECT_TRUE(says(base, "they were started again")) << base;
    const std::string none = told("memory-leak", "", {"/components/shop/memory/limit_mib=100000"});
    EXPECT_FALSE(says(none, "killed")) << none;
}

TEST(LifecycleEvidence, NamesSessionsThatWentWithTheirProcesses) {
    const std::string base = told("sticky-state", "");
    EXPECT_TRUE(
        says(base, "users came to shop with a session that was not there: each replica keeps its own, in its "
                   "memory, and its processes were started again 4 times"))
        << base;
    const std::string store = told("sticky-state", "store");
    EXPECT_FALSE(says(store, "session")) << store;
}

TEST(LifecycleEvidence, NamesReplicasThatCameLate) {
    const std::string base = told("autoscaler-lag", "");
    EXPECT_TRUE(says(
        base, "When it hurt first web had 2.00 replicas; its autoscaler let more come, until there were"))
        << base;
    const std::string fixed = told("autoscaler-lag", "headroom");
    EXPECT_FALSE(says(fixed, "autoscaler")) << fixed;
}

TEST(LifecycleEvidence, NamesProcessesThatTheirProbesKilled) {
    const scenarios::Settings stuck = {
        R"(/timeline={ "stuck": { "at": "60s", "for": "2m", "hang": "shop", "share": 0.5 } })",
        "/expect=null"};
    const std::string text = told("memory-leak", "", stuck);
    EXPECT_TRUE(says(text, "2 processes of shop were killed because their liveness or startup probe failed"))
        << text;
}

TEST(LifecycleEvidence, NamesCollectionsThatStopTheProcesses) {
    const scenarios::Settings garbage = {R"(/components/shop/memory/garbage={ "allocate_kib": 2048 })",
                                         "/expect=null"};
    const std::string text = told("memory-leak", "", garbage);
    EXPECT_TRUE(says(text, "Garbage collections stopped replicas of shop")) << text;
    EXPECT_FALSE(says(told("memory-leak", ""), "Garbage"));
}

} // namespace
} // namespace shaketable::analysis::lifecycle_evidence_test
