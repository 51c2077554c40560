#include "cli/run_machine.hpp"

#include "cli/version.hpp"

#include <sys/utsname.h>

namespace shaketable::cli {

namespace {

#if defined(__clang__)
constexpr const char* kCompiler = "clang " __clang_version__;
#else
constexpr const char* kCompiler = "g++ " __VERSION__;
#endif

std::string os_name() {
    utsname names = {};
    if (uname(&names) != 0)
        return "unknown";
    return std::string(names.sysname) + " " + names.release + " " + names.machine;
}

} // namespace

analysis::Machine this_machine(double wall_s) {
    return {.wall_s = wall_s, .version = std::string(version()), .compiler = kCompiler, .os = os_name()};
}

} // namespace shaketable::cli
