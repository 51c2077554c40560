// A pooler between the clients of a database and its server. Configuration only.
#pragma once

#include "models/describe.hpp"

#include <array>

namespace shaketable::models {

/// For how long a client has a connection of the server.
enum class PoolerMode : std::uint8_t { kSession, kTransaction };
constexpr auto enum_names(PoolerMode) { return std::array<std::string_view, 2>{"session", "transaction"}; }

struct PoolerConfig {
    PoolerMode mode = PoolerMode::kSession;
    std::int64_t pool_size = 20;
    std::int64_t max_clients = 100;
    engine::Duration query_wait_timeout = engine::Duration::from_seconds(120);
};
template <class Visitor>
void describe(Visitor& visit, PoolerConfig& config) {
    visit(Knob{.name = "mode",
               .doc = "For how long a client has a connection of the server for itself: until it closes its "
                      "own, or for a transaction.",
               .origin = "PgBouncer pool_mode"},
          config.mode);
    visit(Knob{.name = "pool_size",
               .doc = "Connections to the server, open from the beginning.",
               .unit = "connections",
               .origin = "PgBouncer default_pool_size",
               .bounds = {1, 1'000'000}},
          config.pool_size);
    visit(Knob{.name = "max_clients",
               .doc = "Connections of clients that it accepts; one more is refused.",
               .unit = "connections",
               .origin = "PgBouncer max_client_conn",
               .bounds = {1, 1'000'000}},
          config.max_clients);
    visit(Knob{.name = "query_wait_timeout",
               .doc = "How long a client waits for a connection of the server before its own is closed.",
               .origin = "PgBouncer query_wait_timeout",
               .bounds = kPositiveLength},
          config.query_wait_timeout);
}

} // namespace shaketable::models
