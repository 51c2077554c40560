#include "cli/list.hpp"

#include "cli/scenario_list.hpp"

#include <iostream>

namespace shaketable::cli {

void add_list(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("list", "Lists the scenarios of the library");
    add_format_option(*verb);
    verb->footer("Examples:\n  shaketable list\n  shaketable list --format json\n");
    verb->callback([verb, &exit_status] {
        const auto directory = scenarios::library_directory();
        if (!directory) {
            exit_status = report_errors(directory.error());
            return;
        }
        const std::vector<ListedScenario> all = listed_scenarios(directory.value());
        std::cout << (format_of(*verb) == OutputFormat::kJson ? list_json(all, "scenarios") : list_text(all));
        exit_status = kDone;
    });
}

} // namespace shaketable::cli
