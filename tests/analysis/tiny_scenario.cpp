#include "tests/analysis/tiny_scenario.hpp"

#include "scenarios/compile.hpp"

#include <iostream>

namespace shaketable::analysis {

namespace {

constexpr std::string_view kText = R"({
  "shaketable": 1, "title": "Tiny", "duration": "10s",
  "network": { "latency": "1ms" },
  "components": {
    "users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
               "journeys": { "ask": { "steps": [ { "call": "web.answer", "policy": "user" } ], "good_within": "100ms" } } },
    "web": { "kind": "service", "cores": 1, "endpoints": { "answer": { "steps": [ { "work": "20ms" } ] } } }
  },
  "policies": { "user": { "retry": { "attempts": 1, "backoff": "none" } } },
  "timeline": {}, "expect": {}
})";

} // namespace

models::ScenarioPtr tiny_scenario(const std::vector<std::string>& settings) {
    const auto file = scenarios::load_text(kText, "tiny.json");
    SHAKETABLE_ASSERT(file.ok());
    const auto compiled = scenarios::compile(file.value(), "", settings);
    if (!compiled)
        for (const scenarios::InputError& error : compiled.error())
            std::cerr << scenarios::text_of(error) << '\n';
    return compiled.value();
}

Result run_tiny(const std::vector<std::string>& settings, const RunOptions& options) {
    return run_variant(tiny_scenario(settings), options);
}

} // namespace shaketable::analysis
