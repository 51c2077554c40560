// Blanks what is not code, so that a rule does not stumble over a word in a sentence.
#pragma once

#include <string>
#include <string_view>

namespace shaketable::tidy {

enum class Literals { kKeep, kEmpty };

/// C++ text with comments replaced by blanks and, if asked, the insides of string and character literals
/// too. The path of an #include is kept. Lines and columns stay where they were.
[[nodiscard]] std::string strip(std::string_view cpp, Literals literals);

/// CMake or shell text without its # comments. A # inside quotes is taken for a comment as well.
[[nodiscard]] std::string strip_hash_comments(std::string_view text);

} // namespace shaketable::tidy
