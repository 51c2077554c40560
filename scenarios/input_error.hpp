// What is wrong with an input, and where: told to people as one line, to programs as members.
//
// `found` is a predicate whose subject is the value at `pointer`: "is \"ten\" (text)", "is missing". So the
// line reads aloud: web.json:12:9: /components/web/workers is "ten" (text); accepted: a whole number.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::scenarios {

/// Where in the input something stands. Lines and columns count from 1, columns in characters; a line of 0
/// means the input as a whole (a file that can't be read, a setting of the command line).
struct Place {
    std::shared_ptr<const std::string> file; // as the user named it; shared by all nodes of a document
    int line = 0;
    int column = 0;

    [[nodiscard]] std::string_view file_name() const {
        return file ? std::string_view(*file) : std::string_view();
    }
};

struct InputError {
    Place place;
    std::string pointer;  // JSON Pointer (RFC 6901) into the scenario, variant applied; empty: the whole
    std::string found;    // a predicate of the value there
    std::string accepted; // what may stand there; may be empty
    std::string nearest;  // the nearest valid name, or empty
    std::string variant;  // the only variant in which it is wrong, or empty
};
using InputErrors = std::vector<InputError>;

/// One line for people, without a line feed.
[[nodiscard]] std::string text_of(const InputError& error);

/// By file, line, column, then pointer; each error once, whichever variants show it.
void sort_errors(InputErrors& errors);

/// The text with its control characters spelled out: fit for a terminal.
[[nodiscard]] std::string printable(std::string_view text);
/// The text between double quotes, control characters spelled out, cut after 60 characters.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// The names between commas: "work, wait, call".
[[nodiscard]] std::string listed(const std::vector<std::string_view>& names);

} // namespace shaketable::scenarios
