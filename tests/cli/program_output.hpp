// Runs the built program as a user would and keeps what it said.
#pragma once

#include "tests/scenarios/golden_text.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace shaketable::cli {

struct ProgramOutput {
    std::string out;
    std::string err;
    int status = -1;
};

/// `arguments` as a shell reads them.
[[nodiscard]] inline ProgramOutput run_shaketable(const std::string& arguments,
                                                  const std::string& environment = "") {
    const std::string stem = testing::TempDir() + "shaketable-" + std::to_string(getpid());
    const std::string command = environment + " '" + SHAKETABLE_PROGRAM + "' " + arguments + " >'" + stem +
                                ".out' 2>'" + stem + ".err' </dev/null";
    const int raw = std::system(command.c_str());
    ProgramOutput output{scenarios::file_text(stem + ".out"), scenarios::file_text(stem + ".err"),
                         WIFEXITED(raw) ? WEXITSTATUS(raw) : -1};
    std::remove((stem + ".out").c_str());
    std::remove((stem + ".err").c_str());
    return output;
}

[[nodiscard]] inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace shaketable::cli
