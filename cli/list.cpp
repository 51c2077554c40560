#include "cli/list.hpp"

#include "scenarios/library.hpp"
#include "scenarios/load.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace shaketable::cli {

namespace {

struct ListedScenario {
    std::string name;
    std::string path;
    std::string title;
    std::vector<std::string> variants;
};

/// A file that can't be read stays in the list, without a title; `validate` says what is wrong with it.
ListedScenario listed_scenario(const scenarios::LibraryEntry& entry) {
    ListedScenario listed{entry.name, entry.path, "", {}};
    const auto file = scenarios::load_file(entry.path);
    if (!file)
        return listed;
    if (const scenarios::Member* title = file.value().base.find("title"); title != nullptr)
        listed.title = title->value.text() != nullptr ? *title->value.text() : "";
    for (const scenarios::Variant& variant : file.value().variants)
        listed.variants.push_back(variant.name);
    return listed;
}

void print_text(const std::vector<ListedScenario>& all) {
    std::size_t width = 0;
    for (const ListedScenario& each : all)
        width = std::max(width, each.name.size());
    for (const ListedScenario& each : all) {
        std::cout << in_bold(each.name) << std::string(width - each.name.size() + 2, ' ')
                  << (each.title.empty() ? "(can't be read: see shaketable validate)" : each.title) << '\n';
        for (const std::string& variant : each.variants)
            std::cout << std::string(width + 4, ' ')
                      << (variant == each.variants.front() ? "variants: " : "          ") << variant << '\n';
    }
}

void print_json(const std::vector<ListedScenario>& all) {
    auto list = nlohmann::ordered_json::array();
    for (const ListedScenario& each : all)
        list.push_back(
            {{"name", each.name}, {"title", each.title}, {"path", each.path}, {"variants", each.variants}});
    std::cout << nlohmann::ordered_json{{"scenarios", list}}.dump(2) << '\n';
}

int list_library(OutputFormat format) {
    std::vector<ListedScenario> all;
    for (const scenarios::LibraryEntry& entry : scenarios::library_entries(scenarios::library_directory()))
        all.push_back(listed_scenario(entry));
    if (format == OutputFormat::kJson)
        print_json(all);
    else
        print_text(all);
    return kDone;
}

} // namespace

void add_list(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("list", "Lists the scenarios of the library");
    add_format_option(*verb);
    verb->footer("Examples:\n  shaketable list\n  shaketable list --format json\n");
    verb->callback([verb, &exit_status] { exit_status = list_library(format_of(*verb)); });
}

} // namespace shaketable::cli
