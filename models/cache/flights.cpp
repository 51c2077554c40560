#include "models/cache/flights.hpp"

#include "models/cache/cache.hpp"
#include "models/cache/nodes.hpp"
#include "models/frames.hpp"

namespace shaketable::models {

namespace {

FlightKey flight_key(const Run& run, FrameRef frame) {
    const KeyAsk& ask = ask_of(run, frame);
    return {frame->instance, ask.space, ask.key};
}

/// Takes it out of the list.
Flight end_flight(Run& run, FrameRef leader) {
    SHAKETABLE_ASSERT(leader->leads_flight);
    leader->leads_flight = false;
    const auto found = run.world.caches.flights.find(flight_key(run, leader));
    SHAKETABLE_ASSERT(found != run.world.caches.flights.end() && found->second.leader == leader.index);
    Flight flight = std::move(found->second);
    run.world.caches.flights.erase(found);
    return flight;
}

void wake_passengers(Run& run, const Flight& flight, Wake why, Outcome outcome) {
    for (const Flight::Waiting& waiting : flight.waiting)
        if (const FrameRef frame = run.frame(waiting.frame); frame->epoch == waiting.epoch)
            wake_at(run, frame, run.now(), why, outcome);
}

Progress execute_join_flight(Run& run, FrameRef frame, const Op&) {
    const auto [flight, is_new] =
        run.world.caches.flights.try_emplace(flight_key(run, frame), Flight{.leader = frame.index});
    if (is_new) {
        frame->leads_flight = true;
        ++frame->op;
        return Progress::kNext;
    }
    const KeyAsk& ask = ask_of(run, frame);
    if (ask.is_refresh) {
        end_frame(run, frame);
        return Progress::kSuspended;
    }
    if (ask_of(run, run.frame(flight->second.leader)).version != told_version(run, ask))
        frame->stale = true;
    begin_wait(frame, FrameState::kWaiting);
    flight->second.waiting.push_back({.frame = frame.index, .epoch = frame->epoch});
    yield_worker(run, frame);
    return Progress::kSuspended;
}

void resume_join_flight(Run& run, FrameRef frame, const Op& op, std::uint16_t detail) {
    begin_wait(frame, FrameState::kRunning);
    if (static_cast<Wake>(detail & 0xFFU) == Wake::kTurnedAway) {
        fail_frame(run, frame, outcome_of_failed_step(frame, static_cast<Outcome>(detail >> 8U)));
        return;
    }
    ask_of(run, frame).told = Told::kHit;
    frame->op = run.scenario.caches.fetches[op.a].end;
    run.instance_of(frame).model->resume(run, frame);
}

Progress execute_land(Run& run, FrameRef frame, const Op&) {
    wake_passengers(run, end_flight(run, frame), Wake::kWaitOver, Outcome::kOk);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

void crash_flight(Run& run, FrameRef leader, Outcome outcome) {
    if (leader->leads_flight)
        wake_passengers(run, end_flight(run, leader), Wake::kTurnedAway, outcome);
}

void forget_flight(Run& run, FrameRef leader) {
    if (leader->leads_flight)
        (void)end_flight(run, leader);
}

Op join_flight_op(std::uint32_t fetch) {
    return Op{.execute = execute_join_flight, .resume = resume_join_flight, .a = fetch};
}
Op land_op() { return Op{.execute = execute_land}; }

} // namespace shaketable::models
