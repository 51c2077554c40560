// Every kind of component, every verb of the timeline and every part of a policy: adding one is a line here.
#pragma once

#include "models/cache/flush_config.hpp"
#include "models/cache_config.hpp"
#include "models/client_config.hpp"
#include "models/database/migration_config.hpp"
#include "models/database/move_config.hpp"
#include "models/database_config.hpp"
#include "models/faults/fault_configs.hpp"
#include "models/job_config.hpp"
#include "models/policy_config.hpp"
#include "models/queue/redrive_config.hpp"
#include "models/queue_config.hpp"
#include "models/service_config.hpp"
#include "models/topic_config.hpp"

#include <variant>

namespace shaketable::models {

using ComponentVariant = std::variant<ClientConfig, ServiceConfig, DatabaseConfig, CacheConfig, QueueConfig,
                                      TopicConfig, JobConfig>;
using TimelineVariant = std::variant<SlowConfig, CrashConfig, HostCrashConfig, RestartConfig, HangConfig,
                                     ErrorRateConfig, SetConfig, CutConfig, DelayConfig, LoadConfig,
                                     MigrateConfig, MoveKeysConfig, FlushConfig, RedriveConfig>;
using Policies = PolicyList<EnvoyBudget, GrpcBudget, FinagleBudget, AwsBudget, Aws2026Budget, CircuitBreaker,
                            AdaptiveThrottling>;

} // namespace shaketable::models
