// Where two runs part: the first fact that one of their shared components saw otherwise, and how it stood
// there on both sides.
#pragma once

#include "analysis/observed_fact.hpp"
#include "analysis/result.hpp"
#include "analysis/run_pair.hpp"
#include "models/instance_view.hpp"

namespace shaketable::analysis {

/// What one of the runs did where they part.
struct DivergenceSide {
    std::optional<ObservedFact> fact = {};          // nothing: it did nothing there
    std::optional<models::InstanceView> state = {}; // of the instance; nothing: this run has no such replica
    // If it did nothing: what the component did next; and what the other side's request does here, or its
    // caller if the request is not there at all, and in which component that is.
    std::optional<ObservedFact> next = {};
    std::optional<models::RequestView> request = {};
    std::string request_component = {};
};

struct Divergence {
    double at_s = 0.0; // after the first run's zero; negative: in its warm-up
    std::string component = {};
    /// All that is not a fact as it is right after that instant.
    std::array<DivergenceSide, 2> sides = {};
    std::vector<std::string> also = {}; // other components that part at the same instant
};

struct Comparison {
    std::vector<std::string> shared = {};               // components that both have: they are compared
    std::array<std::vector<std::string>, 2> alone = {}; // components that only one of them has
    double same_s = 0.0;                                // how long they were the same, warm-up included,
    std::uint64_t same_facts = 0;                       // and how many facts the shared components saw in it
    std::optional<Divergence> divergence = {};          // nothing: the same as far as they were run
    Stopped stopped = Stopped::kEnd;                    // why they were not run to the end,
    std::size_t stopped_side = 0;                       // and which of them was stopped first
};

struct ComparedRun {
    models::ScenarioPtr scenario;
    std::uint64_t seed = 0;
};

struct CompareOptions {
    std::optional<engine::Duration> until = {}; // after zero; absent: the end of the shorter one
    RunPair::Bounds bounds = {};
    std::uint64_t facts_kept = 20'000; // of each run, to look for the first that differs; fewer take longer
};

[[nodiscard]] Comparison compare_runs(const std::array<ComparedRun, 2>& runs,
                                      const CompareOptions& options = {});

} // namespace shaketable::analysis
