// The measured tables of docs/physics.md, between markers. Only a run with SHAKETABLE_WRITE_PHYSICS=1
// rewrites them:
// ./dev validate.
#pragma once

#include "tests/theory/comparison.hpp"

#include <string>

namespace shaketable::theory {

[[nodiscard]] bool writes_physics();

/// Markdown: one row a comparison.
[[nodiscard]] std::string table_of(const ComparisonList& comparisons);

/// Replaces what stands between "<!-- begin NAME -->" and "<!-- end NAME -->".
void rewrite_section(const std::string& name, const std::string& text);

} // namespace shaketable::theory
