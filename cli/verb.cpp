#include "cli/verb.hpp"

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string_view>

#include <unistd.h>

namespace shaketable::cli {

namespace {

bool has_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
    return isatty(STDOUT_FILENO) != 0 && !dumb && (no_colour == nullptr || *no_colour == '\0');
}

/// One word of a command line, in quotes where the shell needs them.
std::string for_shell(const std::string& word) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+@%";
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos)
        return word;
    std::string quoted = "'";
    for (const char letter : word)
        quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return quoted + "'";
}

} // namespace

void add_format_option(CLI::App& verb) {
    verb.add_option("--format", "text for people, json for programs")
        ->check(CLI::IsMember({"text", "json"}))
        ->default_str("text");
}

OutputFormat format_of(const CLI::App& verb) {
    const CLI::Option* option = verb.get_option("--format");
    return option->count() > 0 && option->as<std::string>() == "json" ? OutputFormat::kJson
                                                                      : OutputFormat::kText;
}

void add_variant_options(CLI::App& verb) {
    verb.add_option("--variant", "The variant of the file; without it the file as it stands")
        ->type_name("NAME")
        ->check([](const std::string& name) {
            return name.empty() ? "is empty; accepted: the name of a variant, or no --variant at all" : "";
        });
    verb.add_option("--set",
                    "Sets one value by its JSON Pointer: VALUE is JSON, or else text; null removes. May be "
                    "given several times")
        ->type_name("POINTER=VALUE")
        ->expected(1)
        ->take_all();
}

std::optional<std::string> text_given(const CLI::App& verb, const std::string& option) {
    const CLI::Option* found = verb.get_option(option);
    return found->count() > 0 ? std::optional(found->as<std::string>()) : std::nullopt;
}

std::string variant_of(const CLI::App& verb) { return text_given(verb, "--variant").value_or(""); }

std::vector<std::string> settings_of(const CLI::App& verb) { return verb.get_option("--set")->results(); }

int report_errors(const scenarios::InputErrors& errors) {
    for (const scenarios::InputError& error : errors)
        std::cerr << scenarios::text_of(error) << '\n';
    return kBadInput;
}

scenarios::InputError option_error(const std::string& option, std::string found, std::string accepted) {
    scenarios::InputError error;
    error.place.file = std::make_shared<const std::string>("command line");
    error.pointer = option;
    error.found = std::move(found);
    error.accepted = std::move(accepted);
    return error;
}

std::string command_line(const std::vector<std::string>& arguments) {
    const char* command = std::getenv("SHAKETABLE_COMMAND"); // of a script that calls this program
    const bool given = command != nullptr && *command != '\0';
    std::string line = given ? command : for_shell(program_invocation_name);
    for (const std::string& argument : arguments)
        line += " " + for_shell(argument);
    return line;
}

std::string in_bold(const std::string& text) { return has_colour() ? "\x1b[1m" + text + "\x1b[0m" : text; }

} // namespace shaketable::cli
