// A migration: what is done to a database's tables, one thing after the other, as a scenario file states it.
#pragma once

#include "models/database/ddl.hpp"
#include "models/describe.hpp"

#include <variant>

namespace shaketable::models {

struct DdlStepConfig {
    static constexpr std::string_view kTag = "ddl";
    static constexpr std::string_view kDoc =
        "A statement that changes the schema or tends a table: takes its lock, works, and commits.";
    DdlKind kind = DdlKind::kAddColumn;
    std::string table;
    std::optional<std::string> references;
    std::optional<std::string> index;
};
template <class Visitor>
void describe(Visitor& visit, DdlStepConfig& config) {
    visit(Knob{.name = "ddl",
               .doc = "Which statement; it decides the lock, and how long it works.",
               .required = true},
          config.kind);
    visit(Knob{.name = "table", .doc = "The table.", .required = true}, config.table);
    visit(Knob{.name = "references",
               .doc = "The other table: that a foreign key refers to, or that becomes a partition."},
          config.references);
    visit(Knob{.name = "index",
               .doc = "The index that is made or dropped, if queries use it; absent: one that none uses."},
          config.index);
}

struct BackfillStepConfig {
    static constexpr std::string_view kTag = "backfill";
    static constexpr std::string_view kDoc =
        "Fills a column of every row, in batches, each a transaction of its own that locks its rows.";
    std::string table;
    std::int64_t batch = 1000;
    engine::Duration pause = {};
};
template <class Visitor>
void describe(Visitor& visit, BackfillStepConfig& config) {
    visit(Knob{.name = "backfill", .doc = "The table.", .required = true}, config.table);
    visit(Knob{.name = "batch",
               .doc = "Rows of one UPDATE.",
               .unit = "rows",
               .origin = "a common size, as in Rails in_batches",
               .bounds = {1, 10'000}},
          config.batch);
    visit(Knob{.name = "pause", .doc = "From one batch to the next.", .origin = "none", .bounds = kAnyLength},
          config.pause);
}

struct PauseStepConfig {
    static constexpr std::string_view kTag = "wait";
    static constexpr std::string_view kDoc = "Nothing happens: a deploy goes out, or somebody has a look.";
    engine::Duration wait;
};
template <class Visitor>
void describe(Visitor& visit, PauseStepConfig& config) {
    visit(Knob{.name = "wait", .doc = "How long.", .bounds = kAnyLength, .required = true}, config.wait);
}

struct MigrationStepConfig {
    std::variant<DdlStepConfig, BackfillStepConfig, PauseStepConfig> verb;
};
template <class Visitor>
void describe(Visitor& visit, MigrationStepConfig& config) {
    visit.verb(config.verb);
}

struct MigrateConfig {
    static constexpr std::string_view kTag = "migrate";
    static constexpr std::string_view kDoc = "A migration of a database with tables, over a connection of "
                                             "its own: one step after the other, until "
                                             "it is done, or has failed for good.";
    ComponentRef target;
    std::vector<MigrationStepConfig> steps;
    bool in_one_transaction = false;
    std::optional<engine::Duration> lock_timeout;
    std::int64_t attempts = 1;
    engine::Duration pause = engine::Duration::from_seconds(5);
};
template <class Visitor>
void describe(Visitor& visit, MigrateConfig& config) {
    visit(Knob{.name = "migrate", .doc = "The database.", .required = true}, config.target);
    visit(Knob{.name = "steps", .doc = "What is done; at least one step.", .required = true}, config.steps);
    visit(Knob{.name = "in_one_transaction",
               .doc = "Whether all steps are one transaction, which keeps every lock until its commit; else "
                      "each commits by itself.",
               .origin = "a statement commits by itself in psql"},
          config.in_one_transaction);
    visit(Knob{.name = "lock_timeout",
               .doc =
                   "How long one of its statements waits for a lock before it fails; absent: as the database "
                   "says.",
               .bounds = kPositiveLength},
          config.lock_timeout);
    visit(Knob{.name = "attempts",
               .doc =
                   "How often a step that fails is tried, the first time included (in_one_transaction: all "
                   "steps from the first on).",
               .unit = "attempts",
               .origin = "most tools stop at the first failure",
               .bounds = {1, 1000}},
          config.attempts);
    visit(Knob{.name = "pause",
               .doc = "From a failure to the next attempt.",
               .origin = "a few seconds, in which what queued is served",
               .bounds = kAnyLength},
          config.pause);
}

} // namespace shaketable::models
