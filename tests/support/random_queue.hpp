// The parts of random scenarios that are about queues and topics.
#pragma once

#include "tests/support/die.hpp"
#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

/// A queue "q0", its dead letters "q1", a topic "l0", and services that consume them and call nothing that
/// may publish: members of the components, and of the timeline.
struct RandomQueues {
    std::string components;
    std::string timeline;
};
/// `query`: that consumers may call, or "".
[[nodiscard]] RandomQueues random_queues(Die& die, const RandomScenarioOptions& options,
                                         const std::string& query);
[[nodiscard]] std::string random_publish(Die& die, const std::string& queue, const std::string& policy);
[[nodiscard]] std::string random_record(Die& die, const std::string& topic, const std::string& policy);

} // namespace shaketable::models
