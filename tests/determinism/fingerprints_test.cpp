// Same input, same run: against the golden fingerprints, a second time, from a copy made halfway, and in two
// threads at once.
#include "tests/determinism/library_runs.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>

namespace shaketable::determinism {
namespace {

const char* const kGoldenPath = SHAKETABLE_SOURCE_DIR "/tests/determinism/golden/fingerprints.txt";

std::string hexadecimal(std::uint64_t word) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(word));
    return text.data();
}

std::string fingerprints() {
    std::string text =
        "# scenario, variant, fingerprint at the file's seed, events. ./dev bless rewrites it.\n";
    for (const LibraryRun& run : library_runs()) {
        const Identity identity = run_to_end(start(run));
        text +=
            run.name + " " + hexadecimal(identity.fingerprint) + " " + std::to_string(identity.events) + "\n";
    }
    return text;
}

TEST(Fingerprints, OfTheLibraryAreGolden) {
    const std::string actual = fingerprints();
    const char* bless = std::getenv("SHAKETABLE_BLESS");
    if (bless != nullptr && std::string_view(bless) == "1") {
        std::ofstream(kGoldenPath, std::ios::binary) << actual;
        return;
    }
    std::ifstream file(kGoldenPath, std::ios::binary);
    ASSERT_TRUE(file.good()) << kGoldenPath << " is missing: SHAKETABLE_BLESS=1 writes it";
    std::ostringstream golden;
    golden << file.rdbuf();
    EXPECT_EQ(golden.str(), actual);
}

TEST(Determinism, ASecondRunIsTheSameRun) {
    for (const LibraryRun& run : library_runs())
        EXPECT_TRUE(run_enough(start(run)) == run_enough(start(run))) << run.name;
}

TEST(Determinism, AnotherSeedIsAnotherRun) {
    for (const LibraryRun& run : base_runs()) {
        const Identity other = run_enough(models::Simulation(run.scenario, run.scenario->config.seed + 1));
        EXPECT_NE(run_enough(start(run)).fingerprint, other.fingerprint) << run.name;
    }
}

TEST(Determinism, ACopyMadeAfterAnyNumberOfEventsComesToTheSameEnd) {
    for (const LibraryRun& run : base_runs()) {
        const Identity straight = run_enough(start(run));
        for (const std::uint64_t events : {std::uint64_t{1}, straight.events / 3, straight.events - 1}) {
            models::Simulation simulation = start(run);
            const engine::StopReason reason = simulation.run_until(run.scenario->end, {.events = events});
            ASSERT_EQ(reason, engine::StopReason::kTooManyEvents);
            ASSERT_EQ(simulation.world().clockwork.events, events);
            const models::Simulation copy = simulation;
            EXPECT_TRUE(run_enough(std::move(simulation)) == straight)
                << run.name << ", after " << events << " events";
            EXPECT_TRUE(run_enough(copy) == straight) << run.name << ", a copy after " << events << " events";
        }
    }
}

TEST(Determinism, TwoRunsSideBySideDoNotKnowOfEachOther) {
    for (const LibraryRun& run : base_runs()) {
        const Identity alone = run_enough(start(run));
        std::array<Identity, 2> together;
        {
            std::jthread first([&] { together[0] = run_enough(start(run)); });
            std::jthread second([&] { together[1] = run_enough(start(run)); });
        }
        EXPECT_TRUE(together[0] == alone && together[1] == alone) << run.name;
    }
}

} // namespace
} // namespace shaketable::determinism
