// A compiled scenario: what never changes during a run. Flat tables, addressed by index; shared by all copies
// of a world. Made by compile_scenario only.
#pragma once

#include "engine/distribution.hpp"
#include "engine/random.hpp"
#include "models/cache/plans.hpp"
#include "models/database/plans.hpp"
#include "models/jobs/plans.hpp"
#include "models/lifecycle/plans.hpp"
#include "models/metric.hpp"
#include "models/outcome.hpp"
#include "models/queue/plans.hpp"
#include "models/scenario_config.hpp"

#include <array>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace shaketable::models {

class Run;
struct FrameRef;
struct Op;
struct TimelineEntry;

/// What an operation did with the frame that executes it.
enum class Progress : std::uint8_t {
    kNext,      // go on with the operation at frame.op
    kSuspended, // something will resume it, or it has ended
};

/// One operation of a compiled step list. `execute` is called when a frame comes to it, `resume` when
/// something it waited for happened; what `a` and `b` mean is the operation's.
struct Op {
    Progress (*execute)(Run&, FrameRef, const Op&) = nullptr;
    void (*resume)(Run&, FrameRef, const Op&, std::uint16_t detail) = nullptr;
    engine::Label label = {}; // of the step's id
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double probability = 0.0;
};

struct Endpoint {
    std::string name = {};
    engine::Label label = {};
    std::uint32_t component = 0;
};

/// Caller and callee, and what lies between.
struct Edge {
    std::uint32_t caller = 0; // components
    std::uint32_t callee = 0;
    std::uint32_t slot = 0; // position among the caller's edges
    bool pooled = false;
    std::uint32_t first_pool_metric = kNone; // among the caller's metrics
    std::uint32_t first_ages = kNone;        // in World::pool_ages: by caller instance
    std::uint32_t first_outstanding = kNone; // in World::outstanding: by caller instance, then by callee's
};

/// The latencies of all edges while these entries of the timeline are active; see models/versions.hpp.
struct Network {
    std::vector<std::uint32_t> entries = {};
    std::vector<engine::Distribution> latencies = {}; // of a leg, by edge
};

/// What a part of a policy is told and asked: see models/policies/policy_model.hpp.
struct PolicyModel;

struct PolicyPart {
    const PolicyModel* model = nullptr;
    std::uint32_t kind = 0;        // position in Policies
    std::uint32_t config = 0;      // in the table of its kind
    std::uint32_t first_state = 0; // at a call site: of the caller's instance 0; the next instance's follow
};

struct Policy {
    std::string name = {};
    std::uint32_t timeout_lane = kNone;
    engine::Duration timeout = engine::kLongest;
    engine::Duration overall_timeout = engine::kLongest;
    bool propagates_deadline = false;
    bool cancels = false;
    RetryConfig retry{.attempts = 1};
    Balance balance = Balance::kRoundRobin;
    std::uint32_t choices = 0; // 0: all replicas
    std::vector<PolicyPart> parts = {};
};

/// One place in a step list from which a call is made; and what a call looks up on its way, in one place.
struct CallSite {
    std::uint32_t edge = 0;
    std::uint32_t endpoint = 0;
    std::uint32_t policy = 0;
    std::uint32_t program = 0;       // the endpoint's position among its component's
    std::uint32_t edge_slot = 0;     // the edge's position among the caller's
    std::uint32_t first_replica = 0; // instances of the callee
    std::uint32_t replicas = 0;
    std::uint32_t timeout_lane = kNone;
    bool pooled = false;
    bool in_transaction = false; // over the connection of the transaction that the step is part of
    bool constant_latency = false;
    bool plain =
        false; // nothing of what follows up to `parts`, and no deadline that may come before a timeout
    bool propagates_deadline = false;
    bool cancels = false;
    bool balanced = false; // not merely round robin
    Balance balance = Balance::kRoundRobin;
    std::uint32_t choices = 0;
    std::uint32_t first_outstanding = kNone;
    std::uint32_t rotation = kNone; // in World::lifecycles, of a callee whose replicas come and go
    std::uint32_t route = kNone;    // in Scenario::routes, if where it goes is decided for each attempt
    std::uint32_t otherwise =
        kNone;                // the operation at which it goes on where the call fails; kNone: it fails, too
    bool carries_key = false; // the caller's: see models/cache/asking.hpp
    bool by_key = false;      // which decides the replica
    // What it asks for is at the callee already, and an answer is of use there: such a leg takes no time, and
    // nothing that disturbs the edge concerns it.
    bool request_is_there = false;
    bool answer_stays = false;
    std::uint32_t parts = 0; // of the policy, in Scenario::policy_parts from first_part on
    std::uint32_t first_part = 0;
    engine::Duration latency = {}; // of a leg, if constant
};

/// The states of a policy's part that all instances of a caller have for one edge.
struct PolicyStates {
    const PolicyModel* model = nullptr;
    std::uint32_t policy = 0;
    std::uint32_t edge = 0;
    std::uint32_t caller = 0; // component
    std::uint32_t config = 0; // in the table of its kind
    std::uint32_t first_state = 0;
};

struct Fork {
    std::vector<std::uint32_t> programs = {}; // first operations of the branches
    std::uint32_t copies = 1;
};

struct Journey {
    std::string name = {};
    engine::Label label = {};
    std::uint32_t component = 0;
    bool has_good_within = false;
    engine::Duration good_within = engine::kLongest;
};

/// What every kind of component offers to the rest: see models/component_model.hpp.
struct ComponentModel;

/// What one server instance can do at a time.
struct Capacity {
    std::uint32_t workers = 0;         // of a database: connections
    std::uint32_t queue_limit = kNone; // kNone: no limit
    double cores = 0.0;
    std::uint32_t undisturbed = 0; // so many frames compute without slowing each other
    std::uint32_t cores_thousandths = 0;
};

/// A connection pool of one instance.
struct Pool {
    std::uint32_t size = 10;
    engine::Duration acquire_timeout = engine::Duration::from_seconds(30);
    std::uint32_t minimum_idle = kNone; // kNone: idle connections are never too many
    engine::Duration idle_timeout = engine::kLongest;
    engine::Duration max_lifetime = engine::kLongest;
};

/// How a component is configured while these entries of the timeline are active; see models/versions.hpp.
struct Version {
    std::vector<std::uint32_t> entries = {};
    std::uint32_t first_program = 0;          // in Scenario::programs: its endpoints', or journeys', in order
    Capacity capacity = {};                   // of each instance
    std::vector<Pool> pools = {};             // by edge slot
    std::uint32_t settings = 0;               // position in the model's own table
    engine::Distribution think = {};          // of closed users
    engine::Distribution journey_choice = {}; // values are positions among the component's journeys
};

struct Component {
    std::string name = {};
    std::string kind = {};
    engine::Label label = {};
    const ComponentModel* model = nullptr;
    std::uint32_t first_instance = 0;
    std::uint32_t instances = 0;
    std::uint32_t present =
        0; // the first of them, that are there in the beginning: all, but where they are scaled
    std::vector<std::uint32_t> edges = {};    // outgoing
    std::uint32_t first_edge_state = 0;       // of instance 0; the next instance's follow
    std::uint32_t first_endpoint = 0;         // its endpoints follow each other
    std::uint32_t endpoints = 0;              // how many; of a client: none
    std::vector<std::uint32_t> journeys = {}; // of a client
    std::vector<MetricSpec> metrics = {};
    std::uint32_t first_meter = 0;       // of instance 0; the next instance's follow
    std::uint32_t first_call_metric = 0; // position of CallMetric's first among metrics
    std::vector<Version> versions = {};  // the first: without any change
    // Servers
    bool event_loop = false;
    std::vector<double> speed_by_concurrency =
        {};                                  // empty, or [n-1]: speed of each of n; the last holds beyond
    std::uint32_t model_index = 0;           // position in the model's own tables
    std::uint32_t first_move_metric = kNone; // position of MoveMetric's first, of a database whose keys move
    std::uint32_t present_metric = kNone;    // of one that is scaled: how many replicas there are
    std::uint32_t hot_key_metric = kNone;    // of a shard that hot keys may lie in
};

struct TimelineAction {
    void (*begin)(Run&, const TimelineEntry&) = nullptr;
    void (*end)(Run&, const TimelineEntry&) = nullptr;
    void (*step)(Run&, const TimelineEntry&, std::uint32_t number) = nullptr; // that `begin` has scheduled
};

/// Whose knobs an entry sets.
enum class Sets : std::uint8_t { kNothing, kComponent, kPolicy, kNetwork };

/// What an entry does to what is sent over its edges.
enum class Cut : std::uint8_t { kNot, kDrops, kHolds };

/// What an entry states beside whom it is about: {"factor", 8.0}, {"mode", "drop"}. Times in seconds, their
/// names end with _s.
struct StatedKnob {
    std::string name = {};
    std::variant<double, std::string> value = 0.0;
};

struct TimelineEntry {
    std::string name = {};
    std::string verb = {};
    std::vector<StatedKnob> stated = {};
    std::uint32_t index = 0;
    engine::Time at = {}; // in the world's time: warm-up included; of a conditional one: at the earliest
    bool ends = false;
    engine::Duration lasts = {};     // if it ends
    std::uint32_t condition = kNone; // that it waits for, in Scenario::conditions
    Role role = Role::kInjected;
    std::uint32_t component = kNone;       // of an edge: its callee; kNone: none in particular
    std::uint32_t replica = kNone;         // kNone: all
    std::uint32_t replicas_below = kNone;  // only these
    std::vector<std::uint32_t> edges = {}; // that it disturbs
    double share = 1.0;                    // of the messages
    engine::Duration delay = {};           // of each leg
    engine::Duration every = {};           // from one replica to the next
    Cut cuts = Cut::kNot;
    Sets sets = Sets::kNothing;
    TimelineAction action = {};
    double amount = 0.0;             // factor or probability
    std::uint32_t migration = kNone; // in Scenario::migrations: it ends when that does
    std::uint32_t move = kNone;      // in Scenario::moves: the same
};

/// Whether the twin of a run does not have the entry: what went wrong, and what was decided beforehand.
[[nodiscard]] inline bool is_dropped_by_twin(const TimelineEntry& entry) {
    return entry.role == Role::kInjected || (entry.role == Role::kResponse && entry.condition == kNone);
}

/// What an entry waits for: see models/conditions.hpp.
struct Condition {
    std::uint32_t watch = 0; // its own position, here and in World::watches
    Signal signal = Signal::kQueueDepth;
    bool below = false;
    double line = 0.0;
    std::uint32_t component = kNone; // kNone: all clients
    std::uint32_t gauge = 0;         // position among the component's metrics, if it is one
    engine::Duration held_for = {};
    engine::Duration every = {};
    engine::Duration reaction = {};
    std::uint32_t counts = 0; // of a signal of clients: so many in World::journey_counts, each for `every`
    std::uint32_t first_count = 0;
};

/// Compiled arrivals of one client.
struct ClientPlan {
    std::uint32_t component = 0;
    bool closed = false;
    bool even = false;
    std::uint32_t users = 0;
    std::uint32_t users_most = 0; // under the highest load that the timeline brings
    std::uint32_t first_user = 0; // in World::user_journeys
    struct Segment {
        engine::Time from;
        double per_second = 0.0;
    };
    std::vector<Segment> rates = {}; // by time; the first from 0
};

struct Scenario {
    ScenarioConfig config;
    engine::Time zero = {}; // end of warm-up
    engine::Time end = {};  // end of the run
    std::vector<Component> components = {};
    std::vector<Endpoint> endpoints = {};
    std::vector<Journey> journeys = {};
    std::vector<Edge> edges = {};
    std::vector<Policy> policies = {};
    std::vector<engine::Duration> timer_lanes = {};
    bool may_stop_work = false; // some policy propagates deadlines, or cancels; or a job's runs are stopped
    Policies::Configs policy_configs = {};
    std::vector<PolicyPart> policy_parts = {}; // by call site
    std::vector<PolicyStates> policy_states = {};
    std::array<std::uint32_t, Policies::kCount> policy_state_counts = {}; // by kind
    std::vector<CallSite> call_sites = {};
    std::vector<Fork> forks = {};
    std::vector<LockPlan> locks = {};
    std::vector<TransactionPlan> transactions = {};
    std::vector<AccessPlan> accesses = {};
    std::vector<MigrationPlan> migrations = {};
    std::vector<GroupPlan> groups = {};
    std::vector<RoutePlan> routes = {};
    std::vector<ShardPlan> shards = {};
    std::vector<ShardRoute> shard_routes = {};
    std::vector<MovePlan> moves = {};
    std::vector<TwoPhasePlan> two_phases = {};
    bool has_sessions = false;                // somebody asks whose work a frame is
    std::vector<DatabasePlan> databases = {}; // those with tables; empty: nothing is ever locked
    CachePlans caches = {};
    std::vector<LifecyclePlan> lifecycles = {};
    std::vector<JobPlan> jobs = {};
    std::vector<QueuePlan> queues = {};
    std::vector<TopicPlan> topics = {};
    std::vector<engine::Distribution> distributions = {};
    std::vector<Op> ops = {};
    std::vector<std::uint32_t> programs = {}; // first operations
    std::vector<Network> networks = {};       // the first: without any change
    std::vector<TimelineEntry> timeline = {};
    std::vector<std::uint32_t> setters = {}; // entries that set knobs: the later ones prevail
    std::vector<Condition> conditions = {};
    std::vector<std::uint32_t> journey_conditions = {}; // those that count journeys
    std::uint32_t journey_counts = 0;                   // of all of them
    std::vector<ClientPlan> clients = {};
    std::uint32_t users = 0; // of all closed clients, at most
    std::uint32_t instances = 0;
    std::uint32_t edge_states = 0;
    std::uint32_t pool_ages = 0;
    // Whether there is any of these, so that what nobody uses costs a look:
    bool has_statement_timeouts = false;
    bool has_isolation = false; // a transaction above READ COMMITTED
    bool has_autovacuum = false;
    bool has_poolers = false;
    std::uint32_t outstanding = 0;
    std::uint32_t meters = 0;
};

using ScenarioPtr = std::shared_ptr<const Scenario>;

} // namespace shaketable::models
