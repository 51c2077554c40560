// What the parts of the compiler share: the tables under construction, the names, the problems found.
#pragma once

#include "models/json_pointer.hpp"
#include "models/problem.hpp"
#include "models/scenario.hpp"
#include "models/unread.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace shaketable::models {

struct Compiler {
    Scenario scenario;
    Problems problems;
    std::set<std::pair<std::string, std::string>>
        told; // places and findings: what is compiled twice is wrong once
    /// What the reader could not read, and references that lead nowhere. Nothing is reported that only
    /// follows from one of them.
    Unread unread;
    using Names = std::map<std::string, std::uint32_t, std::less<>>;
    Names components;
    Names endpoints; // by "component.endpoint"
    Names policies;
    Names shards;     // in Scenario::shards
    Names key_spaces; // in Scenario::key_spaces, by "cache.space"
    Names edge_names; // by "caller->callee"; complete once all steps are compiled
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> edges; // by caller and callee
    std::map<engine::Duration, std::uint32_t> timer_lanes;
    struct EndpointCall {
        std::uint32_t callee = 0; // endpoint
        std::string pointer;
    };
    std::map<std::uint32_t, std::vector<EndpointCall>> calls; // by calling endpoint

    void problem(std::string pointer, std::string found, std::string accepted);
    /// The value at `pointer` is a name that means nothing.
    void unknown_name(std::string pointer, const std::string& what, const std::string& name,
                      const Names& valid);
    /// What is compiled is the configuration for a time only; at another, what it leaves unused is used.
    bool for_a_time = false;
    /// Whether the component may make calls that the compiler does not know of. `at`: the component.
    [[nodiscard]] bool may_call_more(const std::string& at) const {
        return for_a_time || unread.touches(at + "/endpoints") || unread.touches(at + "/journeys") ||
               unread.touches(at + "/steps");
    }
};

// compile_components.cpp: one overload for each kind in the registry.
/// Declares what others may name: instances, endpoints, journeys, metrics.
void declare_component(Compiler& compiler, Component& component, const ClientConfig& config,
                       const std::string& at);
void declare_component(Compiler& compiler, Component& component, const ServiceConfig& config,
                       const std::string& at);
void declare_component(Compiler& compiler, Component& component, const DatabaseConfig& config,
                       const std::string& at);
void declare_component(Compiler& compiler, Component& component, const CacheConfig& config,
                       const std::string& at);
void declare_component(Compiler& compiler, Component& component, const QueueConfig& config,
                       const std::string& at);
void declare_component(Compiler& compiler, Component& component, const TopicConfig& config,
                       const std::string& at);
void declare_component(Compiler& compiler, Component& component, const JobConfig& config,
                       const std::string& at);
/// Compiles its capacity and its step lists, now that all names are known.
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component, const ClientConfig& config,
                                      const std::string& at);
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component,
                                      const ServiceConfig& config, const std::string& at);
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component,
                                      const DatabaseConfig& config, const std::string& at);
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component, const CacheConfig& config,
                                      const std::string& at);
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component, const JobConfig& config,
                                      const std::string& at);
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component, const QueueConfig& config,
                                      const std::string& at);
[[nodiscard]] Version compile_version(Compiler& compiler, std::uint32_t component, const TopicConfig& config,
                                      const std::string& at);
/// The queue of this name, in Scenario::queues; what else it is is reported at `at`.
[[nodiscard]] std::optional<std::uint32_t> find_queue(Compiler& compiler, const std::string& name,
                                                      const std::string& at);
/// Which queues and topics hand the service messages, and how.
void compile_consumers(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                       const std::string& at);
/// Whether queues and topics may get several messages of a request, once all calls and the timeline are
/// known.
void fill_queues(Scenario& scenario);
/// Reports at `pool_at` a pool of a service that is none of its pools.
void check_pool(Compiler& compiler, std::uint32_t service, const std::string& name,
                const std::string& pool_at);
/// The curves of all databases: they can be large, and are made only of a scenario without problems.
void fill_contention_curves(Scenario& scenario);

// compile_lifecycle.cpp
/// Whether somebody runs the service's replicas.
[[nodiscard]] bool has_lifecycle(const ServiceConfig& config);
/// What its replicas are beside those of any service: model, metrics.
void declare_lifecycle(Compiler& compiler, Component& component, const ServiceConfig& config,
                       const std::string& at);
/// Their lives in the version, which has room for one program more than endpoints.
void compile_lifecycle(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                       const Version& version);

// compile_steps.cpp
/// Whose step list it is.
struct StepOwner {
    std::uint32_t component = 0;
    std::uint32_t endpoint = kNone; // kNone: a journey
    double error_probability = 0.0;
    Op begins_with = {}; // before its steps, if anything
    double poison_probability = 0.0;
};
/// Appends the program of a step list and returns its first operation.
[[nodiscard]] std::uint32_t compile_program(Compiler& compiler, const StepsConfig& steps,
                                            const StepOwner& owner, const std::string& at);
/// Adds a distribution to the table; its problems are reported at `at`.
[[nodiscard]] std::uint32_t add_distribution(Compiler& compiler, const DistributionConfig& config,
                                             const std::string& at);
/// The distribution in nanoseconds; its problems are reported at `at`.
[[nodiscard]] engine::Distribution compile_distribution(Compiler& compiler, const DistributionConfig& config,
                                                        const std::string& at);
/// The edge between two components, made when it is first asked for.
[[nodiscard]] std::uint32_t edge_between(Compiler& compiler, std::uint32_t caller, std::uint32_t callee);

/// The component, if there is one and it could be read; its absence is reported at `at`.
[[nodiscard]] std::optional<std::uint32_t> find_component(Compiler& compiler, const std::string& name,
                                                          const std::string& at);
/// The edge of a name like "web->orders"; its absence is reported at `at`.
[[nodiscard]] std::optional<std::uint32_t> find_edge(Compiler& compiler, const std::string& name,
                                                     const std::string& at);

// compile_condition.cpp
/// Compiles what the entry waits for, which stands at `at`.
void compile_condition(Compiler& compiler, const TimelineEntryConfig& config, TimelineEntry& entry,
                       const std::string& at);

// compile_group.cpp
/// The configuration of the database, or, of a replica, that of its primary with what is its own.
[[nodiscard]] DatabaseConfig configured(const ScenarioConfig& config, const DatabaseConfig& database);
/// Where its tables and queries stand.
[[nodiscard]] std::string owner_of_tables(const DatabaseConfig& database, const std::string& at);
/// Whether the database's query of this name is one that locks rows, or changes them.
[[nodiscard]] bool writes(const Compiler& compiler, const Component& database, const std::string& query);
/// Groups of all databases that have replicas, once all components are declared.
void declare_groups(Compiler& compiler);
/// The edges and programs by which the component's log is sent and applied, if it has or is a replica.
void compile_replication(Compiler& compiler, std::uint32_t component, const DatabaseConfig& database,
                         const std::string& at);
/// How the call finds its server, in Scenario::routes; nothing: it is always the one that it names.
[[nodiscard]] std::optional<std::uint32_t> add_route(Compiler& compiler, const CallStepConfig& call,
                                                     std::uint32_t callee, const std::string& at);
/// The same of a transaction.
[[nodiscard]] std::optional<std::uint32_t> add_route(Compiler& compiler, std::uint32_t database);

// compile_shards.cpp
/// All shards, once all components are declared.
void declare_shards(Compiler& compiler);
/// Behind all metrics whose positions are fixed.
void add_hot_key_metrics(Scenario& scenario);
/// What the way to a shard is decided by.
struct ShardKey {
    std::uint32_t shards = 0;
    std::string name = {}; // empty: a key of the step's own
    bool writes = false;   // what is on the way
};
/// The way to a shard, in Scenario::shard_routes.
[[nodiscard]] std::uint32_t add_shard_route(Compiler& compiler, const ShardKey& key);

// compile_moves.cpp
/// All moves of keys, with the edges that they need, once all shards are declared.
void declare_moves(Compiler& compiler);
void compile_move(Compiler& compiler, const MoveKeysConfig& config, TimelineEntry& entry,
                  const std::string& at);

// compile_redrive.cpp
void compile_redrive(Compiler& compiler, const RedriveConfig& config, TimelineEntry& entry,
                     const std::string& at);

// compile_access.cpp
/// Its position among the database's; kNone: there is none of that name, which is reported at `at`.
[[nodiscard]] std::uint32_t find_table(Compiler& compiler, const DatabaseConfig& config,
                                       const std::string& name, const std::string& at);
/// The same of an index, if one is named.
[[nodiscard]] std::uint32_t find_index(Compiler& compiler, const TableConfig& table,
                                       const std::optional<std::string>& name, const std::string& at);
/// Tables, memory and disk. `at`: the database.
void fill_storage(Compiler& compiler, const DatabaseConfig& config, DatabasePlan& plan,
                  const std::string& at);
/// How the query finds its rows, in Scenario::accesses, if it says so.
[[nodiscard]] std::optional<std::uint32_t> add_access(Compiler& compiler, const DatabaseConfig& config,
                                                      const QueryConfig& query, const std::string& at);

// compile_migration.cpp
/// Whether some migration locks the indexes of the table: only then do statements, too.
[[nodiscard]] bool are_indexes_locked(const ScenarioConfig& config, std::string_view database,
                                      std::string_view table);
void compile_migration(Compiler& compiler, const MigrateConfig& config, TimelineEntry& entry,
                       const std::string& at);

// compile_timeline.cpp; after everything else, but before lay_out
void compile_timeline(Compiler& compiler, const Named<TimelineEntryConfig>& timeline);

} // namespace shaketable::models
