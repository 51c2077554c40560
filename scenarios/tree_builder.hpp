// Hears what nlohmann/json's parser says, value by value (its SAX interface), and builds nodes with
// positions.
//
// The library's own document tree knows no positions and silently keeps the last of duplicate members.
#pragma once

#include "engine/result.hpp"
#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"
#include "scenarios/token_cursor.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>

namespace shaketable::scenarios {

class TreeBuilder {
  public:
    /// `text` and `duplicates` must outlive the builder.
    TreeBuilder(std::string_view text, std::shared_ptr<const std::string> file, ErrorList& duplicates)
        : text_(text), file_(std::move(file)), cursor_(text), duplicates_(duplicates) {}

    /// The tree or the one error of syntax, once the parser is done.
    [[nodiscard]] engine::Result<Node, InputErrors> take();

    // What the parser calls. Each returns whether to go on.
    bool null() { return value(nullptr); }
    bool boolean(bool flag) { return value(flag); }
    bool number_integer(std::int64_t number) { return value(number); }
    bool number_unsigned(std::uint64_t number);
    bool number_float(double number, const std::string&) { return value(number); }
    bool string(std::string& text) { return value(std::move(text)); }
    template <class Bytes>
    bool binary(Bytes&) {
        return false; // JSON text has none
    }
    bool start_object(std::size_t) { return open(Members{}); }
    bool start_array(std::size_t) { return open(Elements{}); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name);
    template <class Exception>
    bool parse_error(std::size_t bytes_read, const std::string& last_token, const Exception& exception) {
        return syntax_error(bytes_read, last_token, exception.what());
    }

  private:
    template <class Value>
    bool value(Value value) {
        attach(Node{next_place(), std::move(value)});
        return true;
    }
    template <class Container>
    bool open(Container empty);
    bool close();
    bool syntax_error(std::size_t bytes_read, const std::string& last_token, std::string_view message);
    [[nodiscard]] Place next_place();
    [[nodiscard]] Place place_of(TextPosition position) const;
    void attach(Node node);
    [[nodiscard]] std::string pointer_here() const;

    /// An array or object that has begun; inside an object, the member whose value comes next.
    struct Open {
        Node node;
        Member next;
        bool duplicate = false;                       // the next value is dropped
        std::map<std::string, int, std::less<>> line; // of each name so far
    };

    std::string_view text_;
    std::shared_ptr<const std::string> file_;
    TokenCursor cursor_;
    std::vector<Open> open_;
    std::optional<Node> root_;
    std::optional<InputError> fatal_;
    ErrorList& duplicates_;
};

} // namespace shaketable::scenarios
