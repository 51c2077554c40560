#include "tests/support/reader_promises.hpp"

#include "scenarios/compile.hpp"
#include "scenarios/document.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace shaketable::scenarios {

namespace {

constexpr const char* kFileName = "any.json";

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20U || byte == '\x7F'; }

bool is_utf8(const std::string& text) {
    using Handler = nlohmann::json::error_handler_t;
    const nlohmann::json value = text;
    return value.dump(-1, ' ', false, Handler::replace) == value.dump(-1, ' ', false, Handler::ignore);
}

class Lines {
  public:
    explicit Lines(std::string_view text) {
        for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end + 1)) {
            end = text.find('\n');
            lines_.push_back(text.substr(0, end));
            if (end == std::string_view::npos)
                return;
        }
    }

    [[nodiscard]] bool has(const Place& place) const {
        return place.line >= 1 && static_cast<std::size_t>(place.line) <= lines_.size() && place.column >= 1;
    }
    /// The byte there; a blank at the end of the line.
    [[nodiscard]] char at(const Place& place) const {
        const std::string_view line = lines_[static_cast<std::size_t>(place.line) - 1];
        int column = 0;
        for (const char byte : line)
            if (!is_continuation(byte) && ++column == place.column)
                return byte;
        return ' ';
    }

  private:
    std::vector<std::string_view> lines_;
};

/// The characters with one of which the text of such a value begins.
std::string_view beginnings(const Node& node) {
    if (node.members() != nullptr)
        return "{";
    if (node.elements() != nullptr)
        return "[";
    if (node.text() != nullptr)
        return "\"";
    if (node.is_null())
        return "n";
    return std::holds_alternative<bool>(node.value) ? "tf" : "-0123456789";
}

std::string shown_place(const Place& place) {
    return std::to_string(place.line) + ":" + std::to_string(place.column);
}

bool stands_at(const Place& place, std::string_view first, const Lines& lines) {
    return lines.has(place) && first.find(lines.at(place)) != std::string_view::npos;
}

std::string misplaced(const Node& node, const Lines& lines) {
    if (!stands_at(node.place, beginnings(node), lines))
        return shown(node) + " does not stand at " + shown_place(node.place) + "; ";
    std::string found;
    if (const Elements* elements = node.elements())
        for (const Node& element : *elements)
            found += misplaced(element, lines);
    if (const Members* members = node.members())
        for (const Member& member : *members) {
            if (!stands_at(member.place, "\"", lines))
                found += "the name " + in_quotes(member.name) + " does not stand at " +
                         shown_place(member.place) + "; ";
            found += misplaced(member.value, lines);
        }
    return found;
}

bool tells_of_the_whole(const InputError& error) {
    return error.found == "is empty" || error.found.ends_with("more errors, not shown");
}

std::string broken_by(const InputErrors& errors, const Lines& lines) {
    if (errors.empty())
        return "refused without an error";
    for (const InputError& error : errors) {
        const std::string message = text_of(error);
        if (std::any_of(message.begin(), message.end(), is_control))
            return "an error is not one line of text: " + in_quotes(message);
        if (!is_utf8(message))
            return "an error is not UTF-8: " + message;
        if (!lines.has(error.place) && !tells_of_the_whole(error))
            return "an error points to " + shown_place(error.place) + ": " + message;
    }
    return "";
}

/// Of one variant that was accepted.
std::string changed_when_written(const LoadedFile& file, std::string_view variant) {
    const std::string written = json_text(file.tree_for(variant).value());
    const auto again = load_text(written, kFileName);
    if (!again)
        return "its JSON is refused: " + text_of(again.error().front());
    if (json_text(again.value().base) != written)
        return "its JSON is another scenario once read";
    if (const auto compiled = compile(again.value(), ""); !compiled)
        return "its JSON can't run: " + text_of(compiled.error().front());
    return "";
}

} // namespace

std::string broken_promise(std::string_view text) {
    const Lines lines(text);
    ErrorList duplicates;
    if (const auto document = parse_document(text, kFileName, duplicates))
        if (const std::string found = misplaced(document.value(), lines); !found.empty())
            return found;
    const auto file = load_text(text, kFileName);
    if (!file)
        return broken_by(file.error(), lines);
    for (const std::string_view variant : file.value().variant_names()) {
        const auto compiled = compile(file.value(), variant);
        const std::string found =
            compiled ? changed_when_written(file.value(), variant) : broken_by(compiled.error(), lines);
        if (!found.empty())
            return "variant " + std::string(variant) + ": " + found;
    }
    return "";
}

} // namespace shaketable::scenarios
