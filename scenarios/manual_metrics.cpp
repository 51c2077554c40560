#include "scenarios/manual_metrics.hpp"

#include "models/cache/cache.hpp"
#include "models/client.hpp"
#include "models/jobs/job.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/lifecycle/memory.hpp"
#include "models/lifecycle/probes.hpp"
#include "models/lifecycle/scaling.hpp"
#include "models/lifecycle/sessions.hpp"
#include "models/queue/queue.hpp"
#include "models/queue/topic.hpp"
#include "models/server_metrics.hpp"

#include <string_view>
#include <vector>

namespace shaketable::scenarios {

namespace {

using models::MetricKind;
using models::MetricSpec;

constexpr std::string_view kMetricsPreface = R"(
<a id="metrics"></a>
## Metrics

What a run measures of each component: in the result under `/components/NAME/metrics`, by window under
`/series/components/NAME/metrics`, and as a `figure` of `expect`, written `backlog/instance_max` or
`hit_ratio/mean`. What a component has not is not there.

- A **counter** counts: `total`, `per_s`.
- A **gauge** is a level: its `mean` over time, and `instance_max`, the most that any one instance had (of an instance:
  `max`).
- A **timing** is lengths of time: `count`, `mean_s`, `max_s`.
- A **share** is of things that happened: `count` of all of them, and `mean`, the share itself.
)";

/// The metrics of some components, and which those are.
struct MetricGroup {
    std::string_view of;
    std::vector<MetricSpec> metrics;
};

/// What any server has, with the names of services.
std::vector<MetricGroup> groups_of_servers() {
    return {
        {"A `client`", models::client_metrics()},
        {"Whatever answers requests: a `service`, `database`, `cache`, `queue`, `topic` or `job` "
         "(`connections` in "
         "place of `busy_workers` at a database)",
         models::server_metrics("busy_workers", "workers")},
        {"Whatever makes calls", models::call_metrics()},
        {"Whatever calls a database, for each that it calls (`NAME`)", models::pool_metrics("NAME")},
    };
}

std::vector<MetricGroup> groups_of_services() {
    return {
        {"A `service` with `lifecycle`, `memory`, `probes`, `sessions` or `autoscaler`",
         models::life_metrics()},
        {"A `service` with `memory`", models::memory_metrics()},
        {"A `service` with `probes`", models::probe_metrics()},
        {"A `service` with `sessions`", models::session_metrics()},
        {"A `service` with an `autoscaler`", models::scaling_metrics()},
    };
}

std::vector<MetricGroup> groups_of_databases() {
    return {
        {"A `database`", models::database_metrics()},
        {"A `database`, for each of its tables (`TABLE`)", models::table_metrics({"TABLE"})},
        {"A `database`, for each of its queries that say how they find their rows (`QUERY`)",
         models::query_metrics("QUERY")},
        {"A `database` with transactions above read committed", models::isolation_metrics()},
        {"A `database` with `autovacuum`", models::autovacuum_metrics()},
        {"A `database` that is a replica, or has replicas", models::group_metrics()},
        {"A `database` that is one of `shards` with hot keys", models::hot_key_metrics()},
        {"A `database` that is one of `shards` whose keys move", models::move_metrics()},
    };
}

std::vector<MetricGroup> groups_of_others() {
    return {
        {"A `cache`", models::cache_metrics()},
        {"A `queue`", models::queue_metrics()},
        {"A `topic`", models::topic_metrics()},
        {"A `job`", models::job_metrics()},
    };
}

std::string_view kind_text(MetricKind kind) {
    switch (kind) {
    case MetricKind::kCounter:
        return "counter";
    case MetricKind::kGauge:
        return "gauge";
    case MetricKind::kTiming:
        return "timing";
    case MetricKind::kShare:
        return "share";
    }
    return "";
}

/// Lengths of time are in seconds, which their figures' names say; a share has no unit.
std::string unit_text(const MetricSpec& metric) {
    if (metric.kind == MetricKind::kTiming)
        return "seconds";
    return metric.kind == MetricKind::kShare ? "" : metric.unit;
}

void add_group(const MetricGroup& group, std::string& text) {
    text += "\n" + std::string(group.of) + ":\n\n| Metric | Kind | Unit | Meaning |\n|---|---|---|---|\n";
    for (const MetricSpec& metric : group.metrics)
        text += "| `" + metric.name + "` | " + std::string(kind_text(metric.kind)) + " | " +
                unit_text(metric) + " | " + metric.doc + " |\n";
}

} // namespace

std::string metrics_text() {
    std::string text(kMetricsPreface);
    for (const std::vector<MetricGroup>& groups :
         {groups_of_servers(), groups_of_services(), groups_of_databases(), groups_of_others()})
        for (const MetricGroup& group : groups)
            add_group(group, text);
    return text;
}

} // namespace shaketable::scenarios
