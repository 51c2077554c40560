// A database cut into shards, and whose key goes where. Configuration only.
#pragma once

#include "models/describe.hpp"

#include <array>
#include <vector>

namespace shaketable::models {

/// What decides where a key lies.
enum class ShardBy : std::uint8_t { kHash, kRange };
constexpr auto enum_names(ShardBy) { return std::array<std::string_view, 2>{"hash", "range"}; }

struct ShardsConfig {
    std::vector<ComponentRef> of;
    ShardBy by = ShardBy::kHash;
    std::vector<double> splits;
    std::int64_t keys = 1'000'000;
    std::int64_t hot_keys = 1;
    double hot_share = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, ShardsConfig& config) {
    visit(
        Knob{.name = "of",
             .doc =
                 "The databases, which have the same queries; the name of the whole stands for all of them.",
             .required = true},
        config.of);
    visit(Knob{.name = "by",
               .doc = "Where a key lies: by its hash anywhere, or by ranges of keys, in order.",
               .origin = "keys spread evenly"},
          config.by);
    visit(Knob{.name = "splits",
               .doc =
                   "Of ranges: where each but the first begins, as a share of all keys; absent: all are as "
                   "large.",
               .bounds = {0, 1}},
          config.splits);
    visit(Knob{.name = "keys", .doc = "How many keys there are.", .unit = "keys", .bounds = {1, 1e12}},
          config.keys);
    visit(Knob{.name = "hot_keys",
               .doc = "Of the keys, the last so many are the hot ones: the newest, where keys grow.",
               .unit = "keys",
               .origin = "one",
               .bounds = {1, 1e12}},
          config.hot_keys);
    visit(Knob{.name = "hot_share",
               .doc = "Share of the calls that are about a hot key; the others are about any, all alike.",
               .origin = "no key is hot",
               .bounds = {0, 1}},
          config.hot_share);
}

} // namespace shaketable::models
