// The runs of a job on one host: begun, tried again, stopped, over.
#pragma once

#include "models/jobs/job.hpp"
#include "models/run.hpp"

namespace shaketable::models {

/// What an event of a job is about, in its epoch: the next run is due, or one of those that failed may be
/// tried again.
struct JobEvent {
    std::uint32_t epoch = 0;

    [[nodiscard]] bool is_due() const { return epoch == 0; }
    [[nodiscard]] static JobEvent retry_of(const JobRun& run) {
        return {static_cast<std::uint32_t>(run.number % 0xFFFFFFFF) + 1};
    }
    bool operator==(const JobEvent&) const = default;
};
void push_job_event(Run& run, const Instance& here, engine::Time at, JobEvent event);

[[nodiscard]] const JobPlan& plan_of_job(const Run& run, const Instance& here);
[[nodiscard]] const JobSettings& settings_of(const Run& run, const Instance& here);
[[nodiscard]] JobHost& host_of(const Run& run, const Instance& here);
[[nodiscard]] engine::Key key_of_host(const Run& run, const Instance& here);

void begin_run(Run& run, Instance& here, const JobRun& begun);
/// All that are not over are stopped.
void replace_runs(Run& run, Instance& here);
/// The pause of a run that failed is over.
void try_again(Run& run, Instance& here, JobEvent event);
/// The same of all whose pause is over: their host hung.
void try_what_is_due(Run& run, Instance& here);
/// A frame that executes a run has come to its end.
void run_answered(Run& run, FrameRef frame, Outcome outcome);
/// A crash has taken them.
void lose_runs(Run& run, Instance& here);
/// What the frame has to go through; 0 if its run was replaced.
[[nodiscard]] std::int64_t items_of(const Run& run, FrameRef frame);

} // namespace shaketable::models
