// What a run looks like at an instant: plain values, made in a worker thread, never changed afterwards.
//
// Everything in it is a function of the scenario, the seed and the instant: not of how the instant was
// reached. Figures are of the window that the instant is in; while the run goes on, of the last one before it
// that is over.
#pragma once

#include "analysis/sign.hpp"
#include "models/instance_view.hpp"
#include "models/outcome.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::gui {

/// How somebody on call would call it. Beside its colour each has a word and a shape.
enum class Health : std::uint8_t { kWell, kStrained, kBad, kDown };

/// As users of such tools know them: half a percent of failures warns, five are bad.
inline constexpr double kStrainedFailures = 0.005;
inline constexpr double kBadFailures = 0.05;

/// One replica.
struct Cell {
    models::InstanceView view = {};
    Health health = Health::kWell;
    std::string_view word = "well";   // as of a card
    std::optional<double> meter = {}; // its utilisation in the window
};

/// So many windows a card's spark line reaches back.
inline constexpr std::size_t kSparkWindows = 60;
/// A meter by window, the last one last; below 0: there was nothing to measure.
using Spark = std::vector<float>;

/// Whom it holds up by its locks.
struct HeldUp {
    std::uint32_t statements = 0; // that wait
    std::string database = {};
};

/// A component, all its replicas together.
struct Card {
    std::string name = {};
    std::string kind = {};
    Health health = Health::kWell;
    std::string word = {};
    std::optional<double> meter = {}; // utilisation of a server, goodput over offered of a client
    std::optional<double> rate = {};  // requests that arrived, or journeys asked, a second
    std::optional<double> queue = {}; // its mean depth, of all replicas; of a client: journeys in flight
    std::optional<analysis::Sign> sign = {}; // what else tells that it is not well
    bool is_scaled = false;                  // there may be more or fewer replicas
    std::uint32_t present = 0;               // of its replicas, those that there are
    std::optional<HeldUp> holds_up = {};     // at the instant
    std::vector<Cell> cells = {};            // by replica
    Spark spark = {};                        // the meter's, up to the instant
};

/// What went over an edge in the window.
struct EdgeFlow {
    std::uint32_t caller = 0;
    std::uint32_t callee = 0;
    double attempts_per_s = 0.0;
    double retry_share = 0.0;  // of the attempts
    double failed_share = 0.0; // of those that ended
    std::string failure = {};  // how most of the failed ended
    bool cut = false;
    bool delayed = false;
    std::vector<std::string> signs =
        {}; // of the caller's policies: "breaker open", "retry budget spent (2 of 3)"
};

/// A call on its way, or its answer on the way back. Drawn slower than it is: for the span of the flow.
struct Particle {
    std::uint32_t edge = 0;
    float progress = 0.0F; // 0 at the caller, 1 at the callee
    bool answer = false;
    bool bad = false;
    bool retry = false;
};

struct Snapshot {
    engine::Time at = {};
    double at_s = 0.0;                // since the end of warm-up; below 0 during it
    std::uint64_t hash = 0;           // over all that was observable until then
    std::vector<Card> cards = {};     // by component
    std::vector<EdgeFlow> edges = {}; // by edge
    std::vector<Particle> particles = {};
    std::uint64_t particle_ratio = 1;     // one in so many calls is drawn
    std::vector<std::string> acting = {}; // names of timeline entries
    bool is_near = false; // the instant that was asked for is on its way: this one was at hand
    std::optional<std::size_t> window = {};         // that cards tell of
    std::optional<std::size_t> settled_window = {}; // that clients' cards and goodput tell of
    std::optional<double> goodput_per_s = {};
    std::optional<double> offered_per_s = {};
};

} // namespace shaketable::gui
