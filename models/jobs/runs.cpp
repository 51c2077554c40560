#include "models/jobs/runs.hpp"

#include "models/deadline.hpp"
#include "models/frames.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::models {

namespace {

constexpr engine::Label kHostNumber = engine::label("host");
constexpr engine::Label kRunNumber = engine::label("run");
constexpr double kPauseGrowth = 2.0;

engine::Key key_of_run(const Run& run, const Instance& here, std::uint64_t number) {
    return key_of_host(run, here).child(kRunNumber, number);
}

/// The run that the frame executes; end() if it was replaced.
std::vector<JobRun>::iterator run_of(JobHost& host, FrameRef frame) {
    return std::find_if(host.runs.begin(), host.runs.end(),
                        [&](const JobRun& each) { return each.frame == frame.index; });
}

/// Of all tries of a run, each has its own; none for the first.
std::uint32_t lineage_of_try(std::uint32_t tries) {
    return tries == 1 ? 0 : static_cast<std::uint32_t>(engine::mix(tries)) | 1U;
}

FrameRef make_try(Run& run, Instance& here, const JobRun& of) {
    const FrameRef frame = make_frame(run, run.index_of(here), run.program(here, 0));
    frame->key = key_of_run(run, here, of.number);
    frame->lineage = lineage_of_try(of.tries);
    frame->parent = frame.index;
    frame->parent_epoch = kNone; // nobody waits for it
    frame->journey = 0;
    frame->counted = false;
    frame->traced = false;
    frame->served = true;
    frame->since = run.now();
    if (run.scenario.has_sessions)
        run.set_session(frame, frame->key.bits);
    if (of.deadline < engine::Time::latest())
        set_deadline(run, frame, of.deadline);
    return frame;
}

/// Executes the run from its beginning. It may be over at once.
void begin_try(Run& run, Instance& here, JobRun& of) {
    if (++of.tries > 1)
        run.meter(here, kRunsTriedAgain).count();
    const FrameRef frame = make_try(run, here, of);
    of.frame = frame.index;
    ++here.entered;
    ++here.in_service;
    run.meter(here, kArrived).count();
    run.meter(here, kInService).raise(run.now());
    run.fact(here, frame, What::kServed);
    advance(run, frame);
}

/// Their number has changed.
void show_runs(Run& run, const Instance& here) {
    const auto runs = static_cast<std::int64_t>(host_of(run, here).runs.size());
    run.meter(here, kRunsUnderWay).set(run.now(), runs);
    run.meter(here, kRunsOverlapping).set(run.now(), std::max<std::int64_t>(runs - 1, 0));
}

void end_run(Run& run, const Instance& here, std::vector<JobRun>::iterator ended, JobMetric how) {
    run.meter(here, how).count();
    host_of(run, here).runs.erase(ended);
    show_runs(run, here);
}

engine::Duration pause_after(const JobSettings& settings, std::uint32_t tries) {
    auto ns = static_cast<double>(settings.pause.ns());
    const auto most = static_cast<double>(settings.pause_most.ns());
    for (std::uint32_t retries = 1; retries < tries && ns > 0.0 && ns < most; ++retries)
        ns *= kPauseGrowth;
    return engine::round_to_duration(std::min(ns, most));
}

/// The try has failed: what next?
void retry_or_fail(Run& run, const Instance& here, std::vector<JobRun>::iterator failed) {
    const JobSettings& settings = settings_of(run, here);
    if (run.now() >= failed->deadline || failed->tries > settings.retries_most || run.world.retries_off) {
        end_run(run, here, failed, kRunsFailed);
        return;
    }
    failed->next_try = std::min(run.now() + pause_after(settings, failed->tries), failed->deadline);
    push_job_event(run, here, failed->next_try, JobEvent::retry_of(*failed));
}

void go_on_with(Run& run, Instance& here, std::vector<JobRun>::iterator waiting) {
    if (run.now() >= waiting->deadline || run.world.retries_off)
        end_run(run, here, waiting, kRunsFailed);
    else
        begin_try(run, here, *waiting);
}

bool is_due(const Run& run, const JobRun& of) {
    return of.frame == JobRun::kNoFrame && of.next_try <= run.now();
}

} // namespace

const JobPlan& plan_of_job(const Run& run, const Instance& here) {
    return run.scenario.jobs[run.component_of(here).model_index];
}
const JobSettings& settings_of(const Run& run, const Instance& here) {
    return plan_of_job(run, here).settings[here.version];
}
JobHost& host_of(const Run& run, const Instance& here) {
    return run.world.job_hosts[plan_of_job(run, here).first_host + here.replica];
}
engine::Key key_of_host(const Run& run, const Instance& here) {
    return run.world.root.child(run.component_of(here).label).child(kHostNumber, here.replica);
}

void push_job_event(Run& run, const Instance& here, engine::Time at, JobEvent event) {
    run.queue().push(at, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                         .detail = static_cast<std::uint16_t>(here.component),
                                         .index = run.index_of(here),
                                         .epoch = event.epoch});
}

void begin_run(Run& run, Instance& here, const JobRun& begun) {
    run.meter(here, kRunsBegun).count();
    run.meter(here, kRunItems).count(static_cast<std::uint64_t>(begun.items));
    JobRun& begins = host_of(run, here).runs.emplace_back(begun);
    show_runs(run, here);
    begin_try(run, here, begins);
}

void replace_runs(Run& run, Instance& here) {
    const std::vector<JobRun> replaced = std::exchange(host_of(run, here).runs, {});
    run.meter(here, kRunsReplaced).count(replaced.size());
    show_runs(run, here);
    for (const JobRun& each : replaced) {
        if (each.frame == JobRun::kNoFrame)
            continue;
        const FrameRef frame = run.frame(each.frame);
        const bool is_there = frame->state != FrameState::kFree && !frame->is_branch &&
                              frame->key.bits == key_of_run(run, here, each.number).bits;
        if (is_there) // the end of one before may have let it end, too
            cancel_with_branches(run, frame);
    }
}

void try_again(Run& run, Instance& here, JobEvent event) {
    std::vector<JobRun>& runs = host_of(run, here).runs;
    const auto found = std::find_if(runs.begin(), runs.end(), [&](const JobRun& each) {
        return JobEvent::retry_of(each) == event && is_due(run, each);
    });
    if (found != runs.end() && here.hangs == 0)
        go_on_with(run, here, found);
}

void try_what_is_due(Run& run, Instance& here) {
    std::vector<JobRun>& runs = host_of(run, here).runs;
    const auto next = [&] {
        return std::find_if(runs.begin(), runs.end(), [&](const JobRun& each) { return is_due(run, each); });
    };
    for (auto found = next(); found != runs.end(); found = next())
        go_on_with(run, here, found);
}

void run_answered(Run& run, FrameRef frame, Outcome outcome) {
    Instance& here = run.instance_of(frame);
    run.fact(here, frame, What::kAnswered, outcome);
    const bool is_good = is_answered(outcome);
    if (!is_stop(outcome))
        run.meter(here, kServiceTime).time(run.now() - frame->since);
    run.meter(here, is_stop(outcome) ? kCancelledRequests : is_good ? kAnsweredOk : kAnsweredError).count();
    JobHost& host = host_of(run, here);
    const auto ended = run_of(host, frame);
    if (ended == host.runs.end())
        return;
    ended->frame = JobRun::kNoFrame;
    if (!is_good) {
        retry_or_fail(run, here, ended);
        return;
    }
    run.meter(here, kRunTime).time(run.now() - ended->began);
    host.succeeded_at = run.now();
    end_run(run, here, ended, kRunsSucceeded);
}

void lose_runs(Run& run, Instance& here) {
    const std::vector<JobRun> lost = std::exchange(host_of(run, here).runs, {});
    run.meter(here, kRunsFailed).count(lost.size());
    show_runs(run, here);
}

std::int64_t items_of(const Run& run, FrameRef frame) {
    JobHost& host = host_of(run, run.instance_of(frame));
    const auto found = run_of(host, frame);
    return found == host.runs.end() ? 0 : found->items;
}

} // namespace shaketable::models
