// The line of JSON that a peer prints for a run (bench/README.md), and the clock that it was timed by.
#pragma once

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <initializer_list>
#include <string>

namespace peers {

struct Record {
    std::string engine;
    std::string workload;
    std::string variant; // the way the simulator was used
    std::uint64_t n = 1; // pending events, for hold
    std::uint64_t events = 0;
    double seconds = 0.0;
};

// What the run computed: it shows that the work was done.
struct Figure {
    const char* name;
    double value;
};

inline void print(const Record& record, std::initializer_list<Figure> check) {
    std::printf("{\"engine\":\"%s\",\"workload\":\"%s\",\"variant\":\"%s\",\"n\":%llu,\"events\":%llu,"
                "\"seconds\":%.6f,\"per_second\":%.0f,\"check\":{",
                record.engine.c_str(), record.workload.c_str(), record.variant.c_str(),
                static_cast<unsigned long long>(record.n), static_cast<unsigned long long>(record.events),
                record.seconds, static_cast<double>(record.events) / record.seconds);
    const char* separator = "";
    for (const Figure& figure : check) {
        std::printf("%s\"%s\":%.6g", separator, figure.name, figure.value);
        separator = ",";
    }
    std::printf("}}\n");
    std::fflush(stdout);
}

// Processor time: what other programs take does not count.
[[nodiscard]] inline double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

} // namespace peers
