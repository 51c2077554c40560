#include "cli/validate.hpp"

#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace shaketable::cli {

namespace {

scenarios::InputErrors errors_in(const std::string& name_or_path) {
    const auto path = scenarios::resolve_scenario(name_or_path);
    if (!path)
        return path.error();
    const auto file = scenarios::load_file(path.value());
    return file ? scenarios::check(file.value()) : file.error();
}

nlohmann::ordered_json json_of(const scenarios::InputError& error) {
    nlohmann::ordered_json json = {{"file", error.place.file_name()}};
    if (error.place.line > 0) {
        json["line"] = error.place.line;
        json["column"] = error.place.column;
    }
    json["pointer"] = error.pointer;
    json["found"] = error.found;
    json["accepted"] = error.accepted;
    if (!error.nearest.empty())
        json["nearest"] = error.nearest;
    if (!error.variant.empty())
        json["variant"] = error.variant;
    json["message"] = scenarios::text_of(error);
    return json;
}

void print_json(const scenarios::InputErrors& errors) {
    auto list = nlohmann::ordered_json::array();
    for (const scenarios::InputError& error : errors)
        list.push_back(json_of(error));
    constexpr auto kReplace = nlohmann::json::error_handler_t::replace; // a path need not be UTF-8
    std::cout << nlohmann::ordered_json{{"valid", errors.empty()}, {"errors", list}}.dump(2, ' ', false,
                                                                                          kReplace)
              << '\n';
}

int validate(const std::vector<std::string>& files, OutputFormat format) {
    scenarios::InputErrors all;
    for (const std::string& file : files) {
        const scenarios::InputErrors errors = errors_in(file);
        all.insert(all.end(), errors.begin(), errors.end());
        if (format == OutputFormat::kText && errors.empty())
            std::cout << file << ": valid\n";
        else if (format == OutputFormat::kText)
            report_errors(errors);
    }
    if (format == OutputFormat::kJson)
        print_json(all);
    return all.empty() ? kDone : kBadInput;
}

} // namespace

void add_validate(CLI::App& app, int& exit_status) {
    CLI::App* verb =
        app.add_subcommand("validate", "Says whether scenarios can run, and every reason why not");
    verb->add_option("scenarios", "Names of the library or paths of files")
        ->required()
        ->type_name("NAME|FILE");
    verb->get_option("scenarios")->expected(-1)->take_all();
    add_format_option(*verb);
    verb->footer(
        "Each file is checked as it stands and with each of its variants. Exit status 2 if any can't run.\n\n"
        "Examples:\n"
        "  shaketable validate my.json\n"
        "  shaketable validate hello designs/*.json --format json\n");
    verb->callback([verb, &exit_status] {
        exit_status = validate(verb->get_option("scenarios")->results(), format_of(*verb));
    });
}

} // namespace shaketable::cli
