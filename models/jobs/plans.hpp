// What is compiled of jobs, in a table of the scenario.
#pragma once

#include "engine/time.hpp"
#include "models/job_config.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::models {

/// A job as it is configured for a time.
struct JobSettings {
    engine::Duration every = {};
    engine::Duration phase = {}; // when a run is due, counted from the world's beginning, and every `every`
    engine::Duration spread = {};
    bool is_suspended = false;
    Concurrency concurrency = Concurrency::kAllow;
    std::uint32_t retries_most = 0;
    engine::Duration pause = {};
    engine::Duration pause_most = {};
    engine::Duration deadline = engine::kLongest;
    double items = 1.0;
    double growth = 0.0;
};

struct JobPlan {
    std::uint32_t hosts = 0;
    std::uint32_t first_host = 0;           // in World::job_hosts
    engine::Time first = {};                // no run is due earlier
    std::vector<JobSettings> settings = {}; // by version of the component
};

} // namespace shaketable::models
