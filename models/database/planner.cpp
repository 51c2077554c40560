#include "models/database/planner.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::models {

namespace {

// PostgreSQL's defaults: seq_page_cost is 1.
constexpr double kRandomPage = 4.0;
constexpr double kRow = 0.01;
constexpr double kIndexRow = 0.005;
constexpr double kOperator = 0.0025;
constexpr double kBytesOfAnEntry = 27.0; // of an index: 24, in leaves that are nine tenths full

} // namespace

double pages_with(double rows, double pages) {
    return std::min(pages, 2.0 * pages * rows / (2.0 * pages + rows));
}

double leaves_with(double entries, double page_bytes) {
    return std::max(1.0, entries * kBytesOfAnEntry / page_bytes);
}

Plan choose_plan(const PlannerView& view) {
    if (!view.has_index)
        return Plan::kScan;
    const double scan = view.pages + view.rows * (kRow + kOperator);
    const double but_for_pages = leaves_with(view.matches, view.page_bytes) * kRandomPage +
                                 view.matches * (kIndexRow + kRow + kOperator);
    if (view.matches * kRandomPage + but_for_pages < scan) // a page for each, each out of sequence
        return Plan::kIndex;
    const double fetched = pages_with(view.matches, view.pages);
    const double page = kRandomPage - (kRandomPage - 1.0) * std::sqrt(fetched / view.pages);
    return fetched * page + but_for_pages < scan ? Plan::kIndex : Plan::kScan;
}

} // namespace shaketable::models
