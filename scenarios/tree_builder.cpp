#include "scenarios/tree_builder.hpp"

#include "scenarios/document.hpp"
#include "scenarios/json_pointer.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace shaketable::scenarios {

namespace {

constexpr std::string_view kExpected = "; expected ";
constexpr std::string_view kLastRead = "; last read: ";

/// "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error while parsing value -
/// unexpected
/// '}'; expected string literal" becomes "unexpected '}'; expected string literal".
std::string_view without_preamble(std::string_view message) {
    for (const std::string_view mark : {std::string_view("] "), std::string_view(" - ")})
        if (const std::size_t at = message.find(mark); at != std::string_view::npos)
            message.remove_prefix(at + mark.size());
    return message;
}

/// Before what the lexer read last: that is the file's own text, which may hold anything.
std::string_view without_last_read(std::string_view message) {
    return message.substr(0, message.find(kLastRead));
}

std::string found_of(std::string_view message) {
    std::string clause(without_last_read(without_preamble(message)).substr(0, 200));
    if (const std::size_t expected = clause.find(kExpected); expected != std::string::npos)
        clause.resize(expected);
    return "is no JSON: " + clause;
}

/// What may stand where the lexer gave up.
std::string accepted_token(std::string_view clause) {
    struct Advice {
        std::string_view found;
        std::string_view accepted;
    };
    constexpr std::array<Advice, 4> kAdvice = {{
        {"number overflow", "numbers up to 1.797e308"},
        {"invalid literal", "true, false, null, a number, text in double quotes, an object or a list"},
        {"invalid string", "text in double quotes on one line; after a backslash one of \" \\ / b f n r t u"},
        {"invalid comment", "// to the end of the line, or /* to */"},
    }};
    for (const Advice& advice : kAdvice)
        if (clause.find(advice.found) != std::string_view::npos)
            return std::string(advice.accepted);
    return "";
}

std::string accepted_of(std::string_view message) {
    constexpr std::array<std::string_view, 6> kTokens = {
        "string literal", "end of input", "':'", "'}'", "']'", "'[', '{', or a literal"};
    if (message.ends_with(std::string(kExpected) + std::string(kTokens[0])))
        return "a name in double quotes; no comma stands after the last member";
    for (const std::string_view token : kTokens)
        if (message.ends_with(std::string(kExpected) + std::string(token)))
            return (token == "'}'" || token == "']'" ? "',' or " : "") + std::string(token);
    const std::string_view clause = without_last_read(message);
    const std::size_t at = clause.rfind(kExpected);
    return at == std::string_view::npos ? accepted_token(clause)
                                        : std::string(clause.substr(at + kExpected.size()));
}

} // namespace

engine::Result<Node, InputErrors> TreeBuilder::take() {
    if (fatal_)
        return InputErrors{*std::move(fatal_)};
    return *std::move(root_);
}

bool TreeBuilder::number_unsigned(std::uint64_t number) {
    if (number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return value(static_cast<std::int64_t>(number));
    return value(number);
}

bool TreeBuilder::key(std::string& name) {
    Open& object = open_.back();
    object.next.place = next_place();
    object.next.name = std::move(name);
    const auto [first, inserted] = object.line.try_emplace(object.next.name, object.next.place.line);
    object.duplicate = !inserted;
    if (object.duplicate)
        duplicates_.add_incomplete({.place = object.next.place,
                                    .pointer = pointer_here(),
                                    .found = "stands twice, first in line " + std::to_string(first->second),
                                    .accepted = "each name once",
                                    .nearest = "",
                                    .variant = ""});
    return true;
}

template <class Container>
bool TreeBuilder::open(Container empty) {
    const Place place = next_place();
    if (open_.size() >= static_cast<std::size_t>(kDepthMost)) {
        fatal_ = InputError{.place = place,
                            .pointer = "",
                            .found = "is nested too deep here",
                            .accepted = "at most " + std::to_string(kDepthMost) + " levels",
                            .nearest = "",
                            .variant = ""};
        return false;
    }
    open_.push_back(Open{Node{place, std::move(empty)}, {}, false, {}});
    return true;
}

template bool TreeBuilder::open(Members);
template bool TreeBuilder::open(Elements);

bool TreeBuilder::close() {
    cursor_.next();
    Node finished = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(finished));
    return true;
}

bool TreeBuilder::syntax_error(std::size_t bytes_read, const std::string& last_token,
                               std::string_view message) {
    const bool whole_token = message.find(kLastRead) == std::string_view::npos;
    const bool plain = last_token.find("<U+") == std::string::npos;
    const std::size_t back = whole_token && plain ? std::max<std::size_t>(last_token.size(), 1) : 1;
    const std::size_t offset = bytes_read - std::min(bytes_read, back);
    fatal_ = InputError{.place = place_of(TokenCursor(text_).advance_to(offset)),
                        .pointer = "",
                        .found = found_of(message),
                        .accepted = accepted_of(message),
                        .nearest = "",
                        .variant = ""};
    return false;
}

Place TreeBuilder::next_place() { return place_of(cursor_.next()); }

Place TreeBuilder::place_of(TextPosition position) const {
    return Place{file_, position.line, position.column};
}

void TreeBuilder::attach(Node node) {
    if (open_.empty()) {
        root_ = std::move(node);
        return;
    }
    Open& parent = open_.back();
    if (Elements* list = parent.node.elements()) {
        list->push_back(std::move(node));
    } else if (!parent.duplicate) {
        parent.next.value = std::move(node);
        parent.node.members()->push_back(std::move(parent.next));
        parent.next = {};
    }
}

std::string TreeBuilder::pointer_here() const {
    std::string pointer;
    for (const Open& level : open_) {
        const Elements* list = level.node.elements();
        pointer += list != nullptr ? "/" + std::to_string(list->size()) : child_pointer("", level.next.name);
    }
    return pointer;
}

} // namespace shaketable::scenarios
