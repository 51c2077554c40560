#include "cli/program.hpp"

#include "cli/diff.hpp"
#include "cli/docs.hpp"
#include "cli/list.hpp"
#include "cli/new.hpp"
#include "cli/run.hpp"
#include "cli/schema.hpp"
#include "cli/show.hpp"
#include "cli/validate.hpp"
#include "cli/version.hpp"
#include "scenarios/nearest_name.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::cli {

namespace {

constexpr const char* kProgramFooter = R"(Exit status:
  0  done, every expectation holds
  1  an expectation does not hold, or two runs differ
  2  the input can't be run; every reason is printed
  3  an internal error, or what came of it can't be written
  4  stopped by a limit, with a partial result

Examples:
  shaketable list
  shaketable show hello
  shaketable run hello
  shaketable new my
  shaketable validate my.json

shaketable VERB --help tells more of each.
)";

void add_verbs(CLI::App& app, int& exit_status) {
    add_run(app, exit_status);
    add_diff(app, exit_status);
    add_list(app, exit_status);
    add_new(app, exit_status);
    add_show(app, exit_status);
    add_validate(app, exit_status);
    add_schema(app, exit_status);
    add_docs(app, exit_status);
}

/// The message for a first argument that is no verb; empty if it is one, or an option.
std::string unknown_verb(const CLI::App& app, const std::string& argument) {
    std::vector<std::string_view> names;
    for (const CLI::App* verb : app.get_subcommands({}))
        names.push_back(verb->get_name());
    for (const std::string_view name : names)
        if (name == argument || argument.starts_with('-'))
            return "";
    std::string message =
        "there is no verb " + scenarios::in_quotes(argument) + "; there are " + scenarios::listed(names);
    if (const std::string nearest = scenarios::nearest_name(argument, names); !nearest.empty())
        message += "; did you mean " + scenarios::in_quotes(nearest) + "?";
    return message;
}

/// "--sed" may be meant as "--seed": the nearest of the verb's options to the first one that is unknown.
std::string nearest_option(const CLI::App& app, int argument_count, const char* const* arguments) {
    const std::vector<CLI::App*> verbs = app.get_subcommands();
    if (verbs.empty())
        return "";
    std::vector<std::string> names;
    for (const CLI::Option* option : verbs.front()->get_options())
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    for (int i = 2; i < argument_count; ++i) {
        const std::string_view argument = arguments[i];
        const std::string name(argument.substr(0, argument.find('=')));
        if (!name.starts_with("--") || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        return scenarios::nearest_name(name, {names.begin(), names.end()});
    }
    return "";
}

int parse_and_run(CLI::App& app, int argument_count, const char* const* arguments) {
    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::ExtrasError& error) {
        app.exit(error);
        if (const std::string nearest = nearest_option(app, argument_count, arguments); !nearest.empty())
            std::cerr << "Did you mean " << nearest << "?\n";
        return kBadInput;
    } catch (const CLI::ParseError& error) { // --help and --version end so too, with status 0
        return app.exit(error) == 0 ? kDone : kBadInput;
    }
    return kDone;
}

} // namespace

int run_program(int argument_count, const char* const* arguments) {
    CLI::App app("Shaketable: a deterministic discrete-event simulator of distributed systems under faults.",
                 "shaketable");
    int exit_status = kDone;
    add_verbs(app, exit_status);
    app.set_version_flag("--version", std::string(version()));
    app.require_subcommand(1);
    app.footer(kProgramFooter);
    if (argument_count < 2) {
        std::cerr << app.help();
        return kBadInput;
    }
    if (const std::string message = unknown_verb(app, arguments[1]); !message.empty()) {
        std::cerr << "shaketable: " << message << '\n';
        return kBadInput;
    }
    if (const int parsed = parse_and_run(app, argument_count, arguments); parsed != kDone)
        return parsed;
    if (!std::cout.flush()) {
        std::cerr << "shaketable: can't write to standard output\n";
        return kInternalError;
    }
    return exit_status;
}

} // namespace shaketable::cli
