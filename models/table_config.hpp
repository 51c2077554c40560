// Tables of a database and the queries about them. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

/// The SQL statements that differ in the locks that they take.
enum class StatementKind : std::uint8_t {
    kSelect,
    kSelectForShare,
    kSelectForUpdate,
    kInsert,
    kUpdate,
    kDelete
};
constexpr auto enum_names(StatementKind) {
    return std::array<std::string_view, 6>{"select", "select-for-share", "select-for-update",
                                           "insert", "update",           "delete"};
}

struct IndexConfig {
    bool built = true;
};
template <class Visitor>
void describe(Visitor& visit, IndexConfig& config) {
    visit(Knob{.name = "built",
               .doc = "Whether it is there from the beginning; else a migration makes it.",
               .origin = "it is"},
          config.built);
}

struct TableConfig {
    std::int64_t rows = 1'000'000;
    std::int64_t row_bytes = 100;
    Named<IndexConfig> indexes;
};
template <class Visitor>
void describe(Visitor& visit, TableConfig& config) {
    visit(Knob{.name = "rows",
               .doc = "How many rows it has in the beginning; inserts add to them, deletes take away.",
               .unit = "rows",
               .origin = "a table of ordinary size",
               .bounds = {1, 1e12}},
          config.rows);
    visit(Knob{.name = "row_bytes",
               .doc = "Size of a row, its header included.",
               .unit = "bytes",
               .origin = "a dozen columns",
               .bounds = {1, 1e6}},
          config.row_bytes);
    visit(Knob{.name = "indexes", .doc = "Its indexes, by name."}, config.indexes);
}

struct JoinConfig {
    std::string table;
    std::optional<std::string> index;
    std::int64_t rows = 1;
};
template <class Visitor>
void describe(Visitor& visit, JoinConfig& config) {
    visit(Knob{.name = "table", .doc = "The other table.", .required = true, .acts = Acts::kAtNextCall},
          config.table);
    visit(Knob{.name = "index",
               .doc = "The index of it that the join can use; absent: it is scanned for every row.",
               .acts = Acts::kAtNextCall},
          config.index);
    visit(Knob{.name = "rows",
               .doc = "Rows of it that belong to one row found so far.",
               .unit = "rows",
               .origin = "one",
               .bounds = {1, 1e9},
               .acts = Acts::kAtNextCall},
          config.rows);
}

struct AccessConfig {
    std::optional<std::string> index;
    std::int64_t rows = 1;
    std::optional<double> share;
    std::optional<std::int64_t> estimated_rows;
    std::vector<JoinConfig> joins;
};
template <class Visitor>
void describe(Visitor& visit, AccessConfig& config) {
    visit(Knob{.name = "index",
               .doc = "The index that leads to its rows; absent: the table is scanned.",
               .acts = Acts::kAtNextCall},
          config.index);
    visit(Knob{.name = "rows",
               .doc = "How many rows it matches.",
               .unit = "rows",
               .origin = "one, by its key",
               .bounds = {1, 1e12},
               .acts = Acts::kAtNextCall},
          config.rows);
    visit(Knob{.name = "share",
               .doc = "Share of the table's rows that it matches, instead of a number.",
               .bounds = {1e-12, 1},
               .acts = Acts::kAtNextCall},
          config.share);
    visit(Knob{.name = "estimated_rows",
               .doc = "How many rows of the table as it is in the beginning the planner believes that it "
                      "matches, until an ANALYZE of the table; absent: as many as it does.",
               .unit = "rows",
               .bounds = {1, 1e12},
               .acts = Acts::kAtNextCall},
          config.estimated_rows);
    visit(Knob{.name = "joins",
               .doc = "Tables joined to it, one after the other, by nested loops.",
               .acts = Acts::kAtNextCall},
          config.joins);
}

struct QueryConfig {
    DistributionConfig time;
    double error_probability = 0.0;
    std::optional<std::string> table;
    StatementKind statement = StatementKind::kSelect;
    std::int64_t rows = 1;
    std::int64_t hot_rows = 1;
    double hot_share = 0.0;
    std::optional<AccessConfig> access;
};
template <class Visitor>
void describe(Visitor& visit, QueryConfig& config) {
    visit(Knob{.name = "time",
               .doc = "Service time of a query that runs alone, beside what its access takes.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.time);
    visit(Knob{.name = "error_probability",
               .doc = "Probability that it answers with an error, after its service time.",
               .origin = "correct",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.error_probability);
    visit(Knob{.name = "table",
               .doc = "The table that it is about; absent: it takes no locks.",
               .acts = Acts::kAtNextCall},
          config.table);
    visit(
        Knob{.name = "statement",
             .doc =
                 "What it does there, which decides the locks that it takes: of the table before its service "
                 "time, of rows after it.",
             .origin = "most statements read",
             .acts = Acts::kAtNextCall},
        config.statement);
    visit(Knob{.name = "rows",
               .doc =
                   "Rows that it locks, one after the other, or inserts; of a select: that it reads, which "
                   "matters in a serializable transaction.",
               .unit = "rows",
               .origin = "a statement with a key",
               .bounds = {1, 10'000},
               .acts = Acts::kAtNextCall},
          config.rows);
    visit(Knob{.name = "hot_rows",
               .doc = "Of the table's rows, the first so many are the hot ones.",
               .unit = "rows",
               .origin = "one",
               .bounds = {1, 1e12},
               .acts = Acts::kAtNextCall},
          config.hot_rows);
    visit(Knob{.name = "hot_share",
               .doc = "Share of the rows that it locks or reads which are hot ones; the others are any, all "
                      "alike.",
               .origin = "no row is hot",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.hot_share);
    visit(Knob{.name = "access",
               .doc = "How it finds its rows in the table, from which follow rows to look at and pages to "
                      "read; absent: `time` is all.",
               .acts = Acts::kAtNextCall},
          config.access);
}

} // namespace shaketable::models
