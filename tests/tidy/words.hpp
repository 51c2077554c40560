// Finds whole words in a line of code.
#pragma once

#include <string_view>

namespace shaketable::tidy {

[[nodiscard]] bool is_word_letter(char letter);

/// Where `word` stands in `line` at or after `from`, not as a part of a longer identifier; npos: nowhere. A
/// word that ends in "(" is a call of a free function: x.word( and x->word( and X::word( are not found.
[[nodiscard]] std::size_t find_word(std::string_view line, std::string_view word, std::size_t from = 0);

[[nodiscard]] bool has_word(std::string_view line, std::string_view word);

} // namespace shaketable::tidy
