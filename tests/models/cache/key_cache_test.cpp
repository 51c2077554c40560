// Eviction against a plain list of what is there, and against the exact stationary laws of small caches; LRU
// also against Che's approximation of a larger one.
#include "models/cache/key_cache.hpp"

#include "tests/models/zipf_law.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace shaketable::models::key_cache_test {
namespace {

constexpr std::array<Eviction, 4> kAll = {Eviction::kLru, Eviction::kLfu, Eviction::kFifo, Eviction::kRandom};

engine::Draws draws_of(std::uint64_t number) {
    return engine::Draws(engine::Key::from_seed(7), engine::label("cache"), number);
}

/// What is in a cache, in the order in which it would be evicted (random: in order of keys).
struct Item {
    std::uint32_t key = 0;
    std::uint32_t uses = 0;
    std::uint32_t bytes = 1;
    friend auto operator<=>(const Item&, const Item&) = default;
};
using Items = std::vector<Item>;

class Plain {
  public:
    Plain(Eviction eviction, std::uint64_t bytes, std::uint32_t uses_most)
        : eviction_(eviction), bytes_(bytes), uses_most_(uses_most) {}

    Items items;

    [[nodiscard]] Items::iterator find(std::uint32_t key) {
        return std::find_if(items.begin(), items.end(), [key](const Item& item) { return item.key == key; });
    }
    [[nodiscard]] bool has(std::uint32_t key) { return find(key) != items.end(); }
    [[nodiscard]] std::uint64_t bytes_held() const {
        return std::accumulate(items.begin(), items.end(), std::uint64_t{0},
                               [](std::uint64_t sum, const Item& item) { return sum + item.bytes; });
    }
    void insert(Item item) {
        auto place = items.end();
        if (eviction_ == Eviction::kLfu)
            place = std::find_if(items.begin(), items.end(),
                                 [&](const Item& other) { return other.uses > item.uses; });
        if (eviction_ == Eviction::kRandom)
            place = std::find_if(items.begin(), items.end(),
                                 [&](const Item& other) { return other.key > item.key; });
        items.insert(place, item);
    }
    void use(std::uint32_t key) {
        if (eviction_ == Eviction::kFifo || eviction_ == Eviction::kRandom)
            return;
        Item used = *find(key);
        items.erase(find(key));
        used.uses = std::min(used.uses + 1, uses_most_ - 1);
        insert(used);
    }
    void erase(std::uint32_t key) {
        if (has(key))
            items.erase(find(key));
    }
    /// Not of one that evicts at random.
    void store(std::uint32_t key, std::uint32_t bytes) {
        if (bytes > bytes_)
            return erase(key);
        if (has(key)) {
            use(key);
            find(key)->bytes = 0;
        }
        resize(bytes_ - bytes);
        if (!has(key))
            insert({.key = key});
        find(key)->bytes = bytes;
    }
    void resize(std::uint64_t bytes) {
        while (bytes_held() > bytes)
            items.erase(items.begin());
    }
    void set_bytes(std::uint64_t bytes) {
        bytes_ = bytes;
        resize(bytes);
    }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    Eviction eviction_;
    std::uint64_t bytes_;
    std::uint32_t uses_most_;
};

TEST(KeyCache, AgreesWithAPlainListWhateverIsStoredUsedErasedResizedAndCopied) {
    for (const Eviction eviction : {Eviction::kLru, Eviction::kLfu, Eviction::kFifo}) {
        engine::Draws draws = draws_of(static_cast<std::uint64_t>(eviction));
        const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(draws.unit() * end); };
        constexpr std::uint32_t kKeys = 60;
        KeyCache cache({.keys = kKeys, .bytes = 50}, eviction, 4);
        Plain plain(eviction, 50, 4);
        for (unsigned step = 0; step < 20'000; ++step) {
            const std::uint32_t key = below(kKeys);
            const std::uint32_t what = below(100);
            if (what < 50 && cache.find(key)) {
                cache.use(key);
                plain.use(key);
            } else if (what < 85) {
                const std::uint32_t bytes = 1 + below(what < 80 ? 6 : 80);
                cache.store(key, {.version = step % CachedValue::kVersions, .bytes = bytes}, draws);
                plain.store(key, bytes);
            } else if (what < 97) {
                EXPECT_EQ(cache.erase(key), plain.has(key));
                plain.erase(key);
            } else if (what < 99) {
                const std::uint64_t bytes = 20 + below(60);
                cache.resize(bytes, draws);
                plain.set_bytes(bytes);
            } else {
                const KeyCache before = cache; // whose pages are not changed by what follows
                const bool was_there = plain.has(key);
                const std::uint64_t bytes_before = plain.bytes_held();
                cache.store(key, {.bytes = 30}, draws);
                plain.store(key, 30);
                EXPECT_EQ(before.find(key).has_value(), was_there);
                EXPECT_EQ(before.bytes_held(), bytes_before);
            }
            ASSERT_EQ(cache.bytes_held(), plain.bytes_held()) << step;
            ASSERT_EQ(cache.size(), plain.items.size()) << step;
            for (std::uint32_t any = 0; any < kKeys; ++any)
                ASSERT_EQ(cache.find(any).has_value(), plain.has(any)) << step << ": " << any;
        }
        EXPECT_GT(cache.evictions(), 1000U);
    }
}

TEST(KeyCache, KeepsWhatWasStoredLastOfAKey) {
    for (const Eviction eviction : kAll) {
        engine::Draws draws = draws_of(1);
        KeyCache cache({.keys = 10, .bytes = 100}, eviction);
        cache.store(3, {.expires = engine::Time::from_ns(5), .version = 7, .bytes = 40}, draws);
        cache.store(3, {.expires = engine::Time::from_ns(9), .version = 8, .bytes = 90}, draws);
        ASSERT_TRUE(cache.find(3).has_value());
        EXPECT_EQ(cache.find(3)->version, 8U);
        EXPECT_EQ(cache.find(3)->expires.ns(), 9);
        EXPECT_EQ(cache.bytes_held(), 90U);
        EXPECT_EQ(cache.evictions(), 0U);
        cache.set_expiry(3, engine::Time::from_ns(11));
        EXPECT_EQ(cache.find(3)->expires.ns(), 11);
    }
}

TEST(KeyCache, DoesNotStoreWhatIsLargerThanItself) {
    for (const Eviction eviction : kAll) {
        engine::Draws draws = draws_of(2);
        KeyCache cache({.keys = 10, .bytes = 100}, eviction);
        cache.store(1, {.bytes = 60}, draws);
        cache.store(2, {.bytes = 101}, draws);
        EXPECT_FALSE(cache.find(2).has_value());
        EXPECT_TRUE(cache.find(1).has_value());
        cache.store(1, {.bytes = 101}, draws);
        EXPECT_FALSE(cache.find(1).has_value()) << "the old value would be a lie";
        EXPECT_EQ(cache.bytes_held(), 0U);
    }
}

TEST(KeyCache, ClearedIsAsNewButForItsCount) {
    for (const Eviction eviction : kAll) {
        engine::Draws draws = draws_of(3);
        KeyCache cache({.keys = 10, .bytes = 3}, eviction);
        for (std::uint32_t key = 0; key < 5; ++key)
            cache.store(key, {.bytes = 1}, draws);
        EXPECT_EQ(cache.size(), 3U);
        cache.clear();
        EXPECT_EQ(cache.size(), 0U);
        EXPECT_EQ(cache.bytes_held(), 0U);
        EXPECT_EQ(cache.capacity(), 3U);
        EXPECT_EQ(cache.evictions(), 5U);
        for (std::uint32_t key = 0; key < 10; ++key)
            EXPECT_FALSE(cache.find(key).has_value());
    }
}

TEST(KeyCache, SharesItsMemoryWithACopyButForThePagesThatAreChanged) {
    engine::Draws draws = draws_of(4);
    constexpr std::uint32_t kKeys = 1'000'000;
    KeyCache cache({.keys = kKeys, .bytes = kKeys}, Eviction::kLru);
    for (std::uint32_t key = 0; key < kKeys; ++key)
        cache.store(key, {.bytes = 1}, draws);
    EXPECT_LE(cache.bytes(), std::size_t{kKeys} * 33);
    KeyCache copy = cache;
    copy.erase(17);
    copy.store(19, {.version = 1, .bytes = 1}, draws);
    EXPECT_TRUE(cache.find(17).has_value());
    EXPECT_EQ(cache.find(19)->version, 0U);
    EXPECT_FALSE(copy.find(17).has_value());
}

// --- independent requests, each stored after a miss ------------------------------------------------------

struct Case {
    Eviction eviction = Eviction::kLru;
    std::uint32_t keys = 5;
    std::uint32_t capacity = 2; // of values of one byte
    std::uint32_t uses_most = 1;
};

struct Measured {
    double hit_ratio = 0.0;
    double standard_error = 0.0;
};

Measured measured_hit_ratio(const Case& of, double exponent) {
    constexpr unsigned kBatches = 100;
    constexpr unsigned kRequestsOfBatch = 20'000;
    const engine::Zipf zipf({.items = of.keys, .exponent = exponent});
    engine::Draws draws = draws_of(44 + of.capacity);
    KeyCache cache({.keys = of.keys, .bytes = of.capacity}, of.eviction, of.uses_most);
    double sum = 0.0;
    double sum_of_squares = 0.0;
    for (unsigned batch = 0; batch <= kBatches; ++batch) { // the first warms it
        unsigned hits = 0;
        for (unsigned request = 0; request < kRequestsOfBatch; ++request) {
            const auto key = static_cast<std::uint32_t>(zipf.sample(draws) - 1);
            if (cache.find(key)) {
                cache.use(key);
                ++hits;
            } else {
                cache.store(key, {.bytes = 1}, draws);
            }
        }
        const double ratio = batch == 0 ? 0.0 : hits / double{kRequestsOfBatch};
        sum += ratio;
        sum_of_squares += ratio * ratio;
    }
    const double mean = sum / kBatches;
    return {mean, std::sqrt((sum_of_squares - sum * mean) / (kBatches - 1) / kBatches)};
}

struct Way {
    Items to;
    double probability = 0.0;
};

/// Where a request for the key leads from a full cache.
std::vector<Way> ways_from(const Case& of, const Items& items, std::uint32_t key) {
    Plain plain(of.eviction, of.capacity, of.uses_most);
    plain.items = items;
    if (plain.has(key)) {
        plain.use(key);
        return {{plain.items, 1.0}};
    }
    if (of.eviction != Eviction::kRandom) {
        plain.store(key, 1);
        return {{plain.items, 1.0}};
    }
    std::vector<Way> ways;
    for (std::size_t victim = 0; victim < items.size(); ++victim) {
        plain.items = items;
        plain.items.erase(plain.items.begin() + static_cast<std::ptrdiff_t>(victim));
        plain.insert({.key = key});
        ways.push_back({plain.items, 1.0 / static_cast<double>(items.size())});
    }
    return ways;
}

/// By the stationary law of the Markov chain over what is in the cache.
double exact_hit_ratio(const Case& of, const std::vector<double>& probabilities) {
    std::map<Items, Eigen::Index> numbers;
    std::vector<Items> states;
    const auto number_of = [&](const Items& items) {
        const auto [place, is_new] = numbers.emplace(items, static_cast<Eigen::Index>(states.size()));
        if (is_new)
            states.push_back(items);
        return place->second;
    };
    Plain first(of.eviction, of.capacity, of.uses_most);
    for (std::uint32_t key = 0; key < of.capacity; ++key)
        first.insert({.key = key});
    (void)number_of(first.items);
    std::vector<Eigen::Triplet<double>> transitions;
    std::vector<double> hit;
    for (std::size_t from = 0; from < states.size(); ++from) { // it grows meanwhile
        const Items items = states[from];
        hit.push_back(0.0);
        for (const Item& item : items)
            hit.back() += probabilities[item.key];
        for (std::uint32_t key = 0; key < of.keys; ++key)
            for (const Way& way : ways_from(of, items, key))
                transitions.emplace_back(number_of(way.to), static_cast<Eigen::Index>(from),
                                         probabilities[key] * way.probability);
    }
    const auto count = static_cast<Eigen::Index>(states.size());
    Eigen::MatrixXd balance = -Eigen::MatrixXd::Identity(count, count);
    for (const Eigen::Triplet<double>& transition : transitions)
        balance(transition.row(), transition.col()) += transition.value();
    balance.row(0).setOnes(); // one of the equations follows from the others: instead, the sum is 1
    const Eigen::VectorXd stationary = balance.fullPivLu().solve(Eigen::VectorXd::Unit(count, 0));
    return stationary.dot(Eigen::Map<const Eigen::VectorXd>(hit.data(), count));
}

TEST(KeyCache, HasTheHitRatioOfItsMarkovChain) {
    for (const Case& of :
         {Case{.eviction = Eviction::kLru, .capacity = 2}, Case{.capacity = 3},
          Case{.eviction = Eviction::kFifo, .capacity = 2}, Case{.eviction = Eviction::kFifo, .capacity = 3},
          Case{.eviction = Eviction::kRandom, .capacity = 2},
          Case{.eviction = Eviction::kRandom, .capacity = 3},
          Case{.eviction = Eviction::kLfu, .keys = 4, .capacity = 2, .uses_most = 3},
          Case{.eviction = Eviction::kLfu, .keys = 4, .capacity = 3, .uses_most = 2}}) {
        SCOPED_TRACE(std::string(enum_names(of.eviction)[static_cast<std::size_t>(of.eviction)]) + " of " +
                     std::to_string(of.capacity));
        const double exact = exact_hit_ratio(of, zipf_probabilities({.items = of.keys, .exponent = 1.0}));
        const Measured measured = measured_hit_ratio(of, 1.0);
        EXPECT_NEAR(measured.hit_ratio, exact, 4.0 * measured.standard_error);
        EXPECT_NEAR(measured.hit_ratio, exact, 0.005 * exact);
    }
}

/// W. King, "Analysis of paging algorithms", IFIP 1971; E. Gelenbe, IEEE Trans. Comp. C-22, 1973.
TEST(KeyCache, HitsAsOftenByChanceAsFirstInFirstOutAndLessThanByUse) {
    const std::vector<double> probabilities = zipf_probabilities({.items = 5, .exponent = 1.0});
    const double by_chance = exact_hit_ratio({.eviction = Eviction::kRandom, .capacity = 3}, probabilities);
    EXPECT_NEAR(exact_hit_ratio({.eviction = Eviction::kFifo, .capacity = 3}, probabilities), by_chance,
                1e-12);
    EXPECT_GT(exact_hit_ratio({.eviction = Eviction::kLru, .capacity = 3}, probabilities), by_chance + 0.01);
}

} // namespace
} // namespace shaketable::models::key_cache_test
