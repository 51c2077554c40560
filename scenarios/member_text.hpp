// Changes one member of a scenario file's text, and leaves everything else as somebody has written it:
// comments, order, blanks.
#pragma once

#include <string>
#include <string_view>

namespace shaketable::scenarios {

/// The text with `value`, which is JSON, as a member of the top object: in the place of the one of this name,
/// or else as the last. `text` must be one that parse_document accepts, an object with at least one member.
[[nodiscard]] std::string with_member(std::string_view text, std::string_view name, std::string_view value);

} // namespace shaketable::scenarios
