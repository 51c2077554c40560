// Topics, and the services that consume them.
#include "models/compile_queue.hpp"
#include "models/component_tables.hpp"
#include "models/program_compiler.hpp"
#include "models/queue/topic.hpp"

namespace shaketable::models {

namespace {

constexpr std::uint32_t kGroupsMost = 255;
constexpr std::int64_t kTakenAtATime = 500; // Apache Kafka max.poll.records

void declare_publishing(Compiler& compiler, Component& component) {
    Scenario& scenario = compiler.scenario;
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    component.endpoints = 2;
    for (const char* name : {"publish", "publish keyed"})
        scenario.endpoints.push_back(
            Endpoint{.name = name,
                     .label = engine::label(name),
                     .component = static_cast<std::uint32_t>(scenario.components.size())});
}

void give_up_to(Compiler& compiler, TopicPlan& plan, const TopicConfig& config, const std::string& at) {
    if (!config.dead_letters)
        return;
    if (!config.max_attempts)
        compiler.problem(at + "/dead_letters",
                         "stands without max_attempts, so that no message is ever given up",
                         "max_attempts beside it");
    if (const auto queue = find_queue(compiler, config.dead_letters->name, at + "/dead_letters"))
        plan.dead_letters = *queue;
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const TopicConfig& config,
                       const std::string&) {
    Scenario& scenario = compiler.scenario;
    component.model = &topic_model();
    component.instances = 1;
    component.event_loop = true;
    component.metrics = server_metrics("busy_workers", "workers");
    add_metrics(component, topic_metrics());
    component.first_call_metric = static_cast<std::uint32_t>(component.metrics.size());
    add_metrics(component, call_metrics());
    component.model_index = static_cast<std::uint32_t>(scenario.topics.size());
    scenario.topics.push_back({.component = static_cast<std::uint32_t>(scenario.components.size()),
                               .partitions = static_cast<std::uint32_t>(config.partitions),
                               .retention = config.retention,
                               .commit_interval = config.commit_interval,
                               .session_timeout = config.session_timeout,
                               .max_poll_interval = config.max_poll_interval,
                               .rebalance = config.rebalance,
                               .retry_pause = config.retry_pause,
                               .attempts_most = config.max_attempts
                                                    ? static_cast<std::uint32_t>(*config.max_attempts)
                                                    : MessageStore::kNone});
    declare_publishing(compiler, component);
}

Version compile_version(Compiler& compiler, std::uint32_t component, const TopicConfig& config,
                        const std::string& at) {
    Scenario& scenario = compiler.scenario;
    Version version = begin_version(compiler, 2);
    version.capacity.workers = static_cast<std::uint32_t>(config.workers);
    version.capacity.cores = config.cores;
    if (scenario.components[component].versions.empty())
        give_up_to(compiler, scenario.topics[scenario.components[component].model_index], config, at);
    const std::uint32_t time = add_distribution(compiler, config.time, at + "/time");
    for (std::uint32_t program = 0; program < 2; ++program) {
        scenario.programs[version.first_program + program] = static_cast<std::uint32_t>(scenario.ops.size());
        scenario.ops.push_back(work_op(time, DrawBy::kAttempt, engine::label("work")));
        scenario.ops.push_back(append_op(program == 1));
        scenario.ops.push_back(answer_and_end_op());
    }
    return version;
}

void compile_topic_group(Compiler& compiler, std::uint32_t topic, const ConsumerAt& consumer,
                         const ConsumerConfig& config) {
    Scenario& scenario = compiler.scenario;
    TopicPlan& plan = scenario.topics[topic];
    const Component& component = scenario.components[plan.component];
    if (config.prefetch || config.on_failure != OnFailure::kWait)
        compiler.problem(consumer.at,
                         "has prefetch or on_failure, which are about queues, and \"" + component.name +
                             "\" is a topic",
                         "endpoint, batch, offset_reset, idempotent");
    if (plan.groups.size() == kGroupsMost) {
        compiler.problem(consumer.at, "is one group too many", "at most " + std::to_string(kGroupsMost));
        return;
    }
    const auto& topic_config = std::get<TopicConfig>(scenario.config.components.find(component.name)->kind);
    const std::uint32_t time =
        add_distribution(compiler, topic_config.time, child_pointer("/components", component.name) + "/time");
    const std::uint32_t edge = edge_between(compiler, plan.component, consumer.component);
    HandOut hand_out{.time = time,
                     .address = address_owner_op(edge),
                     .done = end_of_record_op(true),
                     .failed = end_of_record_op(false)};
    TopicGroupPlan group{.component = consumer.component,
                         .fetch_site = static_cast<std::uint32_t>(scenario.call_sites.size()),
                         .batch = static_cast<std::uint32_t>(config.batch.value_or(kTakenAtATime)),
                         .skips_to_end = config.offset_reset != OffsetReset::kEarliest,
                         .idempotent = config.idempotent};
    for (const bool is_there : {false, true}) {
        hand_out.time = is_there ? kNone : time;
        for (const bool stays : {false, true})
            group.first_ops[place_of({.is_there = is_there, .answer_stays = stays})] =
                add_delivery(compiler,
                             {.edge = edge,
                              .endpoint = consumer.endpoint,
                              .request_is_there = is_there,
                              .answer_stays = stays},
                             hand_out);
    }
    scenario.topics[topic].groups.push_back(group);
}

} // namespace shaketable::models
