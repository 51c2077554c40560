// The evidence of the library's queues names the cause, with true numbers, and not where it is switched off.
#include "analysis/evidence.hpp"
#include "analysis/figure_text.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::analysis::queue_evidence_test {
namespace {

struct Told {
    Json entry;
    std::string text = {}; // a line each

    [[nodiscard]] bool says(const std::string& words) const { return text.find(words) != std::string::npos; }
};

bool is_text_of(const std::string& text, double figure) {
    return text == seconds_text(figure) || text == percent_text(figure) || text == number_text(figure) ||
           text == plain_text(figure) ||
           (figure == std::floor(figure) && text == count_text(static_cast<std::uint64_t>(std::abs(figure))));
}

Told told(const std::string& scenario, const std::string& variant, const scenarios::Settings& settings = {}) {
    const auto path = scenarios::resolve_scenario(scenario);
    const auto file = scenarios::load_file(path.value());
    const auto compiled = scenarios::compile(file.value(), variant, settings);
    Told told{.entry = json_of(Entry{.result = run_variant(compiled.value(), {.seed = 1})})};
    for (const Evidence& sentence : evidence_of(told.entry)) {
        told.text += sentence.text + "\n";
        for (const EvidenceNumber& number : sentence.numbers) {
            const Json& value = told.entry.at(Json::json_pointer(number.pointer));
            EXPECT_TRUE(value.is_number() && is_text_of(number.text, value.get<double>()))
                << number.text << " is not " << value << " at " << number.pointer;
        }
    }
    return told;
}

TEST(QueueEvidence, TellsWhatWaitedTheOldestAndForHowLong) {
    const Told base = told("queue-backlog", "");
    EXPECT_TRUE(base.says("messages waited in mails, the oldest for 60.")) << base.text;
    EXPECT_TRUE(base.says("; it took 371 s from the first that had to wait until none did")) << base.text;
    const Told dropping = told("queue-backlog", "drop-the-old");
    EXPECT_TRUE(dropping.says(" were kept for as long as allowed, and are gone")) << dropping.text;
    const Told short_outage = told("queue-backlog", "", {"/timeline/mailers-away/for=1s"});
    EXPECT_FALSE(short_outage.says("messages waited in")) << short_outage.text;
}

TEST(QueueEvidence, TellsWhatComesBackAndWhetherAnybodyPutsItAside) {
    const Told base = told("poison-message", "");
    EXPECT_TRUE(base.says("had been handed out before, and come back; nothing puts them aside")) << base.text;
    const Told none = told("poison-message", "", {"/timeline/bad-release/to=0"});
    EXPECT_FALSE(none.says("handed out before")) << none.text;
}

TEST(QueueEvidence, TellsWhoseWorkersWaitAndForWhom) {
    const Told base = told("cold-path-leak", "");
    EXPECT_TRUE(base.says("requests waited for one of its 20 workers")) << base.text;
    EXPECT_TRUE(base.says("the workers waited for mail")) << base.text;
    const Told queued = told("cold-path-leak", "behind-a-queue");
    EXPECT_FALSE(queued.says("the workers waited")) << queued.text;
}

} // namespace
} // namespace shaketable::analysis::queue_evidence_test
