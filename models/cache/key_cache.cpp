#include "models/cache/key_cache.hpp"

#include "engine/assert.hpp"

#include <algorithm>

namespace shaketable::models {

KeyCache::Order KeyCache::order_of(std::uint32_t keys, Eviction eviction, std::uint32_t uses_most) {
    if (eviction == Eviction::kRandom)
        return KeySet(keys);
    return UseOrder(keys, eviction == Eviction::kLfu ? uses_most : 1);
}

KeyCache::KeyCache(Size size, Eviction eviction, std::uint32_t uses_most)
    : size_(size),
      eviction_(eviction),
      uses_most_(uses_most),
      values_(size.keys, CachedValue{}),
      order_(order_of(size.keys, eviction, uses_most)) {
    SHAKETABLE_ASSERT(size.keys >= 1 && size.keys <= kKeysMax && uses_most >= 1);
}

std::optional<CachedValue> KeyCache::find(std::uint32_t key) const {
    const CachedValue& value = values_[key];
    return value.bytes > 0 ? std::optional(value) : std::nullopt;
}

void KeyCache::use(std::uint32_t key) {
    if (eviction_ == Eviction::kFifo || eviction_ == Eviction::kRandom)
        return;
    UseOrder& order = std::get<UseOrder>(order_);
    const std::uint32_t most = eviction_ == Eviction::kLfu ? uses_most_ - 1 : 0;
    order.put_last(key, std::min(order.level_of(key) + 1, most));
}

void KeyCache::store(std::uint32_t key, const CachedValue& value, engine::Draws& draws) {
    SHAKETABLE_ASSERT(value.bytes >= 1);
    if (value.bytes > size_.bytes) {
        erase(key);
        return;
    }
    if (holds(key)) {
        use(key);
        bytes_held_ -= values_[key].bytes;
        values_.change(key).bytes = 0; // it may have to make room for itself
    }
    evict_down_to(size_.bytes - value.bytes, draws);
    if (auto* const set = std::get_if<KeySet>(&order_))
        set->add(key);
    else if (UseOrder& order = std::get<UseOrder>(order_); !order.has(key))
        order.put_last(key, 0);
    values_.change(key) = value;
    bytes_held_ += value.bytes;
}

void KeyCache::evict_down_to(std::uint64_t bytes, engine::Draws& draws) {
    while (bytes_held_ > bytes) {
        if (const auto* const set = std::get_if<KeySet>(&order_))
            drop(set->at(static_cast<std::uint32_t>(draws.unit() * set->size())));
        else
            drop(std::get<UseOrder>(order_).first());
        ++evictions_;
    }
}

void KeyCache::drop(std::uint32_t key) {
    bytes_held_ -= values_[key].bytes;
    values_.change(key).bytes = 0;
    std::visit([key](auto& order) { order.remove(key); }, order_);
}

bool KeyCache::erase(std::uint32_t key) {
    const bool was_there = holds(key);
    if (was_there)
        drop(key);
    return was_there;
}

void KeyCache::resize(std::uint64_t bytes, engine::Draws& draws) {
    size_.bytes = bytes;
    evict_down_to(bytes, draws);
}

void KeyCache::clear() {
    const std::uint64_t evicted = evictions_ + size();
    *this = KeyCache(size_, eviction_, uses_most_);
    evictions_ = evicted;
}

std::uint32_t KeyCache::size() const {
    return std::visit([](const auto& order) { return order.size(); }, order_);
}

std::size_t KeyCache::bytes() const {
    return values_.bytes() + std::visit([](const auto& order) { return order.bytes(); }, order_);
}

} // namespace shaketable::models
