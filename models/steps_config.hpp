// What an endpoint or a journey does, step by step, as a scenario file states it.
#pragma once

#include "models/cache/steps_config.hpp"
#include "models/distribution_config.hpp"
#include "models/queue/publish_step_config.hpp"
#include "models/steps_list.hpp"

#include <array>
#include <optional>
#include <variant>

namespace shaketable::models {

/// Which draws a piece of work uses (physics.md, "Attempts").
enum class DrawBy : std::uint8_t { kAttempt, kRequest };
constexpr auto enum_names(DrawBy) { return std::array<std::string_view, 2>{"attempt", "request"}; }

struct WorkStepConfig {
    static constexpr std::string_view kTag = "work";
    static constexpr std::string_view kDoc = "Computes on a core of the replica.";
    DistributionConfig work;
    DrawBy draw = DrawBy::kAttempt;
};
template <class Visitor>
void describe(Visitor& visit, WorkStepConfig& config) {
    visit(Knob{.name = "work",
               .doc = "Time it takes on one core that it has for itself.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.work);
    visit(Knob{.name = "draw",
               .doc = "Whether each attempt draws its own work, or all attempts of a request share one draw.",
               .origin = "an attempt is a new execution",
               .acts = Acts::kAtNextCall},
          config.draw);
}

struct WaitStepConfig {
    static constexpr std::string_view kTag = "wait";
    static constexpr std::string_view kDoc = "Waits without computing; a blocking worker stays held.";
    DistributionConfig wait;
};
template <class Visitor>
void describe(Visitor& visit, WaitStepConfig& config) {
    visit(Knob{.name = "wait", .doc = "How long.", .required = true, .acts = Acts::kAtNextCall}, config.wait);
}

/// Which servers of a database with replicas answer.
enum class ReadFrom : std::uint8_t { kPrimary, kReplicas, kReplicasOnceApplied };
constexpr auto enum_names(ReadFrom) {
    return std::array<std::string_view, 3>{"primary", "replicas", "replicas-once-applied"};
}

struct CallStepConfig {
    static constexpr std::string_view kTag = "call";
    static constexpr std::string_view kDoc =
        "Calls an endpoint (or query class) of another component and waits for the answer.";
    EndpointRef target;
    std::optional<PolicyRef> policy;
    ReadFrom read_from = ReadFrom::kPrimary;
    engine::Duration pin;
    std::string key;
    bool all_shards = false;
};
template <class Visitor>
void describe(Visitor& visit, CallStepConfig& config) {
    visit(Knob{.name = "call",
               .doc = "Component, dot, endpoint: \"orders.reserve\".",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.target);
    visit(Knob{.name = "policy",
               .doc = "The policy that governs the call; without one: no time-out, one attempt.",
               .acts = Acts::kAtNextCall},
          config.policy);
    visit(Knob{.name = "read_from",
               .doc = "Of a query of a database with replicas: who is asked; the primary where no replica is "
                      "there.",
               .origin = "nothing is ever stale there",
               .acts = Acts::kAtNextCall},
          config.read_from);
    visit(Knob{.name = "pin",
               .doc = "For how long after its last write the primary is asked nevertheless.",
               .origin = "not at all; Ruby on Rails: 2 s",
               .bounds = kAnyLength,
               .acts = Acts::kAtNextCall},
          config.pin);
    visit(Knob{.name = "key",
               .doc =
                   "Of a query of shards: the name of the key that decides which one is asked, the same in "
                   "all steps of a session that name it; absent: a key of its own."},
          config.key);
    visit(Knob{.name = "all_shards",
               .doc = "Of a query of shards: all are asked, side by side (scatter and gather).",
               .origin = "one, by its key"},
          config.all_shards);
}

struct ParallelStepConfig {
    static constexpr std::string_view kTag = "parallel";
    static constexpr std::string_view kDoc =
        "Runs its steps side by side and waits for all; fails if any of them failed.";
    StepsConfig steps;
    std::int64_t count = 1;
};
template <class Visitor>
void describe(Visitor& visit, ParallelStepConfig& config);

struct RepeatStepConfig {
    static constexpr std::string_view kTag = "repeat";
    static constexpr std::string_view kDoc =
        "Runs its steps again and again, one round after the other; fails with the first round that fails.";
    StepsConfig steps;
    std::int64_t count = 2;
};
template <class Visitor>
void describe(Visitor& visit, RepeatStepConfig& config);

/// What a transaction may notice of others beside it. The names are those of the SQL standard.
enum class Isolation : std::uint8_t { kReadCommitted, kRepeatableRead, kSerializable };
constexpr auto enum_names(Isolation) {
    return std::array<std::string_view, 3>{"read_committed", "repeatable_read", "serializable"};
}

struct TransactionStepConfig {
    static constexpr std::string_view kTag = "transaction";
    static constexpr std::string_view kDoc = "Statements over one connection, and what else happens between "
                                             "them, then a commit: locks are held until then. "
                                             "If a step fails, it is rolled back, and this step fails.";
    ComponentRef database;
    StepsConfig steps;
    std::int64_t attempts = 1;
    Isolation isolation = Isolation::kReadCommitted;
    std::string key;
};
template <class Visitor>
void describe(Visitor& visit, TransactionStepConfig& config);

struct TwoPhaseStepConfig {
    static constexpr std::string_view kTag = "two_phase";
    static constexpr std::string_view kDoc =
        "Transactions side by side that are committed together or not at all: each is prepared, which keeps "
        "its locks come what may; then all are committed, or, if one failed, all are rolled back.";
    std::vector<TransactionStepConfig> transactions;
    engine::Duration decision = engine::Duration::from_ns(200'000);
    engine::Duration recovery = engine::Duration::from_seconds(10);
};
template <class Visitor>
void describe(Visitor& visit, TwoPhaseStepConfig& config);

struct SessionStepConfig {
    static constexpr std::string_view kTag = "session";
    static constexpr std::string_view kDoc =
        "Needs the session of the user (of an open load: of the journey) that the service keeps in its own "
        "memory (`sessions`). Who has none logs in; who comes with one that this replica has not, or has "
        "lost, gets an error, and logs in the next time.";
    StepsConfig login;
};
template <class Visitor>
void describe(Visitor& visit, SessionStepConfig& config);

struct BranchStepConfig {
    static constexpr std::string_view kTag = "branch";
    static constexpr std::string_view kDoc = "Takes one of two ways, by chance.";
    StepsConfig steps;
    double probability = 0.5;
    StepsConfig otherwise;
};
template <class Visitor>
void describe(Visitor& visit, BranchStepConfig& config);

struct AfterReplyStepConfig {
    static constexpr std::string_view kTag = "after_reply";
    static constexpr std::string_view kDoc =
        "Work left for after the answer (the cold path). Runs last, in order; a blocking worker stays held.";
    StepsConfig steps;
};
template <class Visitor>
void describe(Visitor& visit, AfterReplyStepConfig& config);

struct StepConfig {
    std::string id; // empty: verb and target, plus #n for repeats
    std::variant<WorkStepConfig, WaitStepConfig, CallStepConfig, ParallelStepConfig, RepeatStepConfig,
                 TransactionStepConfig, TwoPhaseStepConfig, CachedStepConfig, InvalidateStepConfig,
                 ChangeStepConfig, PutStepConfig, SessionStepConfig, PublishStepConfig, BranchStepConfig,
                 AfterReplyStepConfig>
        verb;
};

template <class Visitor>
void describe(Visitor& visit, ParallelStepConfig& config) {
    visit(Knob{.name = "parallel", .doc = "The steps.", .required = true, .acts = Acts::kAtNextCall},
          config.steps);
    visit(Knob{.name = "count",
               .doc = "How many copies of each step run.",
               .unit = "copies",
               .origin = "one",
               .bounds = {1, 100'000},
               .acts = Acts::kAtNextCall},
          config.count);
}
template <class Visitor>
void describe(Visitor& visit, RepeatStepConfig& config) {
    visit(Knob{.name = "repeat", .doc = "The steps of a round.", .required = true, .acts = Acts::kAtNextCall},
          config.steps);
    visit(Knob{.name = "count",
               .doc = "How many rounds.",
               .unit = "rounds",
               .bounds = {1, 100'000},
               .required = true,
               .acts = Acts::kAtNextCall},
          config.count);
}
template <class Visitor>
void describe(Visitor& visit, TransactionStepConfig& config) {
    visit(Knob{.name = "transaction", .doc = "The database, which has tables.", .required = true},
          config.database);
    visit(Knob{.name = "steps",
               .doc = "What happens in it; calls of the database are its statements.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.steps);
    visit(Knob{.name = "attempts",
               .doc =
                   "How often it is tried, the first time included, where it is the victim of a deadlock or "
                   "could not be serialized.",
               .unit = "attempts",
               .origin = "most code does not try again",
               .bounds = {1, 100}},
          config.attempts);
    visit(Knob{.name = "isolation",
               .doc =
                   "Its isolation level: above read_committed it fails where a row that it locks was changed "
                   "since its first statement; at serializable also where what it read was.",
               .origin = "PostgreSQL default_transaction_isolation"},
          config.isolation);
    visit(Knob{.name = "key",
               .doc = "Of shards: the name of the key that decides in which one it is; as of a call."},
          config.key);
}
template <class Visitor>
void describe(Visitor& visit, TwoPhaseStepConfig& config) {
    visit(Knob{.name = "two_phase",
               .doc = "The transactions; at least two.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.transactions);
    visit(Knob{.name = "decision",
               .doc = "How long its coordinator takes to write down what it has decided.",
               .origin = "a flush of a data-centre SSD",
               .bounds = kAnyLength},
          config.decision);
    visit(
        Knob{.name = "recovery",
             .doc = "How long the coordinator's process has to be up before it has settled what is in doubt.",
             .origin = "assumed",
             .bounds = kAnyLength},
        config.recovery);
}
template <class Visitor>
void describe(Visitor& visit, SessionStepConfig& config) {
    visit(Knob{.name = "session",
               .doc = "The steps of logging in.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.login);
}
template <class Visitor>
void describe(Visitor& visit, BranchStepConfig& config) {
    visit(Knob{.name = "branch",
               .doc = "The steps taken with the probability.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.steps);
    visit(Knob{.name = "probability",
               .doc = "The probability of taking them.",
               .bounds = {0, 1},
               .required = true,
               .acts = Acts::kAtNextCall},
          config.probability);
    visit(
        Knob{.name = "otherwise", .doc = "The steps taken else; none if absent.", .acts = Acts::kAtNextCall},
        config.otherwise);
}
template <class Visitor>
void describe(Visitor& visit, AfterReplyStepConfig& config) {
    visit(Knob{.name = "after_reply", .doc = "The steps.", .required = true, .acts = Acts::kAtNextCall},
          config.steps);
}
template <class Visitor>
void describe(Visitor& visit, StepConfig& config) {
    visit.verb(config.verb);
    visit(Knob{.name = "id",
               .doc = "Name of the step in random draws and results; by default verb and target, plus #n for "
                      "repeats."},
          config.id);
}

} // namespace shaketable::models
