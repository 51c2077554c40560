#include "models/cache/asking.hpp"

#include "models/cache/nodes.hpp"
#include "models/server.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Label kKey = engine::label("key of cache");

Progress execute_choose_key(Run& run, FrameRef frame, const Op& op) {
    const KeyChoice& choice = run.scenario.caches.choices[op.a];
    const KeySpace& space = run.scenario.caches.spaces[choice.space];
    const engine::Key who = choice.shared == engine::Label()
                                ? frame->key.child(op.label)
                                : engine::Key{run.session_of(frame)}.child(choice.shared);
    engine::Draws draws(who, kKey);
    const std::uint32_t rank = space.popularity.draw(draws);
    const std::uint32_t set_of_format = space.versioned && choice.format % 2 == 0 ? space.keys : 0;
    ask_of(run, frame) = {.key = space.first_key + set_of_format + rank,
                          .space = static_cast<std::uint16_t>(choice.space),
                          .format = choice.format};
    ++frame->op;
    return Progress::kNext;
}

/// A frame that nobody waits for goes on at the operation, with the same key.
void detach(Run& run, FrameRef parent, std::uint32_t first_op, engine::Label label) {
    const FrameRef frame = make_frame(run, parent->instance, first_op);
    begin_background(run, frame, parent->key.child(label));
    frame->lineage = lineage_within(run, parent);
    if (parent->has_session)
        run.set_session(frame, run.session_of(parent));
    ask_of(run, frame) = ask_of(run, parent);
    ask_of(run, frame).is_refresh = true;
    run.world.clockwork.count_work(1);
    run.instance_of(frame).model->resume(run, frame);
}

Progress execute_act_on_answer(Run& run, FrameRef frame, const Op& op) {
    const FetchPlan& fetch = run.scenario.caches.fetches[op.a];
    const KeySpace& space = run.scenario.caches.spaces[fetch.space];
    switch (ask_of(run, frame).told) {
    case Told::kMiss:
        frame->op = fetch.fetch;
        return Progress::kNext;
    case Told::kHit:
        frame->op = fetch.end;
        return Progress::kNext;
    case Told::kRefresh:
        if (fetch.refreshes)
            detach(run, frame, fetch.fetch, op.label);
        frame->op = fetch.refreshes ? fetch.end : fetch.fetch;
        return Progress::kNext;
    case Told::kWait:
        begin_wait(frame, FrameState::kWaiting);
        wake_at(run, frame, run.now() + space.lease_wait, Wake::kWaitOver);
        yield_worker(run, frame);
        return Progress::kSuspended;
    case Told::kOtherFormat:
        if (space.fails_on_other_format) {
            frame->origin = run.instance_of(frame).component;
            fail_frame(run, frame, outcome_of_failed_step(frame, Outcome::kError));
            return Progress::kSuspended;
        }
        frame->op = fetch.fetch;
        return Progress::kNext;
    }
    SHAKETABLE_ASSERT(false);
}

void resume_act_on_answer(Run& run, FrameRef frame, const Op& op, std::uint16_t) {
    begin_wait(frame, FrameState::kRunning);
    ask_of(run, frame).told = Told::kMiss; // should it not be answered
    frame->op = run.scenario.caches.fetches[op.a].look_up;
    run.instance_of(frame).model->resume(run, frame);
}

Progress execute_begin_fetch(Run& run, FrameRef frame, const Op&) {
    KeyAsk& ask = ask_of(run, frame);
    ask.version = saved_version(run, ask);
    ask.began = run.now();
    ask.was_stale = frame->stale || ask.version != told_version(run, ask);
    frame->stale = false;
    ++frame->op;
    return Progress::kNext;
}

Progress execute_end_fetch(Run& run, FrameRef frame, const Op&) {
    KeyAsk& ask = ask_of(run, frame);
    if (frame->stale)
        --ask.version;
    frame->stale = frame->stale || ask.was_stale;
    ask.took = run.now() - ask.began;
    ask.told = Told::kHit;
    ++frame->op;
    return Progress::kNext;
}

Progress execute_end_refresh(Run& run, FrameRef frame, const Op&) {
    if (ask_of(run, frame).is_refresh) {
        end_frame(run, frame);
        return Progress::kSuspended;
    }
    ++frame->op;
    return Progress::kNext;
}

Progress execute_change(Run& run, FrameRef frame, const Op&) {
    const KeyAsk& ask = ask_of(run, frame);
    ++run.world.caches.spaces[ask.space].told.change(rank_of(run, ask));
    ++frame->op;
    return Progress::kNext;
}

Progress execute_detach(Run& run, FrameRef frame, const Op& op) {
    detach(run, frame, frame->op + 1, op.label);
    frame->op = op.a;
    return Progress::kNext;
}

} // namespace

Op choose_key_op(std::uint32_t choice, engine::Label label) {
    return Op{.execute = execute_choose_key, .label = label, .a = choice};
}
Op act_on_answer_op(std::uint32_t fetch, engine::Label label) {
    return Op{.execute = execute_act_on_answer, .resume = resume_act_on_answer, .label = label, .a = fetch};
}
Op begin_fetch_op() { return Op{.execute = execute_begin_fetch}; }
Op end_fetch_op() { return Op{.execute = execute_end_fetch}; }
Op end_refresh_op() { return Op{.execute = execute_end_refresh}; }
Op change_op() { return Op{.execute = execute_change}; }
Op detach_op(std::uint32_t target, engine::Label label) {
    return Op{.execute = execute_detach, .label = label, .a = target};
}

} // namespace shaketable::models
