#include "tests/models/swarm.hpp"

#include "models/cache/cache.hpp"
#include "models/jobs/job.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/queue/queue.hpp"
#include "models/queue/topic.hpp"
#include "models/server_metrics.hpp"
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"
#include "tests/support/random_scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <set>

namespace shaketable::models {

namespace {

/// How often each way to end an attempt, and each fact, was met: what is never reached is not tested.
struct Reached {
    std::array<std::uint64_t, kOutcomes> outcomes{};
    std::uint64_t retries = 0;
    std::int64_t wasted = 0;
    std::uint64_t migrations_done = 0;
    std::uint64_t migrations_failed = 0;
    std::set<DdlKind> ddl_kinds;
    std::uint64_t promotions = 0;
    std::int64_t lost_writes = 0;
    std::int64_t stale_reads = 0;
    std::int64_t prepared_ns = 0;
    std::int64_t backend_waiting_ns = 0; // of statements and connections at poolers
    std::int64_t vacuums_ended = 0;
    std::int64_t vacuums_cancelled = 0;
    std::int64_t rows_removed = 0;
    std::int64_t vacuum_pages_read = 0;
    std::uint64_t moves_done = 0;
    std::uint64_t moves_failed = 0;
    std::uint64_t cutover_waits = 0;
    std::array<std::int64_t, kCacheMetrics> of_caches{};
    std::int64_t memory_kills = 0;
    std::int64_t probe_kills = 0;
    std::int64_t collections_ns = 0;
    std::int64_t sessions_lost = 0;
    std::int64_t runs_succeeded = 0;
    std::int64_t runs_failed = 0;
    std::int64_t runs_skipped = 0;
    std::int64_t runs_replaced = 0;
    std::int64_t runs_tried_again = 0;
    std::int64_t redelivered = 0;
    std::int64_t done_again = 0;
    std::int64_t dead_letters = 0;
    std::int64_t dropped_messages = 0;
    std::int64_t blocked_ns = 0;
    std::int64_t expired_messages = 0;
    std::int64_t rebalances = 0;
    std::int64_t records_done_again = 0;
    std::int64_t records_given_up = 0;
    std::int64_t records_expired = 0;
    std::int64_t records_skipped = 0;
    std::int64_t redriven = 0;
    std::int64_t published_twice = 0;

    void add(const Simulation& simulation) {
        add_calls_and_moves(simulation);
        add_databases(simulation);
        add_queues_and_caches(simulation);
        add_services_and_jobs(simulation);
    }

  private:
    static std::int64_t total(const Simulation& simulation, const Component& of, std::uint32_t metric) {
        return static_cast<std::int64_t>(
            simulation.recording().meters()[of.first_meter + metric].total().sum);
    }

    void add_calls_and_moves(const Simulation& simulation) {
        for (const EdgeRecord& edge : simulation.recording().edges()) {
            retries += edge.retries;
            for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome)
                outcomes[outcome] += edge.outcomes[outcome];
        }
        for (const MigrationState& migration : simulation.world().migrations)
            if (migration.ended_at != engine::Time::latest())
                ++(migration.failed ? migrations_failed : migrations_done);
        for (const auto& [name, entry] : simulation.scenario().config.timeline)
            if (const auto* migration = std::get_if<MigrateConfig>(&entry.action); migration != nullptr)
                for (const MigrationStepConfig& step : migration->steps)
                    if (const auto* ddl = std::get_if<DdlStepConfig>(&step.verb); ddl != nullptr)
                        ddl_kinds.insert(ddl->kind);
        for (const MoveState& move : simulation.world().moves)
            if (move.ended_at != engine::Time::latest())
                ++(move.failed ? moves_failed : moves_done);
        for (const Component& of : simulation.scenario().components)
            if (of.first_move_metric != kNone)
                cutover_waits += simulation.recording()
                                     .meters()[of.first_meter + of.first_move_metric + kCutoverWait]
                                     .total()
                                     .count;
        for (const GroupState& group : simulation.world().groups)
            promotions += group.term;
    }

    void add_databases(const Simulation& simulation) {
        const auto total = [&](const Component& of, std::uint32_t metric) {
            return Reached::total(simulation, of, metric);
        };
        for (const GroupPlan& group : simulation.scenario().groups)
            for (const GroupMember& member : group.members) {
                lost_writes += total(simulation.scenario().components[member.component], kLostWrites);
                stale_reads += total(simulation.scenario().components[member.component], kStaleReads);
            }
        for (const DatabasePlan& database : simulation.scenario().databases) {
            prepared_ns += total(simulation.scenario().components[database.component], kPrepared);
            backend_waiting_ns +=
                total(simulation.scenario().components[database.component], kBackendWaiting);
        }
        for (const DatabasePlan& database : simulation.scenario().databases) {
            if (!database.autovacuum)
                continue;
            const Component& server = simulation.scenario().components[database.component];
            const std::uint32_t first = database.autovacuum->first_metric;
            vacuums_ended += total(server, first + kVacuumsEnded);
            vacuums_cancelled += total(server, first + kVacuumsCancelled);
            rows_removed += total(server, first + kRowsRemoved);
            vacuum_pages_read += total(server, first + kVacuumPagesRead);
        }
    }

    void add_queues_and_caches(const Simulation& simulation) {
        const auto total = [&](const Component& of, std::uint32_t metric) {
            return Reached::total(simulation, of, metric);
        };
        for (const QueuePlan& queue : simulation.scenario().queues) {
            const Component& component = simulation.scenario().components[queue.component];
            redelivered += total(component, kRedelivered);
            done_again += total(component, kDoneAgain);
            dead_letters += total(component, kDeadLetters);
            dropped_messages += total(component, kDroppedMessages);
            blocked_ns += total(component, kBlockedPublishers);
            expired_messages += total(component, kExpiredMessages);
            redriven += total(component, kRedriven);
            published_twice += total(component, kPublishedTwice);
        }
        for (const TopicPlan& topic : simulation.scenario().topics) {
            const Component& component = simulation.scenario().components[topic.component];
            rebalances += total(component, kRebalances);
            records_done_again += total(component, kRecordsDoneAgain);
            records_given_up += total(component, kRecordsGivenUp);
            records_expired += total(component, kRecordsExpired);
            records_skipped += total(component, kRecordsSkipped);
            published_twice += total(component, kAppendedTwice);
        }
        for (const CachePlan& cache : simulation.scenario().caches.caches)
            for (std::uint32_t metric = kServerMetrics; metric < kCacheMetrics; ++metric)
                of_caches[metric] += total(simulation.scenario().components[cache.component], metric);
    }

    void add_services_and_jobs(const Simulation& simulation) {
        const auto total = [&](const Component& of, std::uint32_t metric) {
            return Reached::total(simulation, of, metric);
        };
        for (const LifecyclePlan& plan : simulation.scenario().lifecycles) {
            const Component& of = simulation.scenario().components[plan.component];
            const auto total_of = [&](std::string_view name) {
                for (std::uint32_t metric = 0; metric < of.metrics.size(); ++metric)
                    if (of.metrics[metric].name == name)
                        return total(of, metric);
                return std::int64_t{0};
            };
            memory_kills += total_of("oom_kills");
            probe_kills += total_of("probe_kills");
            collections_ns += total_of("gc_pause");
            sessions_lost += total_of("sessions_lost");
        }
        for (const Component& component : simulation.scenario().components) {
            if (component.model->arrive != nullptr)
                wasted += total(component, kWasted);
            if (component.kind != JobConfig::kTag)
                continue;
            runs_succeeded += total(component, kRunsSucceeded);
            runs_failed += total(component, kRunsFailed);
            runs_skipped += total(component, kRunsSkipped);
            runs_replaced += total(component, kRunsReplaced);
            runs_tried_again += total(component, kRunsTriedAgain);
        }
    }
};

/// Once all has drained, every attempt since zero has ended in one way, or its caller crashed meanwhile.
void expect_every_attempt_ended(const Simulation& simulation) {
    const Scenario& scenario = simulation.scenario();
    for (std::uint32_t index = 0; index < scenario.edges.size(); ++index) {
        const EdgeRecord& edge = simulation.recording().edges()[index];
        const bool crashes =
            std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                        [&](const auto& entry) {
                            return (entry.verb == "crash" || entry.verb == "restart") &&
                                   entry.component == scenario.edges[index].caller;
                        }) ||
            scenario.components[scenario.edges[index].caller].model == &managed_service_model();
        const std::uint64_t ended =
            std::accumulate(edge.outcomes.begin(), edge.outcomes.end(), std::uint64_t{0});
        EXPECT_TRUE(crashes ? ended <= edge.attempts : ended == edge.attempts)
            << ended << " of " << edge.attempts;
    }
    for (const JourneyRecord& journey : simulation.recording().journeys())
        for (const JourneyWindow& window : journey.windows)
            EXPECT_EQ(window.ended(), window.begun);
}

/// What a server counted: each request that arrived was turned away, lost, or answered, once.
void expect_every_request_accounted_for(const Simulation& simulation) {
    for (const Component& component : simulation.scenario().components)
        for (std::uint32_t replica = 0; component.model->arrive != nullptr && replica < component.instances;
             ++replica) {
            const Instance& here = simulation.world().instances[component.first_instance + replica];
            EXPECT_EQ(here.entered, here.left) << component.name;
            const auto total = [&](std::uint32_t metric) {
                return static_cast<std::int64_t>(
                    simulation.recording().meters()[here.first_meter + metric].total().sum);
            };
            // A request answered before a crash may be lost in its cold path, and one may span time zero.
            EXPECT_GE(total(kAnsweredOk) + total(kAnsweredError) + total(kRejected) + total(kLost) +
                          total(kCancelledRequests),
                      total(kArrived));
            EXPECT_LE(total(kWasted), total(kAnsweredOk) + total(kAnsweredError));
        }
}

bool is_busy(const World& world) {
    return world.live_frames > 0 ||
           std::any_of(world.moves.begin(), world.moves.end(), [](const MoveState& move) {
               return move.phase != MovePhase::kNotBegun && move.phase != MovePhase::kOver;
           });
}

/// Runs a few events at a time and looks at the world in between, until nothing is left to do (or the end).
void run_watched(Simulation& simulation, std::uint64_t stride) {
    const World& world = simulation.world();
    const engine::Time end = simulation.scenario().end;
    while (world.now() < end && (is_busy(world) || world.now() < at_ns(5 * kSecond))) {
        const engine::Time until = std::min(end, world.now() + engine::Duration::from_seconds(1));
        run_events(simulation, until, stride + world.live_frames); // counting them costs as much as there are
        const std::string broken = broken_invariant(simulation);
        ASSERT_EQ(broken, "") << "at " << world.now().ns() << " ns, event " << world.clockwork.events;
    }
}

void drain(std::uint64_t seed, Reached& reached) {
    Simulation simulation(compiled(random_file(seed, false)), seed);
    run_watched(simulation, 5 + seed * 7 % 40);
    // What databases send to each other has no frame on its way, but where it arrives.
    (void)simulation.run_until(simulation.world().now() + engine::Duration::from_seconds(1));
    run_watched(simulation, 5 + seed * 7 % 40);
    if (testing::Test::HasFatalFailure())
        return;
    ASSERT_EQ(left_behind(simulation), "");
    simulation.finish_recording();
    expect_every_attempt_ended(simulation);
    expect_every_request_accounted_for(simulation);
    reached.add(simulation);
}

void keep_invariants(std::uint64_t seed) {
    Simulation simulation(compiled(random_file(seed, true)), seed);
    for (engine::Time until = at_ns(0); until < at_ns(3 * kSecond);
         until = until + engine::Duration::from_ns(100 * kMs)) {
        run_events(simulation, until, 1'000'000);
        ASSERT_EQ(broken_invariant(simulation), "") << "at " << until.ns() << " ns";
    }
}

void resume_from_a_copy(std::uint64_t seed) {
    const ScenarioPtr scenario = compiled(random_file(seed, true));
    const engine::Time end = at_ns(3 * kSecond);
    Simulation first(scenario, seed);
    ASSERT_EQ(first.run_until(end), engine::StopReason::kReachedEnd);
    Simulation second(scenario, seed);
    run_events(second, end, 1 + first.world().clockwork.events * (seed % 7) / 7);
    Simulation copy = second;
    ASSERT_EQ(digest(copy.world()), digest(second.world()));
    for (Simulation* later : {&second, &copy}) {
        ASSERT_EQ(later->run_until(end), engine::StopReason::kReachedEnd);
        ASSERT_EQ(later->fingerprint(), first.fingerprint());
        ASSERT_EQ(digest(later->world()), digest(first.world()));
        ASSERT_EQ(digest(later->recording()), digest(first.recording()));
    }
}

} // namespace

void expect_all_drain(Seeds seeds) {
    Reached reached;
    support::for_each_seed(seeds, [&](std::uint64_t seed) { drain(seed, reached); });
    if (seeds.last - seeds.first < 250 || std::getenv("SHAKETABLE_SEED") != nullptr)
        return; // too few to meet everything
    for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome)
        EXPECT_TRUE(reached.outcomes[outcome] > 100 ||
                    static_cast<Outcome>(outcome) == Outcome::kSlow || // of journeys
                    static_cast<Outcome>(outcome) == Outcome::kStale)
            << name_of(static_cast<Outcome>(outcome));
    EXPECT_GT(reached.retries, 1000U);
    EXPECT_GT(reached.wasted, 1000);
    EXPECT_GT(reached.migrations_done, 10U);
    EXPECT_GT(reached.migrations_failed, 5U);
    EXPECT_EQ(reached.ddl_kinds.size(), kDdlKinds);
    EXPECT_GT(reached.promotions, 10U);
    EXPECT_GT(reached.lost_writes, 5);
    EXPECT_GT(reached.stale_reads, 30);
    EXPECT_GT(reached.prepared_ns, 10 * kSecond);
    EXPECT_GT(reached.backend_waiting_ns, 100 * kSecond);
    EXPECT_GT(reached.vacuums_ended, 1000);
    EXPECT_GT(reached.vacuums_cancelled, 3);
    EXPECT_GT(reached.rows_removed, 5'000); // of tables of 3 and 12 rows
    EXPECT_GT(reached.vacuum_pages_read, 100);
    EXPECT_GT(reached.moves_done, 50U);
    EXPECT_GT(reached.moves_failed, 10U);
    EXPECT_GT(reached.cutover_waits, 15U);
    for (std::uint32_t metric = kServerMetrics; metric < kCacheMetrics; ++metric)
        EXPECT_GT(reached.of_caches[metric], 20) << cache_metrics()[metric - kServerMetrics].name;
    EXPECT_GT(reached.memory_kills, 30);
    EXPECT_GT(reached.probe_kills, 100);
    EXPECT_GT(reached.collections_ns, kSecond);
    EXPECT_GT(reached.sessions_lost, 100);
    EXPECT_GT(reached.runs_succeeded, 100);
    EXPECT_GT(reached.runs_failed, 20);
    EXPECT_GT(reached.runs_skipped, 20);
    EXPECT_GT(reached.runs_replaced, 10);
    EXPECT_GT(reached.runs_tried_again, 20);
    EXPECT_GT(reached.redelivered, 1000);
    EXPECT_GT(reached.done_again, 100);
    EXPECT_GT(reached.dead_letters, 100);
    EXPECT_GT(reached.dropped_messages, 100);
    EXPECT_GT(reached.blocked_ns, 10 * kSecond);
    EXPECT_GT(reached.expired_messages, 100);
    EXPECT_GT(reached.rebalances, 50);
    EXPECT_GT(reached.records_done_again, 10);
    EXPECT_GT(reached.records_given_up, 100);
    EXPECT_GT(reached.records_expired, 100);
    EXPECT_GT(reached.records_skipped, 10);
    EXPECT_GT(reached.redriven, 10);
    EXPECT_GT(reached.published_twice, 10);
}

void expect_all_keep_their_invariants(Seeds seeds) { support::for_each_seed(seeds, keep_invariants); }

void expect_all_resume_from_a_copy(Seeds seeds) { support::for_each_seed(seeds, resume_from_a_copy); }

} // namespace shaketable::models
