// What a cache holds: which keys, each with a version, a size and the time from which it is no answer any
// more.
//
// A value takes its bytes until it is evicted, replaced or deleted: one that has expired stays, as in
// memcached, until it is asked for again or is what goes next. What goes when there is no room:
//   lru     what was used longest ago (a look-up that found it, or a store)
//   fifo    what was stored first; to store a key again does not make it younger
//   lfu     what was used least since it came, up to 255 times; among equals what was used longest ago
//   random  each with the same probability
// Room is made before the value is stored, so the newest never makes room for itself; one larger than the
// whole cache is not stored, and what was there of its key is gone.
//
// Redis's eviction samples five keys and takes the best of them, memcached divides its memory by the sizes of
// values and each of its queues in three; both approximate the policy that is exact here.
//
// A plain value. Copies share memory page by page until they differ (models/shared_pages.hpp) and may go on
// in different threads. It takes 24 bytes for each key that there may be (random: 20), in pages that come to
// be when one of their keys is stored, and up to 8 for each key in it.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/cache/key_set.hpp"
#include "models/cache/use_order.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <variant>

namespace shaketable::models {

enum class Eviction : std::uint8_t { kLru, kLfu, kFifo, kRandom };
constexpr auto enum_names(Eviction) {
    return std::array<std::string_view, 4>{"lru", "lfu", "fifo", "random"};
}

struct CachedValue {
    static constexpr std::uint32_t kVersions = 1U << 24U; // counted anew from 0 beyond

    engine::Time expires = {};
    std::uint32_t version : 24 = 0;
    std::uint32_t format : 8 = 1;
    std::uint32_t bytes = 0; // at least 1
};
static_assert(sizeof(CachedValue) == 16);

class KeyCache {
  public:
    static constexpr std::uint32_t kKeysMax = 10'000'000;
    static constexpr std::uint32_t kUsesMost = 255; // as Redis's counter

    struct Size {
        std::uint32_t keys = 1;  // that there may be, 1 to kKeysMax
        std::uint64_t bytes = 0; // that all values together may take
    };
    KeyCache(Size size, Eviction eviction, std::uint32_t uses_most = kUsesMost);

    /// What is there of the key, expired or not; nothing: it is not there. To ask is no use.
    [[nodiscard]] std::optional<CachedValue> find(std::uint32_t key) const;
    /// A look-up has found the key, which is there.
    void use(std::uint32_t key);
    /// The value is there, in place of what was there of its key and of what has to go. `draws`: for whom
    /// random eviction takes.
    void store(std::uint32_t key, const CachedValue& value, engine::Draws& draws);
    /// The value, which is there, is an answer until then.
    void set_expiry(std::uint32_t key, engine::Time expires) { values_.change(key).expires = expires; }
    /// Whether it was there; now it is not.
    bool erase(std::uint32_t key);
    /// Evicts what does not fit any more.
    void resize(std::uint64_t bytes, engine::Draws& draws);
    /// Evicts all.
    void clear();

    [[nodiscard]] std::uint32_t size() const;
    [[nodiscard]] std::uint64_t bytes_held() const { return bytes_held_; }
    [[nodiscard]] std::uint64_t capacity() const { return size_.bytes; }
    /// Keys that had to make room, ever.
    [[nodiscard]] std::uint64_t evictions() const { return evictions_; }
    /// Bytes of memory in use beside the object itself, shared with copies or not.
    [[nodiscard]] std::size_t bytes() const;

  private:
    using Order = std::variant<UseOrder, KeySet>;

    [[nodiscard]] static Order order_of(std::uint32_t keys, Eviction eviction, std::uint32_t uses_most);
    [[nodiscard]] bool holds(std::uint32_t key) const { return values_[key].bytes > 0; }
    void drop(std::uint32_t key);
    void evict_down_to(std::uint64_t bytes, engine::Draws& draws);

    Size size_;
    Eviction eviction_;
    std::uint32_t uses_most_;
    SharedPages<CachedValue> values_; // by key; 0 bytes: it is not there
    Order order_;                     // of those that are
    std::uint64_t bytes_held_ = 0;
    std::uint64_t evictions_ = 0;
};

} // namespace shaketable::models
