// The valid name that a misspelt one was meant to be, if any is near enough.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::scenarios {

/// The number of insertions, deletions, replacements and swaps of neighbours between two names, letters'
/// case and the kind of dash aside (Damerau 1964; the restricted form, in which no part is edited twice).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `names` to `name`, the first of equals; empty if none is within a third of its length.
[[nodiscard]] std::string nearest_name(std::string_view name, const std::vector<std::string_view>& names);

} // namespace shaketable::scenarios
