// What a queue and a topic serve with. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

namespace shaketable::models {

/// Whose defaults they are, and what `time` is.
struct BrokerOrigins {
    std::string_view workers;
    std::string_view time;
    std::string_view time_doc;
};
template <class Visitor, class Config>
void describe_broker(Visitor& visit, Config& config, const BrokerOrigins& of) {
    visit(Knob{.name = "workers",
               .doc = "Messages that it stores or hands out at a time.",
               .unit = "workers",
               .origin = of.workers,
               .bounds = {1, 1'000'000},
               .acts = Acts::kAtRestart},
          config.workers);
    visit(Knob{.name = "cores",
               .doc = "CPU cores, shared by what it stores and hands out.",
               .unit = "cores",
               .origin = "a common size of virtual machine",
               .bounds = {0.001, 100'000},
               .acts = Acts::kAtRestart},
          config.cores);
    visit(Knob{.name = "time", .doc = of.time_doc, .origin = of.time, .acts = Acts::kAtNextCall},
          config.time);
}

} // namespace shaketable::models
