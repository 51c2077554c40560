#include "tests/support/die.hpp"
#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

std::string joined(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : left + ", " + right;
}

std::string file_of(const ScenarioParts& parts, const std::string& latency) {
    return R"({ "shaketable": 1, "title": "Random", "warm_up": "200ms", "duration": ")" +
           std::to_string(kRandomSeconds) + R"(s", "window": "700ms", "network": { "latency": )" + latency +
           R"(, "edges": { )" + parts.edges + R"( } }, "components": { )" + parts.components +
           R"( }, "shards": { )" + parts.shards + R"( }, "policies": { )" + parts.policies +
           R"( }, "timeline": { )" + parts.timeline + " } }";
}

std::string random_file(std::uint64_t seed, bool endless) {
    const char* const latencies[] = {R"("250us")", R"("0s")", R"({ "exponential": "1ms" })", R"("5ms")"};
    return file_of(random_parts(seed, {.prefix = "", .faults = true, .endless = endless}),
                   latencies[seed % 4]);
}

} // namespace shaketable::models
