// A database's own events: what each is about stands in the upper bits of its index.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

enum class DatabaseEvent : std::uint8_t {
    kIdle,       // index, epoch: a transaction has waited for its client for long enough
    kRecovery,   // index, epoch: the recovery of its coordinator has come to a transaction
    kGroup,      // see models/database/replication.hpp
    kPool,       // index: edge; epoch: the caller's replica, whose pool is looked at
    kPooler,     // those who wait at the pooler are served
    kAutovacuum, // epoch: of the launcher
    kMove,       // index: the move
};

inline constexpr unsigned kDatabaseEventShift = 28;

inline void push_database_event(Run& run, engine::Time at, std::uint32_t component, DatabaseEvent what,
                                std::uint32_t index = 0, std::uint32_t epoch = 0) {
    SHAKETABLE_ASSERT(index >> kDatabaseEventShift == 0);
    run.queue().push(at,
                     engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                     .detail = static_cast<std::uint16_t>(component),
                                     .index = static_cast<std::uint32_t>(what) << kDatabaseEventShift | index,
                                     .epoch = epoch});
}

} // namespace shaketable::models
