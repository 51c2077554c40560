// What a model measures of each of its instances. A new metric is one entry in a model's list: the recording,
// the result and every view find it there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shaketable::models {

enum class MetricKind : std::uint8_t {
    kCounter, // things that happened
    kGauge,   // a level; its mean is over time
    kTiming,  // lengths of time; their mean is over what was measured
    kShare,   // of the things that happened, those of one kind; over what happened
};

/// Where a metric is worse: where there is more of it, or less.
enum class Worse : std::uint8_t { kMore, kLess };

/// What views say of a sign where they have little room.
struct SignWords {
    std::string brief = {}; // behind the number: "wait for locks"; empty: its name
    std::string state = {}; // of a component that is not well by it: "waits for locks"; empty: views' own
};

struct MetricSpec {
    std::string name; // snake_case; results append the unit of seconds as `_s`
    MetricKind kind = MetricKind::kCounter;
    std::string unit;   // of a counter or gauge, in the plural: "requests"
    std::string doc;    // one sentence
    double scale = 1.0; // a gauge's recorded level times this is the level in `unit`
    /// What tells most of a component that is not well beside its cores and its queue: views begin with it.
    bool is_sign = false;
    SignWords words = {};
    Worse worse = Worse::kMore;
    double most = 0.0; // that one replica can have, in `unit`; 0: not known
};

[[nodiscard]] inline MetricSpec sign(MetricSpec spec, SignWords words = {}, Worse worse = Worse::kMore) {
    spec.is_sign = true;
    spec.words = std::move(words);
    spec.worse = worse;
    return spec;
}

} // namespace shaketable::models
