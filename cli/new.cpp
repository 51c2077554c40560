#include "cli/new.hpp"

#include "cli/run_output_file.hpp"
#include "cli/scenario_list.hpp"
#include "scenarios/document.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <iostream>
#include <system_error>

namespace shaketable::cli {

namespace {

constexpr const char* kDefaultTemplate = "service";

struct NewRequest {
    std::string file; // as the user named it
    std::string from; // the template's name
    bool overwrite = false;
    OutputFormat format = OutputFormat::kText;
};

int list_templates(OutputFormat format) {
    const auto directory = scenarios::template_directory();
    if (!directory)
        return report_errors(directory.error());
    const std::vector<ListedScenario> all = listed_scenarios(directory.value());
    if (format == OutputFormat::kJson)
        std::cout << list_json(all, "templates");
    else
        std::cout << list_text(all) << "\nA scenario of the library is a template, too: shaketable list\n";
    return kDone;
}

scenarios::InputErrors file_error(const std::string& path, std::string found, std::string accepted) {
    scenarios::InputError error;
    error.place.file = std::make_shared<const std::string>(path);
    error.pointer = "the file";
    error.found = std::move(found);
    error.accepted = std::move(accepted);
    return {std::move(error)};
}

void tell(const NewRequest& request, const std::string& path) {
    constexpr auto kReplace = nlohmann::json::error_handler_t::replace; // a path need not be UTF-8
    if (request.format == OutputFormat::kJson)
        std::cout << nlohmann::ordered_json{{"path", path}, {"template", request.from}}.dump(2, ' ', false,
                                                                                             kReplace)
                  << '\n';
    else
        std::cout << "Wrote " << path << " from the template " << request.from
                  << ".\nNext: " << command_line({"run", path}) << '\n';
}

int make_new(const NewRequest& request) {
    if (request.file.empty())
        return report_errors({option_error("file", "is missing", "a name or the path of a file to write")});
    const auto from = scenarios::resolve_template(request.from);
    if (!from)
        return report_errors(from.error());
    const auto text = scenarios::read_text_file(from.value());
    if (!text)
        return report_errors(text.error());
    if (std::filesystem::path(request.file).filename().string().find_first_not_of('.') == std::string::npos)
        return report_errors(
            file_error(request.file, "names no file", "a name or the path of a file to write"));
    const std::string path = request.file.ends_with(".json") ? request.file : request.file + ".json";
    std::error_code failure;
    if (!request.overwrite && std::filesystem::exists(path, failure))
        return report_errors(file_error(path, "exists", "another name, or --force to replace it"));
    OutputFile file(path);
    if (!file.problem().empty() || !file.commit(text.value()))
        return report_errors(file_error(path, file.problem(), "a path that can be written"));
    tell(request, path);
    return kDone;
}

constexpr const char* kNewFooter =
    R"(NAME stands for NAME.json. A file that exists is left alone, unless --force.

Examples:
  shaketable new --list
  shaketable new shop --template three-tiers
  shaketable new designs/storm.json --template retry-storm --force)";

} // namespace

void add_new(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("new", "Writes a scenario file to begin with, from a template");
    verb->add_option("file", "The file to write")->type_name("NAME|FILE");
    verb->add_option("--template", "What to begin with: see --list")
        ->type_name("NAME")
        ->default_str(kDefaultTemplate);
    verb->add_flag("--force")->description("Replaces a file that exists");
    verb->add_flag("--list")->description("Lists the templates")->excludes(verb->get_option("file"));
    add_format_option(*verb);
    verb->footer(kNewFooter);
    verb->callback([verb, &exit_status] {
        exit_status = verb->get_option("--list")->count() > 0
                          ? list_templates(format_of(*verb))
                          : make_new({.file = text_given(*verb, "file").value_or(""),
                                      .from = text_given(*verb, "--template").value_or(kDefaultTemplate),
                                      .overwrite = verb->get_option("--force")->count() > 0,
                                      .format = format_of(*verb)});
    });
}

} // namespace shaketable::cli
