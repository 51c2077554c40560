#include "gui/bench/fleet.hpp"

#include <sstream>

namespace shaketable::gui {

namespace {

constexpr int kServices = 9; // a chain
constexpr int kReplicas = 11;

std::string service(int chain, int index) {
    const std::string name = "s" + std::to_string(chain) + "-" + std::to_string(index);
    const auto called = [](int of_chain, int of_index) {
        return R"(, { "call": "s)" + std::to_string(of_chain) + "-" + std::to_string(of_index) + R"(.e" })";
    };
    const std::string next = index + 1 < kServices ? called(chain, index + 1) : "";
    // Three of four call the last of the next chain, too; so there are 450 edges.
    const bool crosses = index % 4 != 3 && index + 1 < kServices;
    const std::string across = crosses ? called((chain + 1) % kFleetChains, kServices - 1) : "";
    return "\"" + name + R"(": { "kind": "service", "replicas": )" + std::to_string(kReplicas) +
           R"(, "endpoints": { "e": { "steps": [ { "work": { "exponential": "2ms" } })" + next + across +
           " ] } } }";
}

} // namespace

std::string fleet(int rate_per_s, int duration_s) {
    std::ostringstream text;
    text << R"({ "shaketable": 1, "title": "Fleet", "duration": ")" << duration_s
         << R"(s", "window": "1s", "components": { )";
    for (int chain = 0; chain < kFleetChains; ++chain) {
        text << (chain == 0 ? "" : ", ") << "\"u" << chain
             << R"(": { "kind": "client", "arrivals": { "rate": ")" << rate_per_s
             << R"(/s" }, "journeys": { "j": { "steps": [ { "call": "s)" << chain << R"(-0.e" } ] } } })";
        for (int index = 0; index < kServices; ++index)
            text << ", " << service(chain, index);
    }
    text << R"( }, "timeline": { "crash": { "at": "20s", "for": "15s", "crash": "s3-4" },)"
         << R"( "slow": { "at": "25s", "for": "20s", "slow": "s7-2", "factor": 20 } } })";
    return text.str();
}

} // namespace shaketable::gui
