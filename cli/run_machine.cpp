#include "cli/run_machine.hpp"

#include "cli/version.hpp"

#include "engine/run_loop.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>

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

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

std::uint64_t physical_bytes() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page = sysconf(_SC_PAGESIZE);
    return pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page)
                                 : kUnlimited;
}

/// Of a control group, second version, seen from inside; "max" and no file mean no limit.
std::uint64_t container_bytes() {
    std::uint64_t bytes = 0;
    return std::ifstream("/sys/fs/cgroup/memory.max") >> bytes ? bytes : kUnlimited;
}

std::uint64_t shell_bytes() { // ulimit -v
    rlimit limit = {};
    return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY ? limit.rlim_cur : kUnlimited;
}

} // namespace

std::size_t memory_share_bytes() {
    const std::uint64_t least = std::min({physical_bytes(), container_bytes(), shell_bytes()});
    return std::min<std::uint64_t>(least / 2, engine::RunLimits{}.bytes);
}

analysis::Machine this_machine(double wall_s) {
    return {.wall_s = wall_s, .version = std::string(version()), .compiler = kCompiler, .os = os_name()};
}

} // namespace shaketable::cli
