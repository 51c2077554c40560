#include "tests/tidy/bans.hpp"

namespace shaketable::tidy {

// The calls of libm are in tests/tidy/libm_calls.hpp, mutable statics in tests/tidy/statics.hpp.
const std::vector<Ban>& ban_list() {
    static const std::vector<Ban> bans = {
        {"random",
         Where::kProgram,
         {"<random>", "std::mt19937", "std::mt19937_64", "std::random_device",
          "std::uniform_real_distribution", "std::uniform_int_distribution", "std::exponential_distribution",
          "std::normal_distribution", "std::shuffle", "std::sample", "std::rand", "rand(", "srand(",
          "drand48("},
         "its distributions differ between standard libraries, and a generator is state",
         "engine/random.hpp, where a draw is a function of who, what for and which"},

        {"hash",
         Where::kProgram,
         {"std::hash"},
         "its values differ between standard libraries",
         "engine::label or engine::mix"},

        {"unordered",
         Where::kProgram,
         {"unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"},
         "the order of iteration is the library's choice",
         "a vector addressed by ids, a sorted vector, or std::map"},

        {"float",
         Where::kProgram,
         {"float"},
         "it rounds early and mixes badly",
         "double, or a count of nanoseconds"},

        {"long-double",
         Where::kProgram,
         {"long double"},
         "its width differs between machines",
         "double, or engine/double_double.hpp"},

        {"wall-clock",
         Where::kLayers,
         {"<chrono>", "<ctime>", "std::chrono", "std::time", "std::clock", "time(nullptr)", "time(NULL)",
          "time(0)", "clock_gettime", "gettimeofday", "system_clock", "steady_clock",
          "high_resolution_clock"},
         "results depend on the input only",
         "engine/time.hpp for simulated time; wall time is measured in cli/ and handed in"},

        {"calendar",
         Where::kProgram,
         {"system_clock", "std::time", "gettimeofday"},
         "the date of the machine belongs in no result",
         "std::chrono::steady_clock for how long something took"},

        {"newer-library",
         Where::kEverywhere,
         {"<format>", "std::format", "std::format_to", "std::vformat", "<print>", "std::print", "<expected>",
          "std::expected", "<source_location>", "std::source_location", "std::views", "std::ranges::views"},
         "g++ 12.2 or clang 14 lacks it",
         "std::to_chars and +, engine::Result, SHAKETABLE_ASSERT, a loop"},

        {"locale",
         Where::kProgram,
         {"std::stod", "std::stof", "std::stold", "strtod", "strtof", "strtold", "atof", "sscanf",
          "setlocale", "std::locale::global"},
         "the user's locale would decide what a number means",
         "std::from_chars and std::to_chars"},

        {"assert",
         Where::kProgram,
         {"<cassert>", "assert("},
         "a build may drop it, and it does not print seed, time and event",
         "SHAKETABLE_ASSERT"},

        {"const-cast",
         Where::kEverywhere,
         {"const_cast"},
         "it lies to the reader",
         "a design in which the holder of the value changes it"},

        {"volatile",
         Where::kEverywhere,
         {"volatile"},
         "it is neither atomic nor ordered",
         "std::atomic between threads, nothing elsewhere"},

        {"thread-local",
         Where::kProgram,
         {"thread_local"},
         "state outside the world breaks copies and forks of it",
         "a member of the world, handed in"},

        // Written in halves, so that this file does not break its own rule.
        {"unfinished",
         Where::kAll,
         {"TO"
          "DO",
          "FIX"
          "ME",
          "XX"
          "X"},
         "it tells nobody who can act on it",
         "the code itself, or an issue"},

        {"fast-math",
         Where::kBuild,
         {"-ffast-math", "-Ofast", "-funsafe-math-optimizations", "-fassociative-math", "-freciprocal-math",
          "-ffp-contract=fast", "-ffp-contract=on"},
         "results would differ between compilers and machines",
         "plain -O3 with -ffp-contract=off"},
    };
    return bans;
}

} // namespace shaketable::tidy
