#include "scenarios/token_cursor.hpp"

namespace shaketable::scenarios {

TextPosition TokenCursor::next() {
    skip_separators();
    const TextPosition start = position_;
    begin_ = offset_;
    skip_token();
    return start;
}

TextPosition TokenCursor::advance_to(std::size_t offset) {
    while (!at_end() && offset_ < offset)
        step();
    return position_;
}

void TokenCursor::step() {
    const char byte = text_[offset_++];
    const bool next_continues = !at_end() && (static_cast<unsigned char>(text_[offset_]) & 0xC0U) == 0x80U;
    if (byte == '\n') {
        ++position_.line;
        position_.column = 1;
    } else if (!next_continues) {
        ++position_.column;
    }
}

void TokenCursor::skip_separators() {
    while (!at_end()) {
        if (ahead("//")) {
            constexpr std::string_view kEnds = "\n\r"; // either ends it for the parser
            while (!at_end() && kEnds.find(text_[offset_]) == std::string_view::npos)
                step();
        } else if (ahead("/*")) {
            const std::size_t end = text_.find("*/", offset_ + 2);
            advance_to(end == std::string_view::npos ? text_.size() : end + 2);
        } else if (std::string_view(" \t\r\n,:").find(text_[offset_]) != std::string_view::npos) {
            step();
        } else {
            return;
        }
    }
}

void TokenCursor::skip_token() {
    if (at_end())
        return;
    const char first = text_[offset_];
    step();
    if (first == '"') {
        while (!at_end() && text_[offset_] != '"') {
            if (text_[offset_] == '\\')
                step();
            if (!at_end())
                step();
        }
        if (!at_end())
            step();
    } else if (std::string_view("[]{}").find(first) == std::string_view::npos) {
        while (!at_end() &&
               std::string_view(" \t\r\n,:[]{}/\"").find(text_[offset_]) == std::string_view::npos)
            step();
    }
}

} // namespace shaketable::scenarios
