// The measured tables of docs/physics.md, between markers. Only a run with SHAKETABLE_WRITE_PHYSICS=1
// rewrites them:
// ./dev validate.
#pragma once

#include "tests/theory/comparison.hpp"

#include <string>
#include <utility>

namespace shaketable::theory {

[[nodiscard]] bool writes_physics();

/// Markdown: one row a comparison.
[[nodiscard]] std::string table_of(const ComparisonList& comparisons);

/// Replaces what stands between "<!-- begin NAME -->" and "<!-- end NAME -->".
void rewrite_section(const std::string& name, const std::string& text);

/// A table of the page: what the tests of one suite compare, in their order.
class PageTable {
  public:
    explicit PageTable(std::string section) : section_(std::move(section)) {}

    /// Expects agreement, and keeps the rows.
    void gather(const ComparisonList& comparisons);
    /// To be called when the suite has run: a part of its tests makes no table.
    void write_if_complete() const;

  private:
    std::string section_;
    ComparisonList rows_;
};

} // namespace shaketable::theory
