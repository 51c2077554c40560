// The memory of a replica: what it uses, what it leaks, what is collected, and when it is killed.
//
//   live = base + leaked + requests in service x per_request + sessions x per_session
//
// When live memory is above the limit the kernel kills the process. With garbage collection each request also
// leaves garbage. Once the next request's would find no room, in the limit or beyond `young`, the process
// stops (models/process.hpp: nothing computes, what arrives queues) for as long as it takes to go through
// what is live; then all garbage is gone. So a collection comes each time that young or limit - live has been
// allocated, and costs in proportion to live: where an open load allocates a bytes per second and c is the
// time for each live byte, the share of time in collections is c x live x a / (limit - live), which is all of
// it before live has reached the limit. Source: Appel, "Garbage collection can be faster than stack
// allocation" (Information Processing Letters 1987), for a collector that goes through all that is live.
//
// Units: bytes.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Behind LifeMetric's, from LifecyclePlan::first_memory_metric on.
enum MemoryMetric : std::uint32_t { kHeap, kCollections, kMemoryKills, kMemoryMetrics };
[[nodiscard]] std::vector<MetricSpec> memory_metrics();

/// A request's first operation, where there is a memory: it takes its part.
[[nodiscard]] Op take_memory_op();
/// What the replica uses has changed: kills it in a moment, or stops it for a collection, where it is too
/// much.
void use_memory(Run& run, const Instance& here);
/// Measures it; nothing where there is no memory.
void show_heap(Run& run, const Instance& here);

void kill_for_memory(Run& run, Instance& here);
void begin_collection(Run& run, Instance& here);
void end_collection(Run& run, Instance& here);

} // namespace shaketable::models
