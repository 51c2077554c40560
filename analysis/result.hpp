// What one run of one variant yields: plain figures, the same for every front end and for the JSON form.
//
// Definitions (docs/results.md has them for readers):
// - All figures count from zero, the end of the warm-up, to the end of the run or to where it stopped.
// - Journeys: `begun` since zero = offered + pending. Pending are those too young at the end to be judged,
// and, where no
//   good_within is set, those unfinished. `outcomes` sum to `offered`.
// - Availability is answered without error over offered, goodput is good ones per second of simulated time
// since zero,
//   latency covers answers without error.
// - What can't be computed for want of data is absent, never 0.
// Units: seconds of simulated time; shares are 0..1.
#pragma once

#include "analysis/harm.hpp"
#include "analysis/replications.hpp"
#include "analysis/verdict.hpp"
#include "models/metric.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::analysis {

using Figure = std::optional<double>;

/// Relative error at most 1/128; never above the maximum where that is known.
struct Percentiles {
    Figure p50_s = {};
    Figure p95_s = {};
    Figure p99_s = {};
    Figure p999_s = {};
};

struct LatencyFigures {
    Figure mean_s = {}; // exact
    Percentiles percentiles = {};
    Figure max_s = {}; // exact
};

struct JourneyFigures {
    std::uint64_t offered = 0;
    std::uint64_t pending = 0;
    std::uint64_t completed = 0; // of the offered: ended, well or badly
    std::uint64_t good = 0;
    Figure offered_per_s = {};
    Figure goodput_per_s = {};
    Figure availability = {};
    LatencyFigures latency = {};
    Reasons outcomes{};
    std::uint64_t attempts = 0; // calls begun on their behalf, anywhere
    Figure attempts_per_journey = {};
};

struct JourneyResult {
    std::string name = {};
    std::string client = {};
    Figure good_within_s = {};
    JourneyFigures figures;
};

/// One metric of one instance, or of all instances of a component together.
struct MetricFigures {
    std::string name = {};
    models::MetricKind kind = models::MetricKind::kCounter;
    std::string unit = {};   // of a counter or gauge
    bool is_sign = false;    // see models/metric.hpp; not in the JSON
    std::uint64_t total = 0; // counter
    Figure per_s = {};       // counter
    Figure mean = {};        // gauge: over time, summed over the instances
    Figure max = {};         // gauge: the highest level of any one instance
    std::uint64_t count = 0; // timing
    Figure mean_s = {};      // timing
    Figure max_s = {};       // timing
};

struct InstanceResult {
    std::uint32_t replica = 0;
    Figure utilisation = {}; // busy cores over cores
    std::vector<MetricFigures> metrics = {};
};

/// How a query is meant to find its rows.
struct QueryAccess {
    std::string query = {};
    std::string table = {};
    std::optional<std::string> index = {};
    bool is_built = false; // the index, in the beginning
};

/// What a database's configuration says of its tables.
struct StorageResult {
    Figure memory_gib = {}; // absent: all pages are in memory
    std::vector<QueryAccess> accesses = {};
};

struct ComponentResult {
    std::string name = {};
    std::string kind = {};
    std::uint64_t fingerprint = 0;
    Figure utilisation = {};
    std::vector<MetricFigures> metrics = {};
    std::vector<InstanceResult> instances = {}; // by replica
    std::optional<StorageResult> storage = {};  // of a database that has queries with an access

    [[nodiscard]] const MetricFigures* find(std::string_view metric) const;
};

struct EdgeResult {
    std::string caller = {};
    std::string callee = {};
    std::uint64_t attempts = 0;
    std::uint64_t retries = 0;
    Reasons outcomes{};           // of attempts; they sum to `attempts`
    Percentiles percentiles = {}; // of attempts answered without error
};

/// A timeline entry that happened.
struct TimelineRecord {
    std::string name = {};
    std::string verb = {};
    models::Role role = models::Role::kInjected;
    std::optional<std::string> component = {}; // none: what is set is not a component's
    std::optional<std::uint32_t> replica = {};
    std::vector<models::StatedKnob> knobs = {};
    double began_s = 0.0;
    Figure ended_s = {};
    bool failed = false; // of a migration, or a move of keys: it gave up
};

/// What a span covers. A journey asks; a call is one attempt, seen by the caller; a request is one at its
/// callee; a branch is a part of either that runs beside others.
enum class SpanKind : std::uint8_t { kJourney, kCall, kRequest, kBranch };
[[nodiscard]] std::string_view name_of(SpanKind kind);
inline constexpr std::size_t kNoSpan = static_cast<std::size_t>(-1);

struct Span {
    SpanKind kind = SpanKind::kJourney;
    std::size_t parent = kNoSpan; // position in the trace
    std::string name = {};        // a journey's name, or "orders.reserve"; empty: of a branch, or never sent
    std::string component = {};   // where it is
    std::uint32_t replica = 0;
    std::uint8_t attempt = 0; // of a call, from 1
    double began_s = 0.0;     // a request: set off from its caller
    Figure arrived_s = {};    // a request
    Figure served_s = {};     // a request: a worker took it
    Figure ended_s = {};      // answered, rejected or lost; a call: its caller knows, or gave up
    std::optional<models::Outcome> outcome = {};
};

/// Of one journey; its own span comes first, the others in the order in which they began.
struct Trace {
    std::string client = {};
    std::string journey = {};
    std::vector<Span> spans = {};
};

/// Journeys by the window of the first asking; only `attempts` by the time of the attempt.
struct JourneySeries {
    std::string name = {}; // empty: all journeys
    std::string client = {};
    std::size_t judged = 0; // so many windows from the first hold journeys that can all be judged
    std::vector<std::uint64_t> offered = {};
    std::vector<std::uint64_t> completed = {};
    std::vector<std::uint64_t> good = {};
    std::vector<std::uint64_t> attempts = {};
    std::vector<Figure> availability = {};
    std::vector<Percentiles> latency = {};
    std::array<std::vector<std::uint64_t>, kReasons> bad = {}; // empty where none was
};

/// Counter: `counts`. Gauge: `mean` and `max`. Timing: `mean` and `max` in seconds. As in MetricFigures.
struct MetricSeries {
    std::string name = {};
    models::MetricKind kind = models::MetricKind::kCounter;
    std::vector<std::uint64_t> counts = {};
    std::vector<Figure> mean = {};
    std::vector<Figure> max = {};
};

struct InstanceSeries {
    std::vector<Figure> utilisation = {}; // empty where there are no cores
    std::vector<MetricSeries> metrics = {};
};

struct ComponentSeries {
    std::string name = {};
    InstanceSeries all = {};
    std::vector<InstanceSeries> instances = {}; // by replica
};

struct Series {
    double window_s = 0.0;
    std::size_t windows = 0;
    double last_window_s = 0.0; // at most window_s
    JourneySeries total;
    std::vector<JourneySeries> journeys = {};
    std::vector<ComponentSeries> components = {};
};

/// What the run would have been without what went wrong.
struct TwinResult {
    std::uint64_t fingerprint = 0;
    std::uint64_t events = 0;
    JourneyFigures total;
    std::vector<JourneyResult> journeys = {};
    std::vector<std::uint64_t> good = {}; // all journeys, by window of the first asking
};

/// Why the run ended.
enum class Stopped : std::uint8_t { kEnd, kEventLimit, kInstantLimit, kMemoryLimit, kCancelled };
[[nodiscard]] std::string_view name_of(Stopped stopped);

/// What the scenario expects of a run, and whether it was so.
struct ExpectationResult {
    std::string name = {};
    bool holds = false;
    std::string expected = {}; // "verdict is metastable"
    std::string measured = {}; // "unharmed"
    std::string pointer = {};  // where in this result to look
};

/// What somebody would have done, and what would have come of it.
struct WhatIf {
    double at_s = 0.0;
    std::vector<std::string> acts = {}; // as they were given
    std::string versus = {};            // the result without them
    std::optional<Harm> effect = {}; // harmed: good without, and not with them; absent where it was stopped
};

struct Result {
    std::string title = {};
    std::string story = {};   // not in its JSON form
    std::string lesson = {};  // the same
    std::string file = {};    // without its folder: the same on every machine
    std::string variant = {}; // "base": the file as it stands
    std::string inputs = {};  // hash of all that decides the result: 16 hex digits
    std::uint64_t seed = 0;
    std::uint64_t fingerprint = 0;
    double warm_up_s = 0.0;
    double simulated_s = 0.0; // since zero
    double duration_s = 0.0;  // what it was meant to be
    std::uint64_t events = 0;
    Stopped stopped = Stopped::kEnd;
    std::uint64_t clamped_draws = 0;
    JourneyFigures total;
    std::vector<JourneyResult> journeys = {};
    std::vector<ComponentResult> components = {};
    std::vector<EdgeResult> edges = {};
    std::vector<TimelineRecord> timeline = {};
    std::vector<Trace> traces = {};
    Series series;
    std::optional<Harm> harm = {};                    // absent without a twin
    std::optional<TwinResult> twin = {};              // absent where nothing was injected
    std::optional<Verdicts> verdict = {};             // the same, and where the run was stopped
    std::vector<ExpectationResult> expectations = {}; // of a whole run only: not stopped, nor cut short

    std::optional<WhatIf> what_if = {};
    std::optional<Replications> replications = {}; // of the first of many runs only

    [[nodiscard]] bool partial() const { return stopped != Stopped::kEnd; }
    [[nodiscard]] bool meets_expectations() const {
        if (replications)
            return std::all_of(replications->expectations.begin(), replications->expectations.end(),
                               [&](const auto& one) { return one.second == replications->count; });
        return std::all_of(expectations.begin(), expectations.end(),
                           [](const ExpectationResult& one) { return one.holds; });
    }
};

/// 16 hexadecimal digits: how fingerprints are printed.
[[nodiscard]] std::string hex_of(std::uint64_t word);

} // namespace shaketable::analysis
