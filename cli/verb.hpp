// What the verbs of the program share: exit statuses, the choice of output format, how errors are told.
//
// A verb is a function `void add_NAME(CLI::App& app, int& exit_status)` in a file of its own: it adds a
// subcommand whose callback does the work and sets the exit status. Results go to standard output, errors to
// standard error; with --format json standard output is one JSON document and nothing else.
#pragma once

#include "scenarios/input_error.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace shaketable::cli {

enum ExitStatus : int {
    kDone = 0,              // the run is done, every expectation holds
    kExpectationFailed = 1, // an expectation does not hold
    kDifferent = 1,         // two runs differ
    kBadInput = 2,          // the input can't be run: every reason is printed
    kInternalError = 3,     // our mistake
    kStopped = 4,           // a limit stopped the run; the result is partial
};

enum class OutputFormat { kText, kJson };

/// Adds --format text|json.
void add_format_option(CLI::App& verb);
/// What was given for it; requires that the verb was parsed.
[[nodiscard]] OutputFormat format_of(const CLI::App& verb);

/// What was given for an option with a value, if it was; requires that the verb was parsed.
[[nodiscard]] std::optional<std::string> text_given(const CLI::App& verb, const std::string& option);

/// Adds --variant NAME and --set POINTER=VALUE, and tells what was given for them.
void add_variant_options(CLI::App& verb);
[[nodiscard]] std::string variant_of(const CLI::App& verb);
[[nodiscard]] std::vector<std::string> settings_of(const CLI::App& verb);

/// One line an error, to standard error. Returns kBadInput.
int report_errors(const scenarios::InputErrors& errors);

/// An error of one option of the command line.
[[nodiscard]] scenarios::InputError option_error(const std::string& option, std::string found,
                                                 std::string accepted);

/// A command that the user can type: this program as it was called, with these arguments.
[[nodiscard]] std::string command_line(const std::vector<std::string>& arguments);

/// The text in bold, where standard output is a terminal and NO_COLOR is not set.
[[nodiscard]] std::string in_bold(const std::string& text);

} // namespace shaketable::cli
