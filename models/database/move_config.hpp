// A move of keys from one shard to another, as a scenario file states it. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

#include <string>

namespace shaketable::models {

struct MoveKeysConfig {
    static constexpr std::string_view kTag = "move_keys";
    static constexpr std::string_view kDoc =
        "Moves keys of one shard to another: copies their rows in batches, while calls go on where they are; "
        "then, after a short cut-over, sends their calls there, for good.";
    std::string shards;
    ComponentRef from;
    ComponentRef to;
    double share = 1.0;
    std::int64_t batch = 10'000;
    engine::Duration pause = {};
    engine::Duration cutover = engine::Duration::from_ns(500'000'000);
};
template <class Visitor>
void describe(Visitor& visit, MoveKeysConfig& config) {
    visit(Knob{.name = "move_keys", .doc = "The shards, by the name of the whole.", .required = true},
          config.shards);
    visit(Knob{.name = "from", .doc = "The database that has them, one of the shards.", .required = true},
          config.from);
    visit(Knob{.name = "to", .doc = "The one that gets them.", .required = true}, config.to);
    visit(Knob{.name = "share",
               .doc = "Share of the keys that `from` has then, and of the rows of each of its tables: by "
                      "range the last of its keys, by hash any of them.",
               .origin = "all",
               .bounds = {1e-6, 1}},
          config.share);
    visit(Knob{.name = "batch",
               .doc = "Rows that are read, sent and written at a time.",
               .unit = "rows",
               .origin = "about a megabyte; MongoDB: at most 16 MB",
               .bounds = {1, 1'000'000}},
          config.batch);
    visit(Knob{.name = "pause",
               .doc = "From one batch to the next.",
               .origin = "MongoDB migrateCloneInsertionBatchDelayMS",
               .bounds = kAnyLength},
          config.pause);
    visit(Knob{.name = "cutover",
               .doc = "How long, at the end, what writes to these keys waits before it is sent anywhere.",
               .origin = "PgDog: less than a second",
               .bounds = kAnyLength},
          config.cutover);
}

} // namespace shaketable::models
