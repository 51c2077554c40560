// The world: all that changes during a run, as one copyable value. Indices, never pointers; the compiled
// scenario is shared and immutable.
#pragma once

#include "engine/fingerprint.hpp"
#include "engine/paged.hpp"
#include "engine/run_loop.hpp"
#include "engine/timer_lanes.hpp"
#include "models/cache/state.hpp"
#include "models/component_model.hpp"
#include "models/database/buffer_cache.hpp"
#include "models/database/lock_manager.hpp"
#include "models/database/log.hpp"
#include "models/database/read_write_conflicts.hpp"
#include "models/database/row_changes.hpp"
#include "models/database/transaction.hpp"
#include "models/database/vacuum_state.hpp"
#include "models/frame.hpp"
#include "models/jobs/state.hpp"
#include "models/lifecycle/state.hpp"
#include "models/queue/state.hpp"
#include "models/scenario.hpp"

#include <vector>

namespace shaketable::models {

enum class EventKind : std::uint8_t {
    kArrive,    // index: the frame that arrives at its instance
    kFrame,     // index, epoch: a frame; detail: a Wake, and its argument in the upper byte
    kCpu,       // index: instance; epoch: of its cpu
    kLane,      // index: timer lane
    kTimeline,  // index: entry; detail: 0 begins, 1 ends, 2 a step, whose number is the epoch
    kModel,     // index, epoch: the model's own; detail: component's position in the low 16 bits
    kCancel,    // index: the frame that is cancelled; detail and epoch: see models/deadline.cpp
    kCondition, // index: entry of the timeline whose condition is evaluated
};

/// Why a frame is woken: the low byte of a kFrame event's detail.
enum class Wake : std::uint8_t {
    kWorkDone,
    kWaitOver,
    kAnswer, // the upper byte is the Outcome
    kConnected,
    kTimeout,
    kPoolTimeout,
    kBackoffOver,
    kOverallTimeout,
    kTurnedAway,    // by its own policy; the upper byte is the Outcome
    kHasConnection, // of its pool; the upper byte: 1 if it has to be opened
    kCancelled,     // what it waits for is pointless
    kLockGranted,
    kLockTimeout,
    kDeadlockCheck,
};

/// The cores of one instance: see models/cpu.hpp.
struct Cpu {
    double virtual_now = 0.0;     // ns of work that each frame on shared cores has received
    engine::Time updated_at = {}; // when virtual_now was brought up to date
    engine::Time wakes_at = {};   // of the pending event, if any
    double used = 0.0;            // thousandths of cores x ns, until it was shown last
    engine::Time shown_at = {};
    std::uint32_t shown = 0; // thousandths of cores
    std::uint32_t running = 0;
    std::uint32_t frames = kNone; // alone: a list; shared: a heap by virtual_finish
    std::uint32_t epoch = 0;
    std::uint32_t next_rank = 0;
    bool shared = false;
    bool has_event = false;
};

/// One replica, or the one instance of a client or database.
struct Instance {
    const ComponentModel* model = nullptr; // the component's
    std::uint32_t component = 0;
    std::uint32_t replica = 0;
    std::uint64_t salt = 0;              // a hash of the replica's number: tells its facts apart
    std::uint32_t first_meter = 0;       // its metrics' meters, in the component's order
    std::uint32_t first_call_metric = 0; // among them
    std::uint32_t first_edge_state = 0;  // its ends of edges, in the component's order
    std::uint32_t version = 0;           // of its component's configuration
    std::uint32_t first_program = 0;     // of that version
    Capacity capacity = {};
    double speed = 1.0;             // product of the slow factors' inverses
    double slowness = 1.0;          // of its own, one of these factors: while it warms up
    double error_probability = 0.0; // on top of the endpoint's
    std::uint32_t crashes = 0;      // active crash entries, and who runs it keeps it down; 0: up
    std::uint32_t host_crashes = 0; // the same of its host
    std::uint32_t hangs = 0;        // the same of hangs, since its process was last killed
    engine::Time killed_at = {};
    std::uint32_t workers_busy = 0; // of a database: connections open
    std::uint32_t unserved = 0;     // in the queue and not yet taken by a worker
    std::uint32_t in_service = 0;   // requests being served
    FrameList queue = {};
    bool dispatching = false;
    std::uint64_t entered = 0; // requests (of a client: journeys) ever
    std::uint64_t left = 0;
    Cpu cpu = {};
};

/// One caller instance's end of an edge: load balancing, and the connection pool if it has one.
struct EdgeState {
    std::uint32_t next_replica = 0;
    std::uint32_t pool_size = 0;
    std::uint32_t connections = 0; // open or being opened
    std::uint32_t idle = 0;
    FrameList waiting = {};
};

/// A message that waits for its edge to be mended.
struct HeldMessage {
    std::uint32_t entry = 0; // of the timeline, that cut it
    engine::Duration latency = {};
    engine::Payload payload = {};
};

/// What a process that hangs has missed.
struct DeferredWake {
    std::uint32_t instance = 0;
    std::uint32_t frame = 0;
    std::uint32_t epoch = 0;
    std::uint16_t detail = 0;
};

struct ClientState {
    std::uint64_t arrivals = 0;
    double factor = 1.0; // of the load
    // The second stream, while the factor is above 1: see models/client.cpp.
    std::uint64_t extra_arrivals = 0;
    double extra_exposure = 0.0;   // that is left to the next of them
    engine::Time exposed_at = {};  // since when
    std::uint32_t extra_epoch = 0; // of the event that is pending
};

/// How far a condition of the timeline has come.
struct Watch {
    engine::Time crossed_at = engine::Time::latest(); // since when each evaluation found the line crossed
    engine::Time begins_at = engine::Time::latest();  // its entry, once it has fired
    std::uint64_t evaluations = 0;                    // that did not fire
};

/// Journeys that ended between two evaluations of a condition.
struct JourneyCount {
    std::uint32_t ended = 0;
    std::uint32_t failed = 0;
    std::uint32_t good = 0;
};

/// The connections of one pool whose ages matter: see models/pool.hpp.
struct PoolAges {
    struct Idle {
        engine::Time since = {};
        engine::Time retires_at = {};
    };
    std::vector<Idle> idle = {};           // the one that was used last is at the end
    std::vector<engine::Time> in_use = {}; // when they retire, the first to do so at the end
    std::uint64_t opened = 0;
};

/// One database server with tables: its locks (see models/database/transactions.hpp), where its rows are (see
/// models/database/access.hpp), and who changed or read which (see models/database/isolation.hpp).
struct DatabaseState {
    LockManager locks = {};
    std::vector<TableState> tables = {};
    BufferCache memory = {};
    engine::Time disk_free_at = {};
    std::uint32_t backends_busy = 0; // of its pooler
    FrameList connecting = {};       // to a pooler that has none left for another session
    bool will_dispatch = false;      // the pooler's event is pending
    RowChanges changes = {};
    ReadWriteConflicts conflicts = {};
    AutovacuumState autovacuum = {};
    std::vector<std::uint32_t> granted = {}; // scratch; empty between events
};

/// How far a migration has come.
struct MigrationState {
    std::uint32_t step = 0;
    std::uint32_t attempts = 0;                     // at this step, or at all of them
    std::uint64_t rows_done = 0;                    // of a backfill
    std::vector<std::uint64_t> awaited = {};        // ids of the transactions that a statement waits for
    engine::Time vacuum_horizon = {};               // of its statement that vacuums
    std::vector<TruncatedTable> truncated = {};     // since its last commit, in order
    bool has_invalid_index = false;                 // left behind, or not ready yet
    bool failed = false;                            // for good
    engine::Time ended_at = engine::Time::latest(); // done, or failed
};

struct World {
    ScenarioPtr scenario;
    std::uint64_t seed = 1;
    engine::Key root = {};
    engine::Clockwork clockwork;
    engine::TimerLanes timers;
    engine::Paged<Frame> frames = {};
    engine::Paged<engine::Time> deadlines =
        {}; // by frame, where work may be stopped: see models/deadline.hpp
    engine::Paged<std::uint32_t> transaction_of = {}; // by frame, of those that have one
    engine::Paged<std::uint64_t> sessions = {};       // by frame, of those that have one
    std::vector<GroupState> groups = {};
    std::vector<DatabaseState> databases = {}; // by Component::model_index
    CacheState caches = {};
    std::vector<LifecycleState> lifecycles = {}; // by Component::model_index, of services that have one
    std::vector<JobHost> job_hosts = {};         // of all jobs
    QueuesState queues = {};
    std::vector<Transaction> transactions = {};
    std::uint32_t free_transaction = kNone;
    std::uint64_t transactions_made = 0;
    std::vector<MigrationState> migrations = {};
    std::vector<Placement> placements = {};        // by Scenario::shards
    std::vector<MoveState> moves = {};             // by Scenario::moves
    std::vector<std::uint32_t> moves_in_line = {}; // that have begun, and wait for one of their databases
    std::uint32_t free_frame = kNone;
    std::uint32_t live_frames = 0;
    std::vector<Instance> instances = {};
    std::vector<EdgeState> edge_states = {};
    std::vector<PoolAges> pool_ages = {};
    Policies::States policy_states = {};
    std::vector<std::uint32_t> outstanding = {}; // attempts under way, where a load balancer counts them
    std::vector<ClientState> clients = {};
    std::vector<std::uint32_t> user_journeys = {};  // closed clients: journeys begun, by user
    std::vector<std::uint8_t> user_stays_away = {}; // the same: neither thinks nor asks
    std::vector<std::uint8_t> active = {};          // timeline entries
    std::vector<engine::Time> ended = {};           // the same: when they ended by themselves; latest()
    std::vector<std::uint8_t> dropped = {};         // the same: they never happen
    std::vector<Watch> watches = {};                // by condition
    std::vector<JourneyCount> journey_counts = {};  // of those that count journeys
    std::uint32_t network = 0;                      // in Scenario::networks
    std::vector<std::uint32_t> disturbed = {};      // by edge: active entries that cut or delay it
    std::vector<HeldMessage> held = {};
    std::vector<DeferredWake> deferred = {};
    std::vector<engine::Fingerprint> facts = {}; // by component
    bool retries_off = false;                    // see models/relief.hpp
    bool serves_stale = false;                   // likewise
    std::uint64_t clamped = 0;                   // durations drawn outside [0, 100 years]

    [[nodiscard]] engine::Time now() const { return clockwork.queue.now(); }
    [[nodiscard]] std::size_t bytes() const;
};

} // namespace shaketable::models
