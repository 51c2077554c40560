#include "models/shared_pages.hpp"

#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace shaketable::models::shared_pages_test {
namespace {

using Numbers = SharedPages<std::uint32_t>;
constexpr std::uint32_t kPage = Numbers::kPageElements;

Numbers numbers_from_zero(std::uint32_t count) {
    Numbers numbers;
    for (std::uint32_t number = 0; number < count; ++number)
        numbers.add() = number;
    return numbers;
}

std::size_t page_bytes() { return numbers_from_zero(1).bytes_apart({}) - sizeof(std::shared_ptr<int>); }

/// The pages of the one that the other does not share.
std::size_t pages_apart(const Numbers& one, const Numbers& other) {
    return (one.bytes_apart(other) - one.bytes_apart(one)) / page_bytes();
}

TEST(SharedPages, KeepWhatIsAddedInOrder) {
    const Numbers numbers = numbers_from_zero(3 * kPage + 5);
    EXPECT_EQ(numbers.size(), 3 * kPage + 5);
    for (std::uint32_t index = 0; index < numbers.size(); ++index)
        ASSERT_EQ(numbers[index], index);
}

TEST(SharedPages, AreCopiedOneByOneWhenTheyAreChanged) {
    const Numbers original = numbers_from_zero(10 * kPage);
    Numbers copy = original;
    EXPECT_EQ(pages_apart(copy, original), 0U);
    copy.change(3 * kPage + 1) = 7;
    copy.change(3 * kPage + 2) = 8;
    EXPECT_EQ(pages_apart(copy, original), 1U);
    copy.change(5 * kPage) = 9;
    EXPECT_EQ(pages_apart(copy, original), 2U);
    EXPECT_EQ(&copy[0], &original[0]);
    EXPECT_NE(&copy[3 * kPage], &original[3 * kPage]);
    EXPECT_EQ(copy[3 * kPage], original[3 * kPage]);
    EXPECT_EQ(original[3 * kPage + 1], 3 * kPage + 1);
}

TEST(SharedPages, AreChangedInPlaceByTheLastWhoHasThem) {
    Numbers original = numbers_from_zero(kPage);
    Numbers copy = original;
    const std::uint32_t* const place = &copy[0];
    original = Numbers{};
    copy.change(0) = 7;
    EXPECT_EQ(&copy[0], place);
}

TEST(SharedPages, AddToALastPageThatIsSharedWithoutBeingSeen) {
    Numbers original = numbers_from_zero(kPage + 1);
    Numbers copy = original;
    copy.add() = 7;
    original.add() = 8;
    EXPECT_EQ(copy[kPage + 1], 7U);
    EXPECT_EQ(original[kPage + 1], 8U);
}

TEST(SharedPages, FilledAreOnePageUntilTheyAreChanged) {
    Numbers filled(100 * kPage + 1, 7);
    const std::size_t bytes = filled.bytes();
    EXPECT_LT(bytes, 2 * page_bytes());
    EXPECT_EQ(filled[100 * kPage], 7U);
    filled.change(5 * kPage) = 8;
    filled.change(5 * kPage + 1) = 9;
    EXPECT_EQ(filled.bytes(), bytes + page_bytes());
    EXPECT_EQ(filled[4 * kPage], 7U);
    EXPECT_EQ(filled[5 * kPage + 2], 7U);
    EXPECT_EQ(filled.add(), 0U) << "a default element";
    EXPECT_EQ(filled[100 * kPage], 7U);
}

TEST(SharedPages, CountTheirBytes) {
    EXPECT_EQ(Numbers{}.bytes(), 0U);
    EXPECT_EQ(Numbers(0, 7).bytes(), 0U);
    const std::size_t bytes = numbers_from_zero(10 * kPage).bytes();
    EXPECT_GE(bytes, 10 * kPage * sizeof(std::uint32_t));
    EXPECT_LT(bytes, 11 * kPage * sizeof(std::uint32_t));
}

/// The same numbers, as plainly as can be.
struct NumbersTwice {
    Numbers shared;
    std::vector<std::uint32_t> plain;

    void act(engine::Draws& draws) {
        const auto number = static_cast<std::uint32_t>(draws.next());
        if (plain.empty() || draws.next() % 4 == 0) {
            shared.add() = number;
            plain.push_back(number);
        } else {
            const auto index = static_cast<std::uint32_t>(draws.next() % plain.size());
            shared.change(index) = number;
            plain[index] = number;
        }
    }
    [[nodiscard]] bool agree() const {
        if (shared.size() != plain.size())
            return false;
        for (std::uint32_t index = 0; index < shared.size(); ++index)
            if (shared[index] != plain[index])
                return false;
        return true;
    }
};

TEST(SharedPages, AgreeWithVectorsWhateverIsCopiedAndChanged) {
    engine::Draws draws(engine::Key::from_seed(31), engine::label("shared pages"));
    std::vector<NumbersTwice> copies(5);
    for (NumbersTwice& each : copies) {
        each.shared = Numbers(kPage + 3, 7);
        each.plain.assign(kPage + 3, 7);
    }
    for (unsigned step = 0; step < 100'000; ++step) {
        if (draws.next() % 1000 == 0) {
            const NumbersTwice copied = copies[draws.next() % copies.size()];
            copies[draws.next() % copies.size()] = copied;
        }
        copies[draws.next() % copies.size()].act(draws);
        if (step % 5000 != 0)
            continue;
        for (const NumbersTwice& each : copies)
            ASSERT_TRUE(each.agree()) << "at step " << step;
    }
    EXPECT_GT(copies[0].plain.size(), 2 * kPage);
}

TEST(SharedPages, GoOnInDifferentThreads) {
    const Numbers original = numbers_from_zero(50 * kPage);
    std::vector<Numbers> copies(4, original);
    std::vector<std::thread> threads;
    for (std::uint32_t copy = 0; copy < copies.size(); ++copy)
        threads.emplace_back([&numbers = copies[copy], copy] {
            for (std::uint32_t round = 0; round < 20; ++round) {
                const Numbers before = numbers; // dropped while others write
                for (std::uint32_t index = copy; index < numbers.size(); index += kPage / 8)
                    numbers.change(index) = before[index] + copy;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    for (std::uint32_t copy = 0; copy < copies.size(); ++copy)
        for (std::uint32_t index = 0; index < original.size(); ++index)
            ASSERT_EQ(copies[copy][index], index + (index % (kPage / 8) == copy ? 20 * copy : 0));
    for (std::uint32_t index = 0; index < original.size(); ++index)
        ASSERT_EQ(original[index], index);
}

} // namespace
} // namespace shaketable::models::shared_pages_test
