#include "tests/tidy/words.hpp"

#include <cctype>

namespace shaketable::tidy {

namespace {

bool continues_to_the_left(std::string_view line, std::size_t at, std::string_view word) {
    if (at == 0)
        return false;
    const std::string_view before = line.substr(0, at);
    if (is_word_letter(word.front()) && is_word_letter(before.back()))
        return true;
    return word.back() == '(' && (before.ends_with('.') || before.ends_with("->") || before.ends_with("::"));
}

bool continues_to_the_right(std::string_view line, std::size_t end, std::string_view word) {
    return end < line.size() && is_word_letter(word.back()) && is_word_letter(line[end]);
}

} // namespace

bool is_word_letter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::size_t find_word(std::string_view line, std::string_view word, std::size_t from) {
    for (std::size_t at = line.find(word, from); at != std::string_view::npos; at = line.find(word, at + 1))
        if (!continues_to_the_left(line, at, word) && !continues_to_the_right(line, at + word.size(), word))
            return at;
    return std::string_view::npos;
}

bool has_word(std::string_view line, std::string_view word) {
    return find_word(line, word) != std::string_view::npos;
}

} // namespace shaketable::tidy
