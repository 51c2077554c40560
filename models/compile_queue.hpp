// What the compilers of queues and of topics have in common.
#pragma once

#include "models/compiler.hpp"

namespace shaketable::models {

/// Who consumes, and where it says so.
struct ConsumerAt {
    std::uint32_t component = 0;
    std::uint32_t endpoint = 0;
    std::string at = {};
};
/// What becomes of a message that is handed out, beside the call.
struct HandOut {
    std::uint32_t time = 0; // in Scenario::distributions; kNone: it takes none
    Op address = {};
    Op done = {};
    Op failed = {};
};
/// What a queue does to hand out a message; returns its first operation.
[[nodiscard]] std::uint32_t add_delivery(Compiler& compiler, const CallSite& site, const HandOut& hand_out);

/// The group of this consumer at the topic, in Scenario::topics.
void compile_topic_group(Compiler& compiler, std::uint32_t topic, const ConsumerAt& consumer,
                         const ConsumerConfig& config);

} // namespace shaketable::models
