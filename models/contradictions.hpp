// Knobs of databases and pools that are each in order, and can't all be meant: one of them would say nothing.
#pragma once

#include "models/compiler.hpp"
#include "models/service_config.hpp"

namespace shaketable::models {

/// Of a query about the table. `at`: the query; `tables_at`: its database's tables.
void check_rows(Compiler& compiler, const QueryConfig& query, const TableConfig& table, const std::string& at,
                const std::string& tables_at);
/// `at`: the access.
void check_access(Compiler& compiler, const AccessConfig& access, const std::string& at);
/// `at`: the database.
void check_pooler(Compiler& compiler, const DatabaseConfig& database, const std::string& at);
void check_pool_ages(Compiler& compiler, const PoolConfig& pool, const std::string& at);
/// `at`: the call's step.
void check_reads(Compiler& compiler, const CallStepConfig& call, bool is_statement, const std::string& at);
/// `at`: the two_phase step.
void check_participants(Compiler& compiler, const TwoPhaseStepConfig& step, const std::string& at);
void check_shards(Compiler& compiler, const ShardsConfig& shards, const std::string& at);

} // namespace shaketable::models
