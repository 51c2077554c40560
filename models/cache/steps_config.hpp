// The steps that concern caches, as a scenario file states them.
#pragma once

#include "models/distribution_config.hpp"
#include "models/steps_list.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

inline constexpr Knob kCachePolicyKnob = {
    .name = "policy", .doc = "The policy that governs the calls of the cache.", .acts = Acts::kAtNextCall};
inline constexpr Knob kCacheKeyKnob = {
    .name = "key",
    .doc = "The name of the key: the same in all steps of a session that name it; absent: a key of its own."};
inline constexpr Knob kCacheFormatKnob = {
    .name = "format",
    .doc = "In which the caller writes values, and reads them: a number that a deploy raises.",
    .origin = "1",
    .bounds = {1, 255},
    .acts = Acts::kAtNextCall};

struct CachedStepConfig {
    static constexpr std::string_view kTag = "cached";
    static constexpr std::string_view kDoc =
        "Asks a cache for a value. Where it has none, or can't be asked, does the steps that get it from "
        "elsewhere, and stores it (cache-aside); of a key space that loads values itself (read-through), "
        "only "
        "asks.";
    EndpointRef space;
    std::optional<PolicyRef> policy;
    std::string key;
    StepsConfig miss;
    bool coalesce = false;
    std::int64_t format = 1;
};
template <class Visitor>
void describe(Visitor& visit, CachedStepConfig& config) {
    visit(Knob{.name = "cached",
               .doc = "Cache, dot, key space: \"cache.profiles\".",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.space);
    visit(kCachePolicyKnob, config.policy);
    visit(kCacheKeyKnob, config.key);
    visit(Knob{.name = "miss",
               .doc = "The steps taken where the cache gave no value.",
               .acts = Acts::kAtNextCall},
          config.miss);
    visit(Knob{.name = "coalesce",
               .doc =
                   "Whether of those who miss a key at one replica at the same time one takes the steps, and "
                   "the others wait for it (single flight).",
               .origin = "most clients don't",
               .acts = Acts::kAtNextCall},
          config.coalesce);
    visit(kCacheFormatKnob, config.format);
}

/// How a cache learns that a value is not valid any more.
enum class InvalidateBy : std::uint8_t { kCall, kMessage };
constexpr auto enum_names(InvalidateBy) { return std::array<std::string_view, 2>{"call", "message"}; }

struct InvalidateStepConfig {
    static constexpr std::string_view kTag = "invalidate";
    static constexpr std::string_view kDoc =
        "Deletes a value from a cache, and goes on whether that could be done or not.";
    EndpointRef space;
    std::optional<PolicyRef> policy;
    std::string key;
    std::int64_t format = 1;
    InvalidateBy by = InvalidateBy::kCall;
    DistributionConfig delay = DistributionConfig::constant(engine::Duration());
    double loss = 0.0;
};
template <class Visitor>
void describe(Visitor& visit, InvalidateStepConfig& config) {
    visit(Knob{.name = "invalidate",
               .doc = "Cache, dot, key space: \"cache.profiles\".",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.space);
    visit(kCachePolicyKnob, config.policy);
    visit(kCacheKeyKnob, config.key);
    visit(kCacheFormatKnob, config.format);
    visit(Knob{.name = "by",
               .doc =
                   "call: waits for the deletion; message: goes on at once, and the deletion comes later, or "
                   "never.",
               .acts = Acts::kAtNextCall},
          config.by);
    visit(Knob{.name = "delay",
               .doc = "Of a message: how long it is under way before the cache is called.",
               .origin = "none",
               .acts = Acts::kAtNextCall},
          config.delay);
    visit(Knob{.name = "loss",
               .doc = "Of messages: the share that is lost.",
               .origin = "none",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.loss);
}

struct ChangeStepConfig {
    static constexpr std::string_view kTag = "change";
    static constexpr std::string_view kDoc =
        "What is behind a key has changed, at this instant: what caches have of it is stale from here on, "
        "and "
        "who is answered with that gets a stale answer. Put it behind the write to the database.";
    EndpointRef space;
    std::string key;
};
template <class Visitor>
void describe(Visitor& visit, ChangeStepConfig& config) {
    visit(Knob{.name = "change",
               .doc = "Cache, dot, key space: \"cache.profiles\".",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.space);
    visit(kCacheKeyKnob, config.key);
}

struct PutStepConfig {
    static constexpr std::string_view kTag = "put";
    static constexpr std::string_view kDoc =
        "Writes a value to a cache. Where the key space saves values itself, that is the change: "
        "write-through, or write-behind; else it stores what is true now.";
    EndpointRef space;
    std::optional<PolicyRef> policy;
    std::string key;
    std::int64_t format = 1;
};
template <class Visitor>
void describe(Visitor& visit, PutStepConfig& config) {
    visit(Knob{.name = "put",
               .doc = "Cache, dot, key space: \"cache.profiles\".",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.space);
    visit(kCachePolicyKnob, config.policy);
    visit(kCacheKeyKnob, config.key);
    visit(kCacheFormatKnob, config.format);
}

} // namespace shaketable::models
