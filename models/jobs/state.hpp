// What changes of jobs during a run.
#pragma once

#include "models/jobs/plans.hpp"

namespace shaketable::models {

/// One that has begun and is not over: it is executed, or waits to be tried again.
struct JobRun {
    static constexpr std::uint32_t kNoFrame = 0xFFFFFFFF;

    std::uint64_t number = 0; // among those that were due on its host
    std::uint32_t tries = 0;
    std::uint32_t frame = kNoFrame; // that executes it
    std::int64_t items = 1;
    engine::Time began = {};
    engine::Time deadline = engine::Time::latest();
    engine::Time next_try = {}; // if it waits for one
};

/// A job on one of its hosts.
struct JobHost {
    engine::Time schedule = {};     // of the run that is due next, without the host's own delay
    std::uint64_t due = 0;          // runs so far
    double size = 1.0;              // of the data, relative to that at the beginning
    engine::Time succeeded_at = {}; // the last time that a run did
    std::vector<JobRun> runs = {};  // that are not over, in the order in which they began
};

[[nodiscard]] inline std::vector<JobHost> hosts_of(const std::vector<JobPlan>& jobs) {
    return std::vector<JobHost>(jobs.empty() ? 0 : jobs.back().first_host + jobs.back().hosts);
}

[[nodiscard]] inline std::size_t bytes_of(const std::vector<JobHost>& hosts) {
    std::size_t bytes = hosts.size() * sizeof(JobHost);
    for (const JobHost& host : hosts)
        bytes += host.runs.size() * sizeof(JobRun);
    return bytes;
}

} // namespace shaketable::models
