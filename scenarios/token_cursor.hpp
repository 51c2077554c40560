// Walks along a JSON text token by token and knows the line and column of each.
//
// The parser tells of values, not of positions, and its lexer reads past the end of a number. This cursor
// goes beside it: between two values that the parser reports stand only blanks, comments, commas and colons.
#pragma once

#include <cstddef>
#include <string_view>

namespace shaketable::scenarios {

struct TextPosition {
    int line = 1;
    int column = 1; // in characters, not bytes
};

class TokenCursor {
  public:
    /// `text` must outlive the cursor.
    explicit TokenCursor(std::string_view text) : text_(text) {}

    /// Goes past the next token (a bracket, a string, a number or a word) and returns where it begins.
    /// Requires that the parser has accepted the text so far.
    TextPosition next();
    /// Where the token that next() went past begins, and where the text goes on behind it.
    [[nodiscard]] std::size_t token_begin() const { return begin_; }
    [[nodiscard]] std::size_t token_end() const { return offset_; }
    /// The position of a byte at or after the last token; the end of the text if there is no such byte.
    TextPosition advance_to(std::size_t offset);

  private:
    void step();
    void skip_separators();
    void skip_token();
    [[nodiscard]] bool at_end() const { return offset_ >= text_.size(); }
    [[nodiscard]] bool ahead(std::string_view token) const {
        return text_.substr(offset_, token.size()) == token;
    }

    std::string_view text_;
    std::size_t offset_ = 0;
    std::size_t begin_ = 0; // of the last token
    TextPosition position_;
};

} // namespace shaketable::scenarios
