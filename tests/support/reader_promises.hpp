// What the reader promises of any text, for tests that feed it with anything.
//
// - It is read, or refused with errors that are each one line of UTF-8 and point into the text.
// - Every value of the tree stands where its place says.
// - What is accepted, written as JSON without comments, is accepted again and is the same.
#pragma once

#include <string>
#include <string_view>

namespace shaketable::scenarios {

/// Which promise is broken for this text, and how; empty: none.
[[nodiscard]] std::string broken_promise(std::string_view text);

} // namespace shaketable::scenarios
