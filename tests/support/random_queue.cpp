#include "tests/support/random_queue.hpp"

namespace shaketable::models {

namespace {

std::string random_queue(Die& die, const std::string& dead_letters) {
    std::string text = R"({ "kind": "queue", "lanes": 3, "visibility_timeout": )" +
                       die.one_of({R"("8ms")", R"("40ms")", R"("300ms")"}) + R"(, "time": )" +
                       die.one_of({R"("0s")", R"("20us")", R"("3ms")"}) + R"(, "workers": )" +
                       die.one_of({"1", "4"}) + R"(, "max_receives": )" + die.one_of({"1", "2", "6"});
    if (die.chance(0.5))
        text += R"(, "dead_letters": )" + quoted(dead_letters);
    if (die.chance(0.85))
        text +=
            R"(, "max_messages": )" + die.one_of({"1", "2", "5"}) + R"(, "when_full": )" +
            die.one_of({R"("drop-oldest")", R"("drop-oldest")", R"("reject")", R"("block")", R"("block")"});
    if (die.chance(0.3))
        text += R"(, "delay": "15ms")";
    if (die.chance(0.5))
        text += R"(, "retention": "60ms")";
    if (die.chance(0.3))
        text += R"(, "order": "lifo")";
    if (die.chance(0.3))
        text += R"(, "durable": false)";
    if (die.chance(0.2))
        text += R"(, "max_in_flight": 2)";
    return text + " }";
}

std::string random_topic(Die& die, const std::string& dead_letters) {
    std::string text = R"({ "kind": "topic", "partitions": )" + die.one_of({"1", "2", "7"}) +
                       R"(, "commit_interval": )" + die.one_of({R"("0s")", R"("500ms")"}) +
                       R"(, "session_timeout": "120ms", "max_poll_interval": "400ms", "rebalance": )" +
                       die.one_of({R"("0s")", R"("30ms")"}) + R"(, "retry_pause": )" +
                       die.one_of({R"("0s")", R"("5ms")"}) + R"(, "time": )" +
                       die.one_of({R"("0s")", R"("1ms")"}) + R"(, "max_attempts": )" + die.one_of({"1", "3"});
    if (die.chance(0.5))
        text += R"(, "dead_letters": )" + quoted(dead_letters);
    if (die.chance(0.3))
        text += R"(, "retention": "200ms")";
    return text + " }";
}

std::string scaled_by(Die& die, const std::string& channel) {
    if (!die.chance(0.2))
        return "";
    return R"(, "autoscaler": { "max": 4, "sync_period": "1s", "grace": "20ms", "metrics": [ )" +
           std::string(die.chance(0.5) ? R"({ "metric": "cpu", "target": 50 }, )" : "") +
           R"({ "metric": "backlog", "target": 2, "of": )" + quoted(channel) +
           R"( } ], "initial_readiness_delay": "1s", "down": { "window": "1s" } })";
}

/// What it consumes, and as what.
std::string service_that_does(Die& die, const std::string& channel, const std::string& consumer,
                              const std::string& query) {
    const std::string consumes = quoted(channel) + ": " + consumer;
    std::string steps = R"({ "work": { "exponential": )" + die.one_of({R"("1ms")", R"("40ms")"}) + " } }";
    if (!query.empty() && die.chance(0.5))
        steps += R"(, { "call": )" + quoted(query) + " }";
    return R"({ "kind": "service", "replicas": )" + std::to_string(1 + die.below(3)) + R"(, "workers": )" +
           die.one_of({"1", "3"}) + R"(, "style": )" + die.one_of({R"("blocking")", R"("event-loop")"}) +
           R"(, "consumes": { )" + consumes + " }" + scaled_by(die, channel) +
           R"(, "endpoints": { "do": { "steps": [ )" + steps + R"( ], "error_probability": )" +
           die.one_of({"0", "0.2"}) + R"(, "poison_probability": )" + die.one_of({"0", "0.1"}) + " } } }";
}

std::string random_consumer(Die& die, const std::string& queue, const std::string& query) {
    const std::string batch = die.one_of({"1", "1", "3"});
    const std::string prefetch = die.one_of({"3", "8"});
    const std::string on_failure = die.one_of({R"("wait")", R"("return")"});
    return service_that_does(die, queue,
                             R"({ "endpoint": "do", "prefetch": )" + prefetch + R"(, "batch": )" + batch +
                                 R"(, "on_failure": )" + on_failure + " }",
                             query);
}

std::string random_group(Die& die, const std::string& topic, const std::string& query) {
    return service_that_does(die, topic,
                             R"({ "endpoint": "do", "batch": )" + die.one_of({"1", "3", "500"}) +
                                 R"(, "offset_reset": )" + die.one_of({R"("earliest")", R"("latest")"}) +
                                 " }",
                             query);
}

} // namespace

std::string random_publish(Die& die, const std::string& queue, const std::string& policy) {
    return R"({ "publish": )" + quoted(queue) + R"(, "policy": )" + quoted(policy) + R"(, "lane": )" +
           std::to_string(die.below(3)) + (die.chance(0.3) ? R"(, "await": true })" : " }");
}

std::string random_record(Die& die, const std::string& topic, const std::string& policy) {
    return R"({ "publish": )" + quoted(topic) + R"(, "policy": )" + quoted(policy) +
           (die.chance(0.5) ? R"(, "keyed": true })" : " }");
}

namespace {

std::string fault_of_queues(Die& die, const RandomScenarioOptions& options) {
    const std::string target = quoted(options.prefix + die.one_of({"q0", "w0", "l0", "w1", "w2"}));
    const std::string when = R"({ "at": ")" + std::to_string(die.below(2500)) + R"(ms", "for": ")" +
                             std::to_string(1 + die.below(800)) + R"(ms", )";
    // As of other faults, without time-outs everywhere what is lost in silence is waited for for ever.
    const std::string what =
        die.one_of({R"("crash")", R"("hang")", options.endless ? R"("host_crash")" : R"("crash")"});
    return when + what + ": " + target + (die.chance(0.5) ? R"(, "replica": 0 })" : " }");
}

/// It ends: what is poison goes round for as long as it lasts.
std::string random_redrive(Die& die, const RandomScenarioOptions& options) {
    return R"({ "at": ")" + std::to_string(die.below(2500)) + R"(ms", "for": "300ms", "rate": )" +
           die.one_of({R"("40/s")", R"("1000/s")"}) + R"(, "redrive": )" + quoted(options.prefix + "q1") +
           " }";
}

} // namespace

RandomQueues random_queues(Die& die, const RandomScenarioOptions& options, const std::string& query) {
    RandomQueues all;
    const auto add = [&](const std::string& name, const std::string& component) {
        all.components = joined(all.components, quoted(options.prefix + name) + ": " + component);
    };
    add("q0", random_queue(die, options.prefix + "q1"));
    add("q1", R"({ "kind": "queue" })");
    add("w0", random_consumer(die, options.prefix + "q0", query));
    add("l0", random_topic(die, options.prefix + "q1"));
    add("w1", random_group(die, options.prefix + "l0", query));
    add("w2", random_group(die, options.prefix + "l0", ""));
    for (std::uint64_t fault = 0; options.faults && fault < die.below(9); ++fault)
        all.timeline = joined(all.timeline, quoted(options.prefix + "queue-fault" + std::to_string(fault)) +
                                                ": " + fault_of_queues(die, options));
    if (options.faults && die.chance(0.5) && all.components.find("dead_letters") != std::string::npos)
        all.timeline =
            joined(all.timeline, quoted(options.prefix + "redrive") + ": " + random_redrive(die, options));
    return all;
}

} // namespace shaketable::models
