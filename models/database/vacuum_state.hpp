// Rows of a table, those that are dead among them, and how far autovacuum has come: the state. A plain value;
// what happens to it is in dead_rows.hpp and autovacuum.hpp.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::models {

/// Rows that died about the same time.
struct Deaths {
    engine::Time last = {};         // when the last of them did
    engine::Time merges_until = {}; // those who die before that are counted here, too
    std::int64_t rows = 0;
};

struct TableState {
    std::int64_t rows = 1;
    std::int64_t dead = 0;           // that lie among them
    std::int64_t room = 1;           // rows, dead or alive, that its pages are made for
    std::uint32_t built = 0;         // indexes, a bit each
    double rows_of_estimates = 0.0;  // that it had when `estimated_rows` was right; 0: analyzed
    std::vector<Deaths> deaths = {}; // of the dead whose transaction is over, in order
};

/// A table, and what it was when it was truncated.
struct TruncatedTable {
    std::uint32_t table = 0;
    TableState before = {};
};

/// Rows that are dead once the transaction is over that changed them.
struct DyingRows {
    std::uint32_t transaction = 0;
    std::uint32_t table = 0;
    std::int64_t rows = 0;
};

/// A worker and the table that it vacuums. What is left to do of a round comes before the next round: first
/// reads, then work, then a sleep for what it cost.
struct VacuumWorker {
    static constexpr std::uint32_t kNoTable = 0xFFFFFFFF;

    std::uint32_t frame = 0;
    std::uint32_t transaction = 0;          // that holds its locks
    std::vector<std::uint32_t> tables = {}; // that it will look at, the next one last
    std::uint32_t table = kNoTable;
    engine::Time horizon = {};  // rows that died before may go
    std::int64_t removable = 0; // so many
    std::uint32_t sweep = 0;    // 0: of the table; then one of each index; then of the table again
    std::uint64_t page = 0;     // of the sweep: the next
    std::uint64_t pages = 0;
    std::uint64_t changed_pages = 0; // of them, spread evenly
    std::uint32_t reads = 0;         // left to do
    double work_ns = 0.0;            // left to do
    std::uint64_t cost = 0;          // since it slept last
    bool is_cancelled = false;
};

struct AutovacuumState {
    std::vector<VacuumWorker> workers = {};
    std::vector<DyingRows> dying = {};
    std::uint64_t launched = 0; // workers ever
    std::uint32_t epoch = 0;    // grows when the launcher is gone
    bool launch_is_due = false; // as soon as a worker has ended
};

} // namespace shaketable::models
