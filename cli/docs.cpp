#include "cli/docs.hpp"

#include "scenarios/manual.hpp"

#include <iostream>

namespace shaketable::cli {

void add_docs(CLI::App& app, int& exit_status) {
    CLI::App* verb = app.add_subcommand("docs", "Prints the reference manual of scenario files, in Markdown");
    verb->footer("Example:\n  shaketable docs | less\n");
    verb->callback([&exit_status] {
        std::cout << scenarios::manual_text();
        exit_status = kDone;
    });
}

} // namespace shaketable::cli
