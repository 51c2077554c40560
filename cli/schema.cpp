#include "cli/schema.hpp"

#include "scenarios/schema.hpp"

#include <iostream>

namespace shaketable::cli {

void add_schema(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("schema", "Prints the JSON Schema (draft 2020-12) of scenario files");
    verb->footer("Example:\n  shaketable schema > scenario.schema.json\n");
    verb->callback([&exit_status] {
        std::cout << scenarios::schema_text();
        exit_status = kDone;
    });
}

} // namespace shaketable::cli
