// The action `flush` of the timeline. Configuration only.
#pragma once

#include "models/faults/fault_configs.hpp"

namespace shaketable::models {

struct FlushConfig {
    static constexpr std::string_view kTag = "flush";
    static constexpr std::string_view kDoc =
        "All values of a cache are deleted, as by memcached's flush_all.";
    ComponentRef target;
    PartConfig part;
};
template <class Visitor>
void describe(Visitor& visit, FlushConfig& config) {
    visit(Knob{.name = "flush", .doc = "The cache.", .required = true}, config.target);
    describe_part(visit, config.part);
}

} // namespace shaketable::models
