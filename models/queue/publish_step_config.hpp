// The step that gives a message to a queue. Configuration only.
#pragma once

#include "models/describe.hpp"

#include <optional>

namespace shaketable::models {

struct PublishStepConfig {
    static constexpr std::string_view kTag = "publish";
    static constexpr std::string_view kDoc =
        "Gives a message to a queue or a topic, and goes on when it is stored there; fails if the queue is "
        "full and rejects.";
    ComponentRef queue;
    std::optional<PolicyRef> policy;
    std::int64_t lane = 0;
    bool await = false;
    bool keyed = false;
};
template <class Visitor>
void describe(Visitor& visit, PublishStepConfig& config) {
    visit(Knob{.name = "publish",
               .doc = "The queue, or the topic.",
               .required = true,
               .acts = Acts::kAtNextCall},
          config.queue);
    visit(Knob{.name = "policy",
               .doc = "The policy that governs the call; as of a call.",
               .acts = Acts::kAtNextCall},
          config.policy);
    visit(Knob{.name = "lane",
               .doc = "Of a queue: in which of its lanes: the lower its number, the earlier it is received.",
               .unit = "index",
               .origin = "the first",
               .bounds = {0, 7},
               .acts = Acts::kAtNextCall},
          config.lane);
    visit(Knob{.name = "await",
               .doc = "Of a queue: whether it goes on only when a consumer has done the message's work; "
                      "fails when the "
                      "message is lost or becomes a dead letter.",
               .origin = "nobody waits",
               .acts = Acts::kAtNextCall},
          config.await);
    visit(Knob{.name = "keyed",
               .doc =
                   "Of a topic: whether all messages of a session go to the same partition, and so are done "
                   "in order; else each goes to the next.",
               .origin = "Apache Kafka: a message without a key",
               .acts = Acts::kAtNextCall},
          config.keyed);
}

} // namespace shaketable::models
