// Thousands of small damages to good files: whatever a file holds, the reader answers with a scenario or with
// errors that have a place, and does not crash.
#include "engine/random.hpp"
#include "scenarios/library.hpp"
#include "tests/scenarios/golden_text.hpp"
#include "tests/support/reader_promises.hpp"

#include <gtest/gtest.h>

#include <array>

namespace shaketable::scenarios {
namespace {

constexpr std::array<std::string_view, 30> kPieces = {"{",
                                                      "}",
                                                      "[",
                                                      "]",
                                                      ",",
                                                      ":",
                                                      "\"",
                                                      "\\",
                                                      "null",
                                                      "true",
                                                      "0",
                                                      "-1",
                                                      "1e999",
                                                      "1e-320",
                                                      "0.5",
                                                      "\"5ms\"",
                                                      "\"x-\"",
                                                      "//",
                                                      "/*",
                                                      "*/",
                                                      "\"kind\"",
                                                      "\"work\"",
                                                      "18446744073709551615",
                                                      "\"9999999d\"",
                                                      "\"call\"",
                                                      "\xFF",
                                                      "\"a.b\"",
                                                      "\"\\u0000\"",
                                                      "{}",
                                                      "\"web\""};

std::string damaged(std::string text, engine::Draws& draws) {
    const std::uint64_t damages = 1 + draws.next() % 3;
    for (std::uint64_t i = 0; i < damages && !text.empty(); ++i) {
        const std::size_t at = draws.next() % text.size();
        const std::size_t length = draws.next() % 20;
        switch (draws.next() % 5) {
        case 0:
            text[at] = static_cast<char>(draws.next() % 256);
            break;
        case 1:
            text.erase(at, length);
            break;
        case 2:
            text.insert(draws.next() % text.size(), text.substr(at, length * 5));
            break;
        case 3:
            text.insert(at, kPieces[draws.next() % kPieces.size()]);
            break;
        default:
            text.replace(at, length, kPieces[draws.next() % kPieces.size()]);
        }
    }
    return text;
}

/// Replaces one whole value or name, so that the syntax stays right and the reader sees the damage.
std::string misread(std::string text, engine::Draws& draws) {
    const std::size_t open = text.find('"', draws.next() % text.size());
    const std::size_t close = open == std::string::npos ? open : text.find('"', open + 1);
    if (close == std::string::npos)
        return text;
    constexpr std::array<std::string_view, 12> kValues = {
        "\"\"",        "\"kind\"", "\"web.hello\"", "\"web\"", "\"0\"",     "\"1ns\"",
        "\"100000d\"", "\"x-a\"",  "\"service\"",   "\"9/s\"", "\"steps\"", "\"a\""};
    return text.replace(open, close - open + 1, kValues[draws.next() % kValues.size()]);
}

TEST(Robustness, ADamagedFileIsReadOrRefusedWithAPlace) {
    const auto entries = library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library");
    ASSERT_FALSE(entries.empty());
    const std::uint64_t damages_each = 6000 / entries.size() + 1;
    for (const LibraryEntry& entry : entries) {
        const std::string text = file_text(entry.path);
        for (std::uint64_t i = 0; i < damages_each; ++i) {
            engine::Draws draws(engine::Key::from_seed(i).child(engine::label(entry.name)));
            const std::string changed = i % 2 == 0 ? damaged(text, draws) : misread(text, draws);
            ASSERT_EQ(broken_promise(changed), "") << changed;
        }
    }
}

TEST(Robustness, ADamagedDistributionIsReadOrRefusedWithAPlace) {
    const std::string text =
        file_text(std::string(SHAKETABLE_SOURCE_DIR) + "/tests/scenarios/distributions.json");
    for (std::uint64_t i = 0; i < 2000; ++i) {
        engine::Draws draws(engine::Key::from_seed(i).child(engine::label("distributions")));
        const std::string changed = i % 2 == 0 ? damaged(text, draws) : misread(text, draws);
        ASSERT_EQ(broken_promise(changed), "") << changed;
    }
}

} // namespace
} // namespace shaketable::scenarios
