#include "models/jobs/job.hpp"

#include "models/deadline.hpp"
#include "models/frames.hpp"
#include "models/jobs/runs.hpp"
#include "models/service.hpp"
#include "models/steps.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::models {

namespace {

constexpr engine::Label kSpread = engine::label("spread");
constexpr engine::Label kItem = engine::label("item");
constexpr double kItemsMost = 1e12;

/// When a run is due next, in phase with the schedule.
engine::Time next_in_schedule(const JobSettings& settings, engine::Time after) {
    const std::int64_t every = settings.every.ns();
    const std::int64_t since = after.ns() - settings.phase.ns();
    const std::int64_t passed = since >= 0 ? since / every : (since + 1) / every - 1;
    return engine::Time::from_ns(settings.phase.ns() + (passed + 1) * every);
}

void schedule_next_run(Run& run, const Instance& here) {
    const JobSettings& settings = settings_of(run, here);
    JobHost& host = host_of(run, here);
    host.schedule = next_in_schedule(settings, host.schedule);
    const double share = engine::Draws(key_of_host(run, here), kSpread).unit();
    const auto delay =
        engine::round_to_duration(share * static_cast<double>(settings.spread.ns())); // its own
    push_job_event(run, here, std::max(host.schedule + delay, run.now()), JobEvent{});
}

void begin_jobs(Run& run, std::uint32_t component_index) {
    const Component& component = run.scenario.components[component_index];
    for (std::uint32_t replica = 0; replica < component.instances; ++replica) {
        const Instance& here = run.instance(component.first_instance + replica);
        host_of(run, here).schedule = engine::Time::from_ns(plan_of_job(run, here).first.ns() - 1);
        schedule_next_run(run, here);
    }
}

/// How many there are by now; there will be more when the next run is due.
std::int64_t take_items(const JobSettings& settings, JobHost& host) {
    const double items = std::min(settings.items * host.size, kItemsMost);
    host.size = std::min(host.size * (1.0 + settings.growth), kItemsMost);
    return static_cast<std::int64_t>(std::floor(items + 0.5));
}

void run_is_due(Run& run, Instance& here) {
    const JobSettings& settings = settings_of(run, here);
    JobHost& host = host_of(run, here);
    schedule_next_run(run, here);
    const std::uint64_t number = host.due++;
    if (settings.is_suspended)
        return;
    const std::int64_t items = take_items(settings, host);
    run.meter(here, kSinceSuccess).time(run.now() - host.succeeded_at);
    if (here.crashes > 0 || here.host_crashes > 0 || here.hangs > 0) {
        run.meter(here, kRunsMissed).count();
    } else if (!host.runs.empty() && settings.concurrency == Concurrency::kForbid) {
        run.meter(here, kRunsSkipped).count();
    } else {
        if (settings.concurrency == Concurrency::kReplace)
            replace_runs(run, here);
        const engine::Time deadline = run.now() + settings.deadline;
        begin_run(run, here, {.number = number, .items = items, .began = run.now(), .deadline = deadline});
    }
}

void on_job_event(Run& run, std::uint32_t instance, std::uint16_t, std::uint32_t epoch) {
    Instance& here = run.instance(instance);
    if (const JobEvent event{epoch}; event.is_due())
        run_is_due(run, here);
    else
        try_again(run, here, event);
}

void arrive_at_job(Run&, FrameRef) { SHAKETABLE_ASSERT(false); } // nobody can call it

void left_job(Run& run, Instance& here, bool) { run.meter(here, kInService).lower(run.now()); }

void resume_at_job(Run& run, FrameRef frame) { advance(run, frame); }

void job_crashed(Run& run, Instance& here) {
    service_crashed(run, here);
    lose_runs(run, here);
}

Progress execute_items(Run& run, FrameRef frame, const Op& op) {
    begin_rounds(run, frame);
    run_rounds(run, frame, op, items_of(run, frame));
    return Progress::kSuspended;
}

void resume_items(Run& run, FrameRef frame, const Op& op, std::uint16_t) {
    run_rounds(run, frame, op, items_of(run, frame));
}

} // namespace

Op items_op(std::uint32_t first_op) {
    return Op{.execute = execute_items, .resume = resume_items, .label = kItem, .a = first_op};
}

std::vector<MetricSpec> job_metrics() {
    std::vector<MetricSpec> metrics = {
        {"runs_under_way", MetricKind::kGauge, "runs",
         "Runs that have begun and are not over, those that wait to be tried again among them."},
        {.name = "runs_overlapping",
         .kind = MetricKind::kGauge,
         .unit = "runs",
         .doc = "Of these, those beside another one on their host.",
         .is_sign = true,
         .words = {.brief = "overlapping", .state = "runs overlap"}},
        {"runs_begun", MetricKind::kCounter, "runs", "Runs that began."},
        {"runs_succeeded", MetricKind::kCounter, "runs", "Runs that went through all their items."},
        {"runs_failed", MetricKind::kCounter, "runs",
         "Runs that failed for good: tried too often, stopped at their deadline, or lost in a crash."},
        {"runs_skipped", MetricKind::kCounter, "runs",
         "Runs that were left out because one before them was not over (forbid)."},
        {"runs_missed", MetricKind::kCounter, "runs",
         "Runs that were due while their host was down or hung, and did not begin."},
        {"runs_replaced", MetricKind::kCounter, "runs", "Runs that were stopped for the next one (replace)."},
        {"runs_tried_again", MetricKind::kCounter, "tries", "Tries of runs that had failed before."},
        {"run_items", MetricKind::kCounter, "items", "Items that the runs which began have to go through."},
        {"run_time", MetricKind::kTiming, "", "From the beginning of a run to its success."},
        {"since_success", MetricKind::kTiming, "",
         "How long ago a run had succeeded on the host when the next one was due; before the first success: "
         "since the beginning."},
    };
    SHAKETABLE_ASSERT(kServerMetrics + metrics.size() == kJobMetrics);
    return metrics;
}

const ComponentModel& job_model() {
    static constexpr ComponentModel kModel = {.begin = begin_jobs,
                                              .arrive = arrive_at_job,
                                              .answered = run_answered,
                                              .left = left_job,
                                              .resume = resume_at_job,
                                              .on_event = on_job_event,
                                              .crashed = job_crashed,
                                              .went_on = try_what_is_due};
    return kModel;
}

} // namespace shaketable::models
