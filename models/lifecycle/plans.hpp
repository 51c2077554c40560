// What is compiled of the lives of replicas: when they start, what memory they have, how they are probed.
#pragma once

#include "engine/time.hpp"
#include "models/lifecycle/autoscaler.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace shaketable::models {

/// In bytes.
struct MemoryPlan {
    std::int64_t limit = 0;
    std::int64_t base = 0;
    std::int64_t per_request = 0;
    std::int64_t per_session = 0;
    std::int64_t leak = 0;      // of each request
    std::int64_t allocated = 0; // by each request, that only a collection frees; 0: nothing is collected
    std::int64_t young = 0;     // at most so much before the next collection
    double pause_ns_per_byte = 0.0;
};

enum class ProbeKind : std::uint8_t { kStartup, kReadiness, kLiveness };
inline constexpr std::size_t kProbeKinds = 3;

struct ProbePlan {
    engine::Duration initial_delay = {};
    engine::Duration period = {};
    engine::Duration timeout = {};
    std::uint32_t successes = 1; // in a row, to be believed
    std::uint32_t failures = 3;
};

/// As one version of the component has it.
struct LifePlan {
    engine::Duration start = {};
    engine::Duration warm_up = {};
    double cold_factor = 1.0;
    engine::Duration backoff = {}; // before the second restart; each next waits twice as long
    engine::Duration backoff_most = {};
    engine::Duration backoff_reset = {}; // a process that lived for so long is as good as the first
    std::optional<MemoryPlan> memory = {};
    std::array<std::optional<ProbePlan>, kProbeKinds> probes = {};
    bool probe_needs_worker = true;
};

struct ScalingMetricPlan {
    ScaleBy by = ScaleBy::kCpu;
    std::int64_t target = 0;   // of by
    std::uint32_t channel = 0; // of kTotal: the component that has the messages
};

struct AutoscalerPlan {
    AutoscalerRules rules = {};
    std::vector<ScalingMetricPlan> metrics = {};
    engine::Duration sync_period = {};
    engine::Duration grace = {};
    std::uint32_t replicas = 1; // in the beginning
    std::uint32_t metric = 0;   // position of the gauge of those that there are
};

struct LifecyclePlan {
    std::uint32_t component = 0;
    std::vector<LifePlan> versions = {};   // as the component's
    std::uint32_t probe_program = 0;       // the position among the component's, behind the endpoints'
    std::uint32_t first_memory_metric = 0; // position of MemoryMetric's first, if it has a memory
    std::uint32_t probe_metric = 0;        // the same of probe_kills
    std::uint32_t first_session_metric = 0;
    engine::Duration session_lasts = {}; // 0: it keeps none
    std::optional<AutoscalerPlan> autoscaler = {};
    bool has_rotation = false; // callers choose only among those that are ready
};

} // namespace shaketable::models
