#include "models/cache/serving.hpp"

#include "engine/math.hpp"
#include "models/cache/cache.hpp"
#include "models/cache/nodes.hpp"
#include "models/frames.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr engine::Label kEvictionDraw = engine::label("eviction");
constexpr engine::Label kJitterDraw = engine::label("ttl jitter");
constexpr engine::Label kEarlyDraw = engine::label("early recomputation");

/// A refresh of a value that may be served expired, where no lease is configured.
constexpr engine::Duration kRefreshLease = engine::Duration::from_seconds(10);
/// What the note takes that a key has no value.
constexpr std::uint32_t kNegativeBytes = 64;

bool is_absent(const Run& run, const KeyAsk& ask) {
    const KeySpace& space = run.scenario.caches.spaces[ask.space];
    return space.absent > 0.0 &&
           engine::Draws(engine::Key{space.label.bits}, space.label, rank_of(run, ask)).unit() < space.absent;
}

/// Whether the frame may get the value: nobody else does.
bool take_lease(Run& run, CacheNode& node, KeyAsk& ask, engine::Duration lasts) {
    Lease& lease = node.leases[ask.key];
    if (lease.token != 0 && run.now() < lease.until)
        return false;
    lease = {.token = ++node.tokens, .until = run.now() + lasts};
    ask.lease = lease.token;
    return true;
}

bool is_early(const Run& run, FrameRef frame, const KeyLife& life, engine::Duration left) {
    if (life.early == 0.0)
        return false;
    const engine::Duration took = run.world.caches.spaces[life.space].fetch_took;
    engine::Draws draws = run.draws(frame, kEarlyDraw, DrawBy::kAttempt);
    const double gap =
        static_cast<double>(took.ns()) * life.early * -engine::portable_log(draws.unit_positive());
    return gap >= static_cast<double>(left.ns());
}

/// Somebody has to get the value: this caller, or who has the lease.
Told want_value(Run& run, const Instance& here, KeyAsk& ask, const KeyLife& life) {
    if (life.lease == engine::Duration() || take_lease(run, node_of(run, here), ask, life.lease))
        return Told::kMiss;
    run.meter(here, kLeaseWaits).count();
    return Told::kWait;
}

/// The value's time is over.
Told serve_expired(Run& run, const Instance& here, KeyAsk& ask, const KeyLife& life, engine::Time expired) {
    if (run.now() >= expired + life.stale_for && !run.world.serves_stale) {
        run.meter(here, kExpired).count();
        return want_value(run, here, ask, life);
    }
    run.meter(here, kServedExpired).count();
    const engine::Duration lasts = life.lease == engine::Duration() ? kRefreshLease : life.lease;
    return take_lease(run, node_of(run, here), ask, lasts) ? Told::kRefresh : Told::kHit;
}

/// What is there of the key, for a caller who reads this format.
Told look_at(Run& run, FrameRef frame, const KeyLife& life) {
    const Instance& here = run.instance_of(frame);
    KeyAsk& ask = ask_of(run, frame);
    const std::optional<CachedValue> value = node_of(run, here).values.find(ask.key);
    if (!value) {
        run.meter(here, kMisses).count();
        return want_value(run, here, ask, life);
    }
    if (value->format != ask.format) {
        run.meter(here, kOtherFormat).count();
        return Told::kOtherFormat;
    }
    if (value->expires <= run.now())
        return serve_expired(run, here, ask, life, value->expires);
    if (is_early(run, frame, life, value->expires - run.now())) {
        run.meter(here, kEarly).count();
        return Told::kMiss;
    }
    return Told::kHit;
}

Progress execute_look_up(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const KeyLife& life = run.scenario.caches.lives[op.a];
    KeyAsk& ask = ask_of(run, frame);
    ask.told = look_at(run, frame, life);
    const bool hit = ask.told == Told::kHit || ask.told == Told::kRefresh;
    if (ask.told != Told::kWait) // who is told to ask again counts when he has asked
        run.meter(here, kHitRatio).count_if(hit);
    if (hit) {
        KeyCache& values = node_of(run, here).values;
        const bool stale = values.find(ask.key)->version != told_version(run, ask) % CachedValue::kVersions;
        run.meter(here, kStaleRatio).count_if(stale);
        frame->stale = frame->stale || stale;
        values.use(ask.key);
        if (life.sliding && ask.told == Told::kHit)
            values.set_expiry(ask.key, run.now() + life.ttl);
    }
    ++frame->op;
    return Progress::kNext;
}

Progress execute_tell_caller(Run& run, FrameRef frame, const Op&) {
    if (const FrameRef caller = run.frame(frame->parent); caller_waits(caller, frame)) {
        ask_of(run, caller).told = ask_of(run, frame).told;
        ask_of(run, caller).lease = ask_of(run, frame).lease;
    }
    ++frame->op;
    return Progress::kNext;
}

engine::Duration life_span(const Run& run, FrameRef frame, const KeyLife& life, bool absent) {
    if (absent)
        return life.negative_ttl;
    if (life.jitter == 0.0)
        return life.ttl;
    engine::Draws draws = run.draws(frame, kJitterDraw, DrawBy::kAttempt);
    return engine::round_to_duration(static_cast<double>(life.ttl.ns()) * (1.0 - life.jitter * draws.unit()));
}

/// Whether it may be stored: under a lease, if its caller had one, that has not ended.
bool return_lease(CacheNode& node, const KeyAsk& ask) {
    const auto lease = node.leases.find(ask.key);
    if (lease == node.leases.end())
        return ask.lease == 0;
    if (ask.lease != 0 && ask.lease != lease->second.token)
        return false;
    node.leases.erase(lease);
    return true;
}

void put_value(Run& run, FrameRef frame, const KeyLife& life) {
    const Instance& here = run.instance_of(frame);
    const KeyAsk& ask = ask_of(run, frame);
    KeyCache& values = node_of(run, here).values;
    const bool absent = is_absent(run, ask);
    if (absent && life.negative_ttl == engine::Duration())
        return;
    engine::Draws eviction = run.draws(frame, kEvictionDraw, DrawBy::kAttempt);
    const std::uint64_t evicted = values.evictions();
    values.store(ask.key,
                 {.expires = run.now() + life_span(run, frame, life, absent),
                  .version = ask.version % CachedValue::kVersions,
                  .format = ask.format,
                  .bytes = absent ? std::min(kNegativeBytes, life.bytes) : life.bytes},
                 eviction);
    run.meter(here, kStores).count();
    run.meter(here, kEvictions).count(values.evictions() - evicted);
    measure_node(run, here);
}

Progress execute_store(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const KeyAsk& ask = ask_of(run, frame);
    if (ask.took > engine::Duration())
        run.world.caches.spaces[ask.space].fetch_took = ask.took;
    if (return_lease(node_of(run, here), ask))
        put_value(run, frame, run.scenario.caches.lives[op.a]);
    else
        run.meter(here, kRefusedStores).count();
    ++frame->op;
    return Progress::kNext;
}

Progress execute_erase(Run& run, FrameRef frame, const Op&) {
    const Instance& here = run.instance_of(frame);
    CacheNode& node = node_of(run, here);
    const std::uint32_t key = ask_of(run, frame).key;
    node.leases.erase(key);
    if (node.values.erase(key))
        run.meter(here, kDeletions).count();
    measure_node(run, here);
    ++frame->op;
    return Progress::kNext;
}

Progress execute_accept(Run& run, FrameRef frame, const Op&) {
    KeyAsk& ask = ask_of(run, frame);
    ask.version = ++run.world.caches.spaces[ask.space].told.change(rank_of(run, ask));
    ask.lease = 0;
    node_of(run, run.instance_of(frame)).leases.erase(ask.key);
    ++frame->op;
    return Progress::kNext;
}

Progress execute_saved(Run& run, FrameRef frame, const Op&) {
    const KeyAsk& ask = ask_of(run, frame);
    SharedPages<std::uint32_t>& saved = run.world.caches.spaces[ask.space].saved;
    const std::uint32_t rank = rank_of(run, ask);
    if (saved[rank] < ask.version)
        saved.change(rank) = ask.version;
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op look_up_op(std::uint32_t life) { return Op{.execute = execute_look_up, .a = life}; }
Op tell_caller_op() { return Op{.execute = execute_tell_caller}; }
Op store_op(std::uint32_t life) { return Op{.execute = execute_store, .a = life}; }
Op erase_op() { return Op{.execute = execute_erase}; }
Op accept_op() { return Op{.execute = execute_accept}; }
Op saved_op() { return Op{.execute = execute_saved}; }

} // namespace shaketable::models
