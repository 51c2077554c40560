// Which plan a query gets: a scan of the whole table, or an index that leads to its rows.
//
// Costs are compared as PostgreSQL's planner does (costsize.c: cost_seqscan, cost_bitmap_heap_scan with
// Mackert and Lohman's estimate of the pages, and the default cost constants), from what it believes of the
// table.
//
// Source: PostgreSQL 15's manual, 20.7.2 "Planner Cost Constants", and its
// src/backend/optimizer/path/costsize.c.
#pragma once

#include <cstdint>

namespace shaketable::models {

enum class Plan : std::uint8_t { kScan, kIndex };
/// What the planner is told of a table and a query.
struct PlannerView {
    double rows = 1.0;  // of the table
    double pages = 1.0; // of the table
    double page_bytes = 8192.0;
    double matches = 1.0; // that it believes in
    bool has_index = false;
};
[[nodiscard]] Plan choose_plan(const PlannerView& view);

/// Pages that so many rows lie on, which stand anywhere in the table (Mackert and Lohman).
[[nodiscard]] double pages_with(double rows, double pages);
/// Leaves of an index that so many entries need.
[[nodiscard]] double leaves_with(double entries, double page_bytes);

} // namespace shaketable::models
