#include "tests/models/digest.hpp"
#include "tests/models/tiny.hpp"

namespace shaketable::models {

namespace {

void fold_frames(Digest& all, const World& world) {
    all.fold(world.now().ns(), world.clockwork.events, world.clockwork.queue.size(), world.live_frames,
             world.free_frame, world.clamped, world.retries_off,
             world.serves_stale);
    for (const Frame& frame : world.frames) {
        all.fold(frame.key.bits, frame.since.ns(), frame.called_at_ns, frame.tried_at.ns(), frame.op,
                 frame.epoch, frame.instance, frame.parent, frame.next, frame.previous, frame.child,
                 frame.lineage, frame.state, frame.attempt, frame.replied, frame.has_worker,
                 frame.on_connection, frame.cancelled, frame.has_deadline, frame.has_session, frame.stale,
                 frame.leads_flight);
    }
    for (std::uint32_t frame = 0; frame < world.deadlines.size(); ++frame)
        all.fold(world.deadlines[frame].ns());
    for (std::uint32_t frame = 0; frame < world.transaction_of.size(); ++frame)
        all.fold(world.transaction_of[frame], world.frames[frame].has_transaction);
}

void fold_transactions(Digest& all, const World& world) {
    for (const Transaction& of : world.transactions)
        all.fold(of.instance, of.statement, of.epoch, of.next_free, of.of_client, of.has_begun,
                 of.is_connected, of.must_open, of.is_open, of.was_terminated, of.is_rolling_back,
                 of.has_failed, of.migration, of.id, of.trunk, of.op, of.origin, of.attempt, of.outcome,
                 of.coordinator, of.next_prepared, of.is_prepared, of.in_doubt, of.rows_written,
                 of.tables_written, of.isolation, of.is_decided, of.has_changed, of.snapshot_at.ns());
    for (const MigrationState& of : world.migrations) {
        all.fold(of.step, of.attempts, of.rows_done, of.has_invalid_index, of.failed, of.ended_at.ns(),
                 of.vacuum_horizon.ns());
        for (const std::uint64_t id : of.awaited)
            all.fold(id);
    }
}

void fold_moves(Digest& all, const World& world) {
    for (const MoveState& of : world.moves) {
        all.fold(of.phase, of.is_cut_off, of.failed, of.source, of.target, of.table, of.keys.pivot, of.batch,
                 of.batches, of.held_until.ns(), of.ended_at.ns());
        for (const std::vector<std::int64_t>* rows : {&of.left, &of.copied})
            for (const std::int64_t count : *rows)
                all.fold(count);
    }
    for (const Placement& of : world.placements) {
        all.fold(of.moved.size());
        for (const std::uint32_t move : of.held)
            all.fold(move);
    }
    for (const std::uint32_t move : world.moves_in_line)
        all.fold(move);
}

void fold_groups(Digest& all, const World& world) {
    for (const GroupState& group : world.groups) {
        all.fold(group.primary, group.term, group.primary_is_gone, group.is_promoting, group.promotion_is_due,
                 group.promoted, group.log.first(), group.log.end(), group.waiting.size());
        for (const MemberState& of : group.members)
            all.fold(of.sent, of.received, of.started, of.applied, of.confirmed, of.arrives_at.ns(),
                     of.is_read, of.has_diverged, of.has_left, of.epoch, of.applying.size(),
                     of.applied_early.size());
    }
}

void fold_databases(Digest& all, const World& world) {
    for (const DatabaseState& database : world.databases) {
        all.fold(database.locks.locks(), database.memory.size(), database.disk_free_at.ns(),
                 database.changes.kept(), database.changes.snapshots(), database.changes.writers(),
                 database.conflicts.transactions(), database.backends_busy, database.connecting.length,
                 database.will_dispatch);
        for (const TableState& table : database.tables) {
            all.fold(table.rows, table.built, table.dead, table.room, table.rows_of_estimates);
            for (const Deaths& deaths : table.deaths)
                all.fold(deaths.last.ns(), deaths.merges_until.ns(), deaths.rows);
        }
        for (const DyingRows& dying : database.autovacuum.dying)
            all.fold(dying.transaction, dying.table, dying.rows);
        for (const VacuumWorker& worker : database.autovacuum.workers)
            all.fold(worker.frame, worker.transaction, worker.tables.size(), worker.table,
                     worker.horizon.ns(), worker.removable, worker.sweep, worker.page, worker.pages,
                     worker.reads, worker.cost, worker.is_cancelled);
        all.fold(database.autovacuum.launched, database.autovacuum.epoch, database.autovacuum.launch_is_due);
    }
}

void fold_queues(Digest& all, const World& world) {
    for (const QueueState& queue : world.queues.of) {
        all.fold(queue.store.visible(), queue.store.delayed(), queue.store.in_flight(), queue.store.size(),
                 queue.store.next_due().ns(), queue.blocked.length, queue.turn, queue.wakes_at.ns(),
                 queue.is_sampled);
        for (const ConsumerEnd& end : queue.ends)
            all.fold(end.has, end.era);
    }
    for (const TopicState& topic : world.queues.topics) {
        all.fold(topic.turn, topic.is_sampled);
        for (std::uint32_t group = 0; group < topic.groups.size(); ++group) {
            const TopicGroupState& of = topic.groups[group];
            all.fold(of.generation, of.is_rebalancing, of.will_commit, topic.lags[group]);
            for (std::uint32_t partition = 0; partition < of.partitions.size(); ++partition)
                all.fold(topic.log.position(group, partition), topic.log.committed(group, partition),
                         topic.log.owner(group, partition), topic.log.is_lost(group, partition),
                         of.partitions[partition].is_in_work, of.partitions[partition].taken_until,
                         of.partitions[partition].commits_when_asked, of.partitions[partition].attempts,
                         of.partitions[partition].done_before);
        }
    }
}

void fold_jobs(Digest& all, const World& world) {
    for (const JobHost& host : world.job_hosts) {
        all.fold(host.schedule.ns(), host.due, host.succeeded_at.ns());
        all.fold(host.size);
        for (const JobRun& of : host.runs)
            all.fold(of.number, of.tries, of.frame, of.items, of.began.ns(), of.deadline.ns(),
                     of.next_try.ns());
    }
}

void fold_instances(Digest& all, const World& world) {
    for (const Instance& here : world.instances) {
        all.fold(here.crashes, here.host_crashes, here.hangs, here.workers_busy, here.unserved,
                 here.in_service, here.entered, here.left, here.cpu.running, here.cpu.frames, here.cpu.shared,
                 here.version, here.capacity.workers, here.capacity.queue_limit);
        all.fold(here.queue);
        all.fold(here.speed);
        all.fold(here.slowness);
        all.fold(here.killed_at.ns());
        all.fold(here.cpu.used);
        all.fold(here.cpu.virtual_now);
    }
}

void fold_lives(Digest& all, const World& world) {
    for (const LifecycleState& lifecycle : world.lifecycles) {
        for (const Life& life : lifecycle.lives) {
            all.fold(life.phase, life.is_held_down, life.is_ready, life.has_started, life.epoch, life.deaths,
                     life.restarts, life.started_at.ns(), life.ready_since.ns(), life.warm_steps, life.leaked,
                     life.garbage, life.sessions, life.is_collecting, life.is_out_of_memory);
            for (const Probe& probe : life.probes)
                all.fold(probe.ordinal, probe.who, probe.is_pending, probe.successes, probe.failures);
        }
        for (const std::uint32_t replica : lifecycle.in_rotation)
            all.fold(replica);
        all.fold(lifecycle.wanted);
        for (const auto& [user, place] : lifecycle.sessions)
            all.fold(user, place.replica, place.process, place.expires.ns());
    }
}

void fold_timeline_and_edges(Digest& all, const World& world) {
    for (const HeldMessage& message : world.held)
        all.fold(message.entry, message.latency.ns(), message.payload.index, message.payload.epoch);
    for (const DeferredWake& wake : world.deferred)
        all.fold(wake.instance, wake.frame, wake.epoch, wake.detail);
    for (const engine::Time ended : world.ended)
        all.fold(ended.ns());
    for (const ClientState& client : world.clients)
        all.fold(client.arrivals, client.extra_arrivals, client.extra_epoch, client.exposed_at.ns());
    for (const std::uint8_t stays : world.user_stays_away)
        all.fold(stays);
    for (const Watch& watch : world.watches)
        all.fold(watch.crossed_at.ns(), watch.begins_at.ns(), watch.evaluations);
    for (const JourneyCount& count : world.journey_counts)
        all.fold(count.ended, count.failed, count.good);
    for (const std::vector<std::uint8_t>* entries : {&world.active, &world.dropped})
        for (const std::uint8_t entry : *entries)
            all.fold(entry);
    all.fold(world.network);
    for (const std::uint32_t entries : world.disturbed)
        all.fold(entries);
    for (const EdgeState& edge : world.edge_states) {
        all.fold(edge.next_replica, edge.pool_size, edge.connections, edge.idle);
        all.fold(edge.waiting);
    }
    std::apply([&](const auto&... states) { (all.fold_states(states), ...); }, world.policy_states);
    for (const std::uint32_t attempts : world.outstanding)
        all.fold(attempts);
}

void fold_caches(Digest& all, const CacheState& caches) {
    for (const CacheNode& node : caches.nodes) {
        all.fold(node.values.size(), node.values.bytes_held(), node.values.evictions(), node.tokens);
        for (const auto& [key, lease] : node.leases)
            all.fold(key, lease.token, lease.until.ns());
    }
    for (const SpaceState& space : caches.spaces) {
        all.fold(space.fetch_took.ns());
        for (std::uint32_t key = 0; key < space.told.size(); ++key)
            all.fold(space.told[key]);
        for (std::uint32_t key = 0; key < space.saved.size(); ++key)
            all.fold(space.saved[key]);
    }
    for (std::uint32_t frame = 0; frame < caches.asks.size(); ++frame) {
        const KeyAsk& ask = caches.asks[frame];
        all.fold(ask.key, ask.version, ask.lease, ask.space, ask.format, ask.told, ask.was_stale,
                 ask.is_refresh, ask.took.ns(), ask.began.ns());
    }
    for (const auto& [key, flight] : caches.flights) {
        all.fold(std::get<0>(key), std::get<1>(key), std::get<2>(key), flight.leader, flight.waiting.size());
        for (const Flight::Waiting& waiting : flight.waiting)
            all.fold(waiting.frame, waiting.epoch);
    }
}

} // namespace

std::uint64_t digest(const World& world) {
    Digest all;
    for (const auto fold : {fold_frames, fold_transactions, fold_moves, fold_groups, fold_databases,
                            fold_queues, fold_jobs, fold_instances, fold_lives, fold_timeline_and_edges})
        fold(all, world);
    fold_caches(all, world.caches);
    return all.value();
}

} // namespace shaketable::models
