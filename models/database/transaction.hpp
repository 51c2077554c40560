// One transaction: what a database and its client know of each other while it lasts.
#pragma once

#include "engine/time.hpp"
#include "models/outcome.hpp"
#include "models/steps_config.hpp"

#include <cstdint>

namespace shaketable::models {

struct Transaction {
    static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

    std::uint32_t instance = kNobody;  // of the database; kNobody: it is over, and free
    std::uint32_t statement = kNobody; // the frame of the one that runs; kNobody: it waits for its client
    std::uint32_t epoch = 0;           // grows whenever a statement begins or ends, and at the end
    std::uint32_t next_free = kNobody;
    std::uint32_t migration = kNobody; // whose transaction it is, in Scenario::migrations
    std::uint32_t trunk =
        kNobody;          // the frame whose step it is; kNobody: it is a statement's, or a migration's
    std::uint32_t op = 0; // of that step
    std::uint32_t table_awaited = kNobody; // of which, or of a row of which, its statement waits for a lock
    std::uint32_t coordinator = kNobody;   // of a two-phase commit: the instance of who decides
    std::uint32_t next_prepared = kNobody; // of the same coordinator
    std::uint32_t rows_written = 0;        // that are not in the log yet, where there is one
    std::uint64_t tables_written = 0;      // the same: a bit each
    std::uint32_t origin = 0;              // the trunk's Frame::origin when a step in it failed
    std::uint64_t id = 0;                  // no other one ever has the same
    engine::Time lock_asked_at = {};
    engine::Time snapshot_at = {};  // of its statement, or of the first that locked a row or changed one
    engine::Duration recovery = {}; // of its coordinator
    std::uint8_t attempt = 1;       // of the trunk at its step
    Outcome outcome = Outcome::kOk; // of the steps in it
    Isolation isolation = Isolation::kReadCommitted;
    bool of_client = false;       // several statements; else it is the statement's own
    bool autocommits = false;     // it has never been anybody else's
    bool has_begun = false;       // the server has had a statement of it
    bool has_backend = false;     // of a pooler that gives them for transactions
    bool is_connected = true;     // of the client: its connection is open, as far as it knows
    bool is_idle = false;         // the server waits for its client's next statement
    bool must_open = false;       // the connection, with the next statement
    bool is_open = false;         // the connection, as the server counts it
    bool was_terminated = false;  // by the server: the client learns with its next statement
    bool is_prepared = false;     // it keeps its locks until its coordinator has decided
    bool is_decided = false;      // and that is to commit it
    bool in_doubt = false;        // and nobody but the coordinator's recovery will tell
    bool is_rolling_back = false; // the client has asked for it
    bool has_changed = false;     // rows, or locked them
    bool has_failed = false; // a statement did: its locks are gone, and nothing but a rollback is accepted
};

} // namespace shaketable::models
