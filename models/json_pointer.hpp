// JSON Pointers (RFC 6901), as problems name values by them: "/components/web/workers".
#pragma once

#include <string>
#include <string_view>

namespace shaketable::models {

/// `parent` and one name more, escaped.
[[nodiscard]] std::string child_pointer(std::string_view parent, std::string_view name);

} // namespace shaketable::models
