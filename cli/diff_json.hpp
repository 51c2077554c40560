// What came of comparing two runs, for programs: docs/diff.md describes the form.
#pragma once

#include "cli/diff_report.hpp"

#include <string>

namespace shaketable::cli {

[[nodiscard]] std::string diff_json(const DiffReport& report);

} // namespace shaketable::cli
