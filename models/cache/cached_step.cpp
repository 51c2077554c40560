#include "models/cache/cached_step.hpp"

#include "models/cache/cache.hpp"
#include "models/frames.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Label kKey = engine::label("key of cache");
constexpr engine::Label kEviction = engine::label("eviction");
constexpr engine::Label kJitter = engine::label("ttl jitter");

KeyCache& values_at(Run& run, const Instance& here) {
    return run.world.caches[run.component_of(here).model_index].values;
}

Progress execute_choose_key(Run& run, FrameRef frame, const Op& op) {
    const KeyChoice& choice = run.scenario.key_choices[op.a];
    const KeySpace& space = run.scenario.key_spaces[choice.space];
    const engine::Key who = choice.shared == engine::Label()
                                ? frame->key.child(op.label)
                                : engine::Key{run.session_of(frame)}.child(choice.shared);
    engine::Draws draws(who, kKey);
    const auto rank = static_cast<std::uint32_t>(space.popularity.sample(draws) - 1);
    run.world.asks[frame.index] = {.key = space.first_key + rank};
    ++frame->op;
    return Progress::kNext;
}

Progress execute_jump_if_hit(Run& run, FrameRef frame, const Op& op) {
    frame->op = run.world.asks[frame.index].hit ? op.a : frame->op + 1;
    return Progress::kNext;
}

Progress execute_look_up(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    KeyCache& values = values_at(run, here);
    const std::uint32_t key = run.world.asks[frame.index].key;
    const KeyLife& life = run.scenario.key_lives[op.a];
    const std::optional<CachedValue> value = values.find(key);
    const bool hit = value && value->expires > run.now();
    run.meter(here, hit ? kHits : value ? kExpired : kMisses).count();
    if (hit) {
        values.use(key);
        if (life.sliding)
            values.set_expiry(key, run.now() + life.ttl);
    }
    if (const FrameRef caller = run.frame(frame->parent); caller_waits(caller, frame))
        run.world.asks[caller.index].hit = hit;
    ++frame->op;
    return Progress::kNext;
}

void measure(Run& run, const Instance& here, const KeyCache& values) {
    run.meter(here, kKeysHeld).set(run.now(), values.size());
    run.meter(here, kBytesHeld).set(run.now(), static_cast<std::int64_t>(values.bytes_held()));
}

Progress execute_store(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    KeyCache& values = values_at(run, here);
    const KeyLife& life = run.scenario.key_lives[op.a];
    engine::Draws jitter = run.draws(frame, kJitter, DrawBy::kAttempt);
    engine::Draws eviction = run.draws(frame, kEviction, DrawBy::kAttempt);
    const engine::Duration lives = life.jitter > 0.0
                                       ? engine::round_to_duration(static_cast<double>(life.ttl.ns()) *
                                                                   (1.0 - life.jitter * jitter.unit()))
                                       : life.ttl;
    const std::uint64_t evicted = values.evictions();
    values.store(run.world.asks[frame.index].key, {.expires = run.now() + lives, .bytes = life.bytes},
                 eviction);
    run.meter(here, kStores).count();
    run.meter(here, kEvictions).count(values.evictions() - evicted);
    measure(run, here, values);
    ++frame->op;
    return Progress::kNext;
}

Progress execute_erase(Run& run, FrameRef frame, const Op&) {
    const Instance& here = run.instance_of(frame);
    KeyCache& values = values_at(run, here);
    if (values.erase(run.world.asks[frame.index].key))
        run.meter(here, kDeletions).count();
    measure(run, here, values);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op choose_key_op(std::uint32_t choice, engine::Label label) {
    return Op{.execute = execute_choose_key, .label = label, .a = choice};
}
Op jump_if_hit_op(std::uint32_t target) { return Op{.execute = execute_jump_if_hit, .a = target}; }
Op look_up_op(std::uint32_t life) { return Op{.execute = execute_look_up, .a = life}; }
Op store_op(std::uint32_t life) { return Op{.execute = execute_store, .a = life}; }
Op erase_op() { return Op{.execute = execute_erase}; }

} // namespace shaketable::models
