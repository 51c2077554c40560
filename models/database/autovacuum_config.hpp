// Autovacuum of a database: what a file says of it. Configuration only. Names and defaults are PostgreSQL
// 15's (its manual, 20.10 "Automatic Vacuuming" and 20.4.4 "Cost-based Vacuum Delay").
#pragma once

#include "models/distribution_config.hpp"

namespace shaketable::models {

struct AutovacuumConfig {
    engine::Duration naptime = engine::Duration::from_seconds(60);
    std::int64_t vacuum_threshold = 50;
    double vacuum_scale_factor = 0.2;
    std::int64_t workers = 3;
    engine::Duration cost_delay = engine::Duration::from_ns(2'000'000);
    std::int64_t cost_limit = 200;
};
template <class Visitor>
void describe(Visitor& visit, AutovacuumConfig& config) {
    visit(Knob{.name = "naptime",
               .doc = "From the start of one worker to that of the next; it starts where a table needs it.",
               .origin = "PostgreSQL autovacuum_naptime",
               .bounds = {1e-3, 1e6}},
          config.naptime);
    visit(Knob{.name = "vacuum_threshold",
               .doc = "A table is vacuumed once it has more dead rows than this and the share of its rows.",
               .unit = "rows",
               .origin = "PostgreSQL autovacuum_vacuum_threshold",
               .bounds = {0, 2'147'483'647}},
          config.vacuum_threshold);
    visit(Knob{.name = "vacuum_scale_factor",
               .doc = "That share.",
               .origin = "PostgreSQL autovacuum_vacuum_scale_factor",
               .bounds = {0, 100}},
          config.vacuum_scale_factor);
    visit(Knob{.name = "workers",
               .doc = "How many may be at work at a time, each on another table.",
               .unit = "workers",
               .origin = "PostgreSQL autovacuum_max_workers",
               .bounds = {1, 1'000}},
          config.workers);
    visit(Knob{.name = "cost_delay",
               .doc = "How long a worker sleeps when what it did has cost cost_limit; 0: never.",
               .origin = "PostgreSQL autovacuum_vacuum_cost_delay",
               .bounds = {0, 0.1}},
          config.cost_delay);
    visit(Knob{.name = "cost_limit",
               .doc = "Cost of all workers together that they sleep after: a page in memory 1, one read from "
                      "the disk 2, one changed 20 more.",
               .origin = "PostgreSQL vacuum_cost_limit",
               .bounds = {1, 10'000}},
          config.cost_limit);
}

} // namespace shaketable::models
