// LRU against a plain list, against the exact stationary law of a small cache, and against Che's
// approximation of a larger one.
#include "models/database/buffer_cache.hpp"

#include "engine/random.hpp"
#include "tests/models/zipf_law.hpp"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>
#include <vector>

namespace shaketable::models::buffer_cache_test {
namespace {

using Blocks = std::vector<std::uint64_t>;

BufferCache cache_of(std::uint32_t capacity, const Blocks& touched = {}) {
    BufferCache cache;
    cache.resize(capacity);
    for (const std::uint64_t block : touched)
        (void)cache.touch(block);
    return cache;
}

/// Of the blocks 0 to 9, those in memory.
Blocks held_digits(const BufferCache& cache) {
    Blocks held;
    for (std::uint64_t block = 0; block < 10; ++block)
        if (cache.holds(block))
            held.push_back(block);
    return held;
}

TEST(BufferCache, EvictsWhatWasUsedLongestAgo) {
    BufferCache cache = cache_of(3, {1, 2, 3});
    EXPECT_TRUE(cache.touch(1));
    EXPECT_FALSE(cache.touch(4));
    EXPECT_EQ(held_digits(cache), (Blocks{1, 3, 4}));
    EXPECT_FALSE(cache.touch(5));
    EXPECT_EQ(held_digits(cache), (Blocks{1, 4, 5}));
    EXPECT_EQ(cache.size(), 3U);
}

TEST(BufferCache, IsNotUsedByAskingWhatItHolds) {
    BufferCache cache = cache_of(2, {1, 2});
    EXPECT_TRUE(cache.holds(1));
    EXPECT_FALSE(cache.touch(3));
    EXPECT_EQ(held_digits(cache), (Blocks{2, 3}));
}

TEST(BufferCache, HoldsNothingWithoutCapacity) {
    BufferCache cache;
    EXPECT_FALSE(cache.touch(1));
    EXPECT_FALSE(cache.touch(1));
    EXPECT_FALSE(cache.holds(1));
    EXPECT_EQ(cache.size(), 0U);
    cache = cache_of(2, {1, 2});
    cache.resize(0);
    EXPECT_FALSE(cache.touch(2));
    EXPECT_EQ(cache.size(), 0U);
    EXPECT_EQ(cache.bytes(), 0U);
}

TEST(BufferCache, OfOneBlockHoldsTheLast) {
    BufferCache cache = cache_of(1);
    EXPECT_FALSE(cache.touch(1));
    EXPECT_TRUE(cache.touch(1));
    EXPECT_FALSE(cache.touch(2));
    EXPECT_FALSE(cache.touch(1));
}

TEST(BufferCache, AsLargeAsTheDatabaseMissesEachBlockOnce) {
    BufferCache cache = cache_of(1000);
    engine::Draws draws(engine::Key::from_seed(41), engine::label("block"));
    std::uint32_t misses = 0;
    for (unsigned step = 0; step < 20'000; ++step)
        misses += cache.touch(draws.next() % 1000) ? 0U : 1U;
    EXPECT_EQ(misses, 1000U);
    EXPECT_EQ(cache.size(), 1000U);
}

TEST(BufferCache, ReadInARingOneBlockLongerThanItselfAlwaysMisses) {
    BufferCache cache = cache_of(1000);
    for (std::uint64_t step = 0; step < 10'000; ++step)
        ASSERT_FALSE(cache.touch(step % 1001));
}

TEST(BufferCache, TellsApartBlocksWhoseNumbersDifferInOneHalfOnly) {
    BufferCache cache = cache_of(200); // enough that many are neighbours by hash
    for (std::uint64_t half = 0; half < 100; ++half) {
        EXPECT_FALSE(cache.touch((half << 32U) | 200));
        EXPECT_FALSE(cache.touch((std::uint64_t{200} << 32U) | half));
    }
    EXPECT_EQ(cache.size(), 200U);
    EXPECT_FALSE(cache.touch(~std::uint64_t{0}));
    EXPECT_TRUE(cache.touch(~std::uint64_t{0}));
}

TEST(BufferCache, MadeSmallerKeepsTheMostRecentInTheirOrder) {
    BufferCache cache = cache_of(5, {1, 2, 3, 4, 5, 2});
    cache.resize(3);
    EXPECT_EQ(held_digits(cache), (Blocks{2, 4, 5}));
    EXPECT_FALSE(cache.touch(6));
    EXPECT_EQ(held_digits(cache), (Blocks{2, 5, 6}));
    cache.resize(4);
    EXPECT_FALSE(cache.touch(7));
    EXPECT_EQ(held_digits(cache), (Blocks{2, 5, 6, 7}));
}

TEST(BufferCache, ClearedKeepsItsCapacityOnly) {
    BufferCache cache = cache_of(2, {1, 2});
    cache.clear();
    EXPECT_EQ(cache.size(), 0U);
    EXPECT_EQ(cache.capacity(), 2U);
    EXPECT_FALSE(cache.touch(1));
    EXPECT_TRUE(cache.touch(1));
}

/// Full of the blocks from 0 on, touched in this order.
BufferCache full_cache(std::uint32_t capacity) {
    BufferCache cache = cache_of(capacity);
    for (std::uint64_t block = 0; block < capacity; ++block)
        (void)cache.touch(block);
    return cache;
}

TEST(BufferCache, TakesAtMost25BytesABlockOnceItIsFull) {
    constexpr std::uint32_t kCapacity = 200'000;
    EXPECT_LT(cache_of(kCapacity, {1, 2, 3}).bytes(), 20'000U) << "almost empty, it takes next to nothing";
    BufferCache cache = full_cache(kCapacity);
    std::size_t bytes_max = 0;
    for (std::uint64_t step = 0; step < 3 * kCapacity; ++step) {
        (void)cache.touch(step % kCapacity);
        bytes_max = std::max(bytes_max, cache.bytes());
    }
    EXPECT_GT(bytes_max, std::size_t{23} * kCapacity);
    EXPECT_LT(bytes_max, std::size_t{25} * kCapacity);
    cache.resize(kCapacity / 10);
    EXPECT_LT(cache.bytes(), std::size_t{25} * kCapacity / 10);
}

TEST(BufferCache, SharesItsMemoryWithACopyButForThePagesThatTheyTouch) {
    BufferCache cache = full_cache(200'000);
    BufferCache copy = cache;
    constexpr std::size_t kPage = SharedPages<int>::kPageBytesMax + 100;
    const std::size_t apart = copy.bytes_apart(cache); // what lists the pages
    EXPECT_LT(apart, cache.bytes() / 100);
    EXPECT_TRUE(copy.touch(199'999));
    EXPECT_EQ(copy.bytes_apart(cache), apart) << "of the most recent: nothing is written";
    EXPECT_TRUE(copy.touch(100'000));
    EXPECT_GT(copy.bytes_apart(cache), apart);
    EXPECT_LT(copy.bytes_apart(cache), apart + 2 * kPage) << "its slot, and the end of the log";
    EXPECT_FALSE(copy.touch(200'000));
    EXPECT_LT(copy.bytes_apart(cache), apart + 5 * kPage) << "its slot and that of what it evicts, perhaps "
                                                             "at the end of a page";
    EXPECT_TRUE(cache.holds(0));
    EXPECT_FALSE(copy.holds(0));
    EXPECT_FALSE(cache.holds(200'000));
}

TEST(BufferCache, GoesOnAlikeInCopiesOfDifferentThreads) {
    const BufferCache cache = cache_of(3000, Blocks{1, 2, 3});
    std::vector<std::uint32_t> hits(3);
    std::vector<std::thread> threads;
    for (std::uint32_t& own : hits)
        threads.emplace_back([copy = cache, &own]() mutable {
            engine::Draws draws(engine::Key::from_seed(42), engine::label("block"));
            for (unsigned step = 0; step < 50'000; ++step)
                own += copy.touch(draws.next() % 4000) ? 1U : 0U;
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_GT(hits[0], 30'000U);
    EXPECT_EQ(hits, std::vector<std::uint32_t>(3, hits[0]));
}

/// LRU as plainly as can be: a list, the most recent block first.
class PlainBufferCache {
  public:
    void resize(std::uint32_t blocks) {
        capacity_ = blocks;
        blocks_.resize(std::min<std::size_t>(blocks_.size(), blocks));
    }
    bool touch(std::uint64_t block) {
        const auto found = std::find(blocks_.begin(), blocks_.end(), block);
        const bool was_there = found != blocks_.end();
        if (was_there)
            blocks_.erase(found);
        blocks_.insert(blocks_.begin(), block);
        resize(capacity_);
        return was_there;
    }
    void clear() { blocks_.clear(); }
    [[nodiscard]] bool holds(std::uint64_t block) const {
        return std::find(blocks_.begin(), blocks_.end(), block) != blocks_.end();
    }
    [[nodiscard]] std::size_t size() const { return blocks_.size(); }

  private:
    std::uint32_t capacity_ = 0;
    Blocks blocks_;
};

struct CacheTwice {
    static constexpr std::uint64_t kBlocks = 700;

    BufferCache cache;
    PlainBufferCache plain;

    void act(engine::Draws& draws) {
        const std::uint64_t what = draws.next() % 2000;
        if (what == 0) {
            cache.clear();
            plain.clear();
        } else if (what < 4) {
            const auto capacity = static_cast<std::uint32_t>(draws.next() % (what == 1 ? 3 : 600));
            cache.resize(capacity);
            plain.resize(capacity);
        } else {
            const std::uint64_t blocks = draws.next() % kBlocks + 1; // the first more often
            const std::uint64_t block = draws.next() % blocks;
            ASSERT_EQ(cache.touch(block), plain.touch(block));
        }
    }
    void expect_agreement() const {
        ASSERT_EQ(cache.size(), plain.size());
        for (std::uint64_t block = 0; block < kBlocks; ++block)
            ASSERT_EQ(cache.holds(block), plain.holds(block)) << block;
    }
};

TEST(BufferCache, AgreesWithAPlainListWhateverIsTouchedResizedClearedAndCopied) {
    engine::Draws draws(engine::Key::from_seed(43), engine::label("buffer cache"));
    std::vector<CacheTwice> copies(4);
    for (unsigned step = 0; step < 200'000; ++step) {
        SCOPED_TRACE(step);
        if (draws.next() % 500 == 0) {
            const CacheTwice copied = copies[draws.next() % copies.size()];
            copies[draws.next() % copies.size()] = copied;
        }
        ASSERT_NO_FATAL_FAILURE(copies[draws.next() % copies.size()].act(draws));
        if (step % 1000 != 0)
            continue;
        for (const CacheTwice& each : copies)
            ASSERT_NO_FATAL_FAILURE(each.expect_agreement());
    }
}

struct Measured {
    double hit_ratio = 0.0;
    double standard_error = 0.0;
};

/// Two million requests by Zipf's law, once the cache is warm. The error is that of the mean of batches,
/// which, unlike single requests, hardly depend on each other.
Measured simulated_hit_ratio(engine::Zipf::Parameters law, std::uint32_t capacity) {
    constexpr unsigned kBatches = 100;
    constexpr unsigned kRequestsOfBatch = 20'000;
    const engine::Zipf zipf(law);
    engine::Draws draws(engine::Key::from_seed(44), engine::label("request"), capacity);
    BufferCache cache = cache_of(capacity);
    for (unsigned request = 0; request < kRequestsOfBatch; ++request)
        (void)cache.touch(zipf.sample(draws));
    double sum = 0.0;
    double sum_of_squares = 0.0;
    for (unsigned batch = 0; batch < kBatches; ++batch) {
        unsigned hits = 0;
        for (unsigned request = 0; request < kRequestsOfBatch; ++request)
            hits += cache.touch(zipf.sample(draws)) ? 1U : 0U;
        const double ratio = hits / double{kRequestsOfBatch};
        sum += ratio;
        sum_of_squares += ratio * ratio;
    }
    const double mean = sum / kBatches;
    const double variance = (sum_of_squares - sum * mean) / (kBatches - 1);
    return {mean, std::sqrt(variance / kBatches)};
}

/// What is in a full cache, the most recent first: ordered choices of `capacity` out of so many blocks.
std::vector<Blocks> contents_of(std::uint32_t capacity, std::uint64_t blocks) {
    std::vector<Blocks> contents = {{}};
    for (std::uint32_t place = 0; place < capacity; ++place) {
        std::vector<Blocks> longer;
        for (const Blocks& content : contents)
            for (std::uint64_t block = 0; block < blocks; ++block)
                if (std::find(content.begin(), content.end(), block) == content.end()) {
                    longer.push_back(content);
                    longer.back().push_back(block);
                }
        contents = std::move(longer);
    }
    return contents;
}

Blocks content_after(Blocks content, std::uint64_t block) {
    auto leaves = std::find(content.begin(), content.end(), block);
    if (leaves == content.end())
        --leaves;
    std::rotate(content.begin(), leaves, leaves + 1);
    content.front() = block;
    return content;
}

/// Of requests that are independent of each other: by the stationary law of the Markov chain over the
/// contents.
double exact_hit_ratio(const std::vector<double>& probabilities, std::uint32_t capacity) {
    const std::vector<Blocks> contents = contents_of(capacity, probabilities.size());
    const auto states = static_cast<Eigen::Index>(contents.size());
    Eigen::MatrixXd balance =
        -Eigen::MatrixXd::Identity(states, states); // the transitions into a state, less 1
    Eigen::VectorXd hit(states);
    for (Eigen::Index state = 0; state < states; ++state) {
        const Blocks& content = contents[static_cast<std::size_t>(state)];
        hit(state) = 0.0;
        for (const std::uint64_t block : content)
            hit(state) += probabilities[block];
        for (std::uint64_t block = 0; block < probabilities.size(); ++block) {
            const auto next = std::find(contents.begin(), contents.end(), content_after(content, block));
            balance(next - contents.begin(), state) += probabilities[block];
        }
    }
    balance.row(0).setOnes(); // one of the equations follows from the others: instead, the sum is 1
    const Eigen::VectorXd stationary = balance.fullPivLu().solve(Eigen::VectorXd::Unit(states, 0));
    return hit.dot(stationary);
}

TEST(BufferCache, HasTheHitRatioOfItsMarkovChain) {
    const engine::Zipf::Parameters law = {.items = 5, .exponent = 1.0};
    for (const std::uint32_t capacity : {2U, 3U}) {
        SCOPED_TRACE(capacity);
        const double exact = exact_hit_ratio(zipf_probabilities(law), capacity);
        const Measured measured = simulated_hit_ratio(law, capacity);
        EXPECT_NEAR(measured.hit_ratio, exact, 4.0 * measured.standard_error);
        EXPECT_NEAR(measured.hit_ratio, exact, 0.005 * exact);
    }
}

/// H. Che, Y. Tung, Z. Wang, "Hierarchical Web caching systems", IEEE JSAC 20:7, 2002: a block stays for a
/// time, in requests, that is nearly the same for all; it is such that on average the cache is full.
double che_time(const std::vector<double>& probabilities, double capacity) {
    double low = 0.0;
    double high = 1e6;
    for (unsigned step = 0; step < 100; ++step) {
        const double time = (low + high) / 2.0;
        double expected = 0.0;
        for (const double probability : probabilities)
            expected -= std::expm1(-probability * time);
        (expected < capacity ? low : high) = time;
    }
    return low;
}

TEST(BufferCache, HasTheHitRatioOfChesApproximation) {
    const engine::Zipf::Parameters law = {.items = 10'000, .exponent = 0.8};
    const std::vector<double> probabilities = zipf_probabilities(law);
    const double time = che_time(probabilities, 100.0);
    double hit_ratio = 0.0;
    for (const double probability : probabilities)
        hit_ratio -= probability * std::expm1(-probability * time);
    EXPECT_NEAR(time, 110.79, 0.005);
    EXPECT_NEAR(hit_ratio, 0.156625, 5e-7);
    EXPECT_NEAR(simulated_hit_ratio(law, 100).hit_ratio, hit_ratio, 0.015 * hit_ratio);
}

} // namespace
} // namespace shaketable::models::buffer_cache_test
