#include "scenarios/member_text.hpp"

#include "engine/assert.hpp"
#include "scenarios/token_cursor.hpp"

#include <optional>

namespace shaketable::scenarios {

namespace {

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Goes past a value: a token, or all up to the bracket that closes it.
Span skip_value(TokenCursor& cursor, std::string_view text) {
    Span span;
    int depth = 0;
    do {
        cursor.next();
        if (span.end == 0)
            span.begin = cursor.token_begin();
        const char first = text[cursor.token_begin()];
        depth += first == '{' || first == '[' ? 1 : 0;
        depth -= first == '}' || first == ']' ? 1 : 0;
        span.end = cursor.token_end();
    } while (depth > 0);
    return span;
}

std::string joined(std::string_view a, std::string_view b, std::string_view c) {
    std::string text(a);
    text += b;
    text += c;
    return text;
}

} // namespace

std::string with_member(std::string_view text, std::string_view name, std::string_view value) {
    const std::string key = joined("\"", name, "\"");
    TokenCursor cursor(text);
    cursor.next(); // the bracket that opens it
    std::optional<Span> last;
    while (true) {
        cursor.next();
        const std::size_t begin = cursor.token_begin();
        SHAKETABLE_ASSERT(begin < text.size());
        if (text[begin] == '}')
            break;
        const bool found = text.substr(begin, cursor.token_end() - begin) == key;
        last = skip_value(cursor, text);
        if (found)
            return joined(text.substr(0, last->begin), value, text.substr(last->end));
    }
    SHAKETABLE_ASSERT(last.has_value());
    // What stands behind the last member, a comment perhaps, stays there.
    std::string_view between = text.substr(last->end, cursor.token_begin() - last->end);
    between = between.substr(0, between.find_last_not_of(" \t\r\n") + 1);
    return joined(text.substr(0, last->end), ",", between) + "\n\n  " + joined(key, ": ", value) + "\n" +
           std::string(text.substr(cursor.token_begin()));
}

} // namespace shaketable::scenarios
