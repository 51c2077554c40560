#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include <unistd.h>

namespace shaketable::support {

namespace {

/// What is written should the program be aborted: by an assertion, in the middle of anything.
std::array<char, 512> repeat_it = {};

void tell_how_to_repeat(int) {
    const ssize_t written = write(STDERR_FILENO, repeat_it.data(), std::strlen(repeat_it.data()));
    static_cast<void>(written);
}

/// The command that repeats the present test with this seed only.
std::string repeat_command(std::uint64_t seed) {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    return "SHAKETABLE_SEED=" + std::to_string(seed) + " " + program_invocation_name +
           " --gtest_filter=" + test->test_suite_name() + "." + test->name();
}

} // namespace

void for_each_seed(Seeds seeds, const std::function<void(std::uint64_t)>& test) {
    if (const char* only = std::getenv("SHAKETABLE_SEED"))
        seeds.first = seeds.last = std::strtoull(only, nullptr, 10);
    const auto before = std::signal(SIGABRT, tell_how_to_repeat);
    for (std::uint64_t seed = seeds.first; seed <= seeds.last && !testing::Test::HasFailure(); ++seed) {
        const std::string line = "Repeat it with:\n  " + repeat_command(seed) + "\n";
        line.copy(repeat_it.data(), repeat_it.size() - 1);
        repeat_it[std::min(line.size(), repeat_it.size() - 1)] = '\0';
        SCOPED_TRACE(line);
        test(seed);
    }
    std::signal(SIGABRT, before);
}

} // namespace shaketable::support
