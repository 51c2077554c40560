// The action `redrive` of the timeline. Configuration only; models/queue/redrive.hpp says what it does.
#pragma once

#include "models/describe.hpp"

namespace shaketable::models {

struct RedriveConfig {
    static constexpr std::string_view kTag = "redrive";
    static constexpr std::string_view kDoc = "The dead letters of a queue go back to where they came from, "
                                             "one after the other, until none is left "
                                             "there, or `for` is over.";
    ComponentRef target;
    Rate rate = {.per_second = 500.0};
};
template <class Visitor>
void describe(Visitor& visit, RedriveConfig& config) {
    visit(Knob{.name = "redrive", .doc = "The queue to which dead letters go.", .required = true},
          config.target);
    visit(Knob{.name = "rate",
               .doc = "How many it moves, at most.",
               .origin =
                   "Amazon SQS MaxNumberOfMessagesPerSecond: at most so many; where it is absent Amazon "
                   "chooses",
               .bounds = {0.001, 1e6}},
          config.rate);
}

} // namespace shaketable::models
