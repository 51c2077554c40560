// Small scenarios drawn at random, for tests that must hold of any scenario.
#pragma once

#include <cstdint>
#include <string>

namespace shaketable::models {

struct RandomScenarioOptions {
    std::string prefix; // of every name
    bool faults = true;
    bool endless = false; // closed users, and rates that do not go to zero, are allowed
};

/// The scenario's members, "components" and so on, each an object's inside: two of them can be joined.
struct ScenarioParts {
    std::string components;
    std::string shards = {};
    std::string policies;
    std::string timeline;
    std::string edges; // of the network
};
[[nodiscard]] ScenarioParts random_parts(std::uint64_t seed, const RandomScenarioOptions& options);

inline constexpr std::int64_t kRandomSeconds = 3600;
/// The text of a file whose load ends after 3 s (unless endless) and which runs for kRandomSeconds.
[[nodiscard]] std::string file_of(const ScenarioParts& parts, const std::string& latency);
[[nodiscard]] std::string joined(const std::string& left, const std::string& right);

[[nodiscard]] std::string random_file(std::uint64_t seed, bool endless);

} // namespace shaketable::models
