// Queues, the steps that publish to them, and the services that consume them.
#include "models/compile_queue.hpp"
#include "models/component_tables.hpp"
#include "models/program_compiler.hpp"
#include "models/queue/delivery.hpp"
#include "models/queue/queue.hpp"
#include "models/queue/topic.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

/// Each lane has two endpoints, of whose publishers the second awaits its message's end.
constexpr std::uint32_t kEndpointsOfLane = 2;

MessageStore::Rules rules_of(const QueueConfig& config) {
    return {.visibility_timeout = config.visibility_timeout,
            .delay = config.delay,
            .retention = config.retention,
            .in_flight_most = static_cast<std::uint32_t>(config.max_in_flight),
            .receives_most =
                config.max_receives ? static_cast<std::uint32_t>(*config.max_receives) : MessageStore::kNone,
            .order = config.order};
}

void declare_lanes(Compiler& compiler, Component& component, std::int64_t lanes) {
    Scenario& scenario = compiler.scenario;
    component.first_endpoint = static_cast<std::uint32_t>(scenario.endpoints.size());
    component.endpoints = static_cast<std::uint32_t>(lanes) * kEndpointsOfLane;
    for (std::int64_t lane = 0; lane < lanes; ++lane)
        for (const char* what : {"publish in lane ", "publish and await in lane "}) {
            const std::string name = what + std::to_string(lane);
            scenario.endpoints.push_back(
                Endpoint{.name = name,
                         .label = engine::label(name),
                         .component = static_cast<std::uint32_t>(scenario.components.size())});
        }
}

const QueueConfig& config_of(const Scenario& scenario, std::uint32_t queue) {
    const std::string& name = scenario.components[scenario.queues[queue].component].name;
    return std::get<QueueConfig>(scenario.config.components.find(name)->kind);
}

} // namespace

std::optional<std::uint32_t> find_queue(Compiler& compiler, const std::string& name, const std::string& at) {
    const auto component = find_component(compiler, name, at);
    if (!component)
        return std::nullopt;
    const Component& found = compiler.scenario.components[*component];
    if (found.model == &queue_model())
        return found.model_index;
    compiler.problem(at, "names \"" + name + "\", which is a " + found.kind, "the name of a queue");
    return std::nullopt;
}

namespace {

void connect_dead_letters(Compiler& compiler, QueuePlan& plan, const QueueConfig& config,
                          const std::string& at) {
    if (!config.dead_letters)
        return;
    const std::string dead_at = at + "/dead_letters";
    if (!config.max_receives)
        compiler.problem(dead_at, "stands without max_receives, so that no message ever becomes one",
                         "max_receives beside it");
    const auto queue = find_queue(compiler, config.dead_letters->name, dead_at);
    if (!queue)
        return;
    if (compiler.scenario.queues[*queue].component == plan.component)
        compiler.problem(dead_at, "names the queue itself", "another queue");
    else
        plan.dead_letters = *queue;
}

} // namespace

void declare_component(Compiler& compiler, Component& component, const QueueConfig& config,
                       const std::string&) {
    Scenario& scenario = compiler.scenario;
    component.model = &queue_model();
    component.instances = 1;
    component.event_loop = true;
    component.metrics = server_metrics("busy_workers", "workers");
    add_metrics(component, queue_metrics());
    component.first_call_metric = static_cast<std::uint32_t>(component.metrics.size());
    add_metrics(component, call_metrics());
    component.model_index = static_cast<std::uint32_t>(scenario.queues.size());
    scenario.queues.push_back({.component = static_cast<std::uint32_t>(scenario.components.size()),
                               .rules = rules_of(config),
                               .messages_most = config.max_messages
                                                    ? static_cast<std::uint32_t>(*config.max_messages)
                                                    : MessageStore::kNone,
                               .when_full = config.when_full,
                               .lanes = static_cast<std::uint32_t>(config.lanes),
                               .durable = config.durable});
    declare_lanes(compiler, component, config.lanes);
}

Version compile_version(Compiler& compiler, std::uint32_t component, const QueueConfig& config,
                        const std::string& at) {
    Scenario& scenario = compiler.scenario;
    QueuePlan& plan = scenario.queues[scenario.components[component].model_index];
    Version version = begin_version(compiler, plan.lanes * kEndpointsOfLane);
    version.capacity.workers = static_cast<std::uint32_t>(config.workers);
    version.capacity.cores = config.cores;
    if (scenario.components[component].versions.empty())
        connect_dead_letters(compiler, plan, config, at);
    const std::uint32_t time = add_distribution(compiler, config.time, at + "/time");
    for (std::uint32_t program = 0; program < plan.lanes * kEndpointsOfLane; ++program) {
        scenario.programs[version.first_program + program] = static_cast<std::uint32_t>(scenario.ops.size());
        scenario.ops.push_back(work_op(time, DrawBy::kAttempt, engine::label("work")));
        scenario.ops.push_back(publish_op(program / kEndpointsOfLane, program % kEndpointsOfLane == 1));
        scenario.ops.push_back(answer_and_end_op());
    }
    return version;
}

void fill_queues(Scenario& scenario) {
    // Whoever consumes and publishes does so again with each receive.
    const bool may_double =
        !scenario.jobs.empty() || scenario.queues.size() + scenario.topics.size() > 1 ||
        std::any_of(scenario.policies.begin(), scenario.policies.end(),
                    [](const Policy& policy) { return policy.retry.attempts > 1; }) ||
        std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                    [](const TimelineEntry& entry) { return entry.verb == RedriveConfig::kTag; });
    for (QueuePlan& plan : scenario.queues)
        plan.knows_requests = may_double;
    for (TopicPlan& plan : scenario.topics)
        plan.knows_requests = may_double;
}

std::uint32_t add_delivery(Compiler& compiler, const CallSite& site, const HandOut& hand_out) {
    Scenario& scenario = compiler.scenario;
    const auto first_op = static_cast<std::uint32_t>(scenario.ops.size());
    if (hand_out.time != kNone)
        scenario.ops.push_back(work_op(hand_out.time, DrawBy::kAttempt, engine::label("work")));
    scenario.ops.push_back(hand_out.address);
    scenario.ops.push_back(
        call_op(static_cast<std::uint32_t>(scenario.call_sites.size()), engine::label("deliver")));
    scenario.ops.push_back(hand_out.done);
    scenario.call_sites.push_back(site);
    scenario.call_sites.back().otherwise = static_cast<std::uint32_t>(scenario.ops.size());
    scenario.ops.push_back(hand_out.failed);
    return first_op;
}

namespace {

/// The endpoint that the consumer names.
std::optional<std::uint32_t> find_endpoint(Compiler& compiler, std::uint32_t component,
                                           const std::string& endpoint, const std::string& at) {
    const std::string& service = compiler.scenario.components[component].name;
    if (const auto found = compiler.endpoints.find(service + "." + endpoint);
        found != compiler.endpoints.end())
        return found->second;
    const std::string endpoints_at = child_pointer("/components", service) + "/endpoints";
    if (!compiler.unread.may_hide(child_pointer(endpoints_at, endpoint)))
        compiler.problem(at + "/endpoint",
                         "names \"" + endpoint + "\", which is no endpoint of \"" + service + "\"",
                         "the name of an endpoint of this service");
    return std::nullopt;
}

void compile_consumer(Compiler& compiler, std::uint32_t queue, const ConsumerAt& consumer,
                      const ConsumerConfig& config, std::int64_t workers) {
    Scenario& scenario = compiler.scenario;
    const std::int64_t batch = config.batch.value_or(1);
    const std::int64_t prefetch = config.prefetch.value_or(std::max(workers, batch));
    if (config.offset_reset)
        compiler.problem(consumer.at + "/offset_reset",
                         "is about topics, and \"" +
                             scenario.components[scenario.queues[queue].component].name + "\" is a queue",
                         "nothing");
    if (batch > prefetch)
        compiler.problem(consumer.at + "/batch",
                         "is " + std::to_string(batch) + ", and prefetch " + std::to_string(prefetch),
                         "at most as many as prefetch");
    const std::uint32_t of = scenario.queues[queue].component;
    const std::uint32_t time =
        add_distribution(compiler, config_of(scenario, queue).time,
                         child_pointer("/components", scenario.components[of].name) + "/time");
    const std::uint32_t edge = edge_between(compiler, of, consumer.component);
    const HandOut hand_out{.time = time,
                           .address = address_op(edge),
                           .done = end_of_delivery_op(true),
                           .failed = end_of_delivery_op(false)};
    scenario.queues[queue].consumers.push_back(
        {.component = consumer.component,
         .first_op = add_delivery(compiler, {.edge = edge, .endpoint = consumer.endpoint}, hand_out),
         .prefetch = static_cast<std::uint32_t>(prefetch),
         .batch = static_cast<std::uint32_t>(batch),
         .comes_back = config.on_failure == OnFailure::kReturn,
         .idempotent = config.idempotent});
}

/// The component of this name, a queue or a topic.
std::optional<std::uint32_t> find_channel(Compiler& compiler, const std::string& name,
                                          const std::string& at) {
    const auto component = find_component(compiler, name, at);
    if (!component)
        return std::nullopt;
    const Component& found = compiler.scenario.components[*component];
    if (found.model == &queue_model() || found.model == &topic_model())
        return component;
    compiler.problem(at, "names \"" + name + "\", which is a " + found.kind,
                     "the name of a queue or a topic");
    return std::nullopt;
}

} // namespace

void compile_consumers(Compiler& compiler, std::uint32_t component, const ServiceConfig& config,
                       const std::string& at) {
    for (const auto& [name, consumer] : config.consumes) {
        const std::string consumer_at = child_pointer(at + "/consumes", name);
        if (compiler.unread.covers(consumer_at))
            continue;
        const auto endpoint = find_endpoint(compiler, component, consumer.endpoint, consumer_at);
        const auto channel = find_channel(compiler, name, consumer_at);
        if (!channel || !endpoint)
            continue;
        const Component& found = compiler.scenario.components[*channel];
        const ConsumerAt who{.component = component, .endpoint = *endpoint, .at = consumer_at};
        if (found.model == &topic_model())
            compile_topic_group(compiler, found.model_index, who, consumer);
        else
            compile_consumer(compiler, found.model_index, who, consumer, config.workers);
    }
}

namespace {

std::string lanes_text(std::uint32_t lanes) {
    return std::to_string(lanes) + (lanes == 1 ? " lane" : " lanes");
}

/// Which of the component's endpoints stores the step's message.
std::uint32_t endpoint_of(Compiler& compiler, const Component& component, const PublishStepConfig& verb,
                          const std::string& at) {
    if (component.model == &topic_model()) {
        if (verb.lane != 0 || verb.await)
            compiler.problem(at + (verb.await ? "/await" : "/lane"),
                             "is about queues, and \"" + component.name + "\" is a topic",
                             "keyed, or nothing");
        return component.first_endpoint + (verb.keyed ? 1U : 0U);
    }
    const std::uint32_t lanes = compiler.scenario.queues[component.model_index].lanes;
    const auto lane = static_cast<std::uint32_t>(verb.lane);
    if (verb.keyed)
        compiler.problem(at + "/keyed", "is about topics, and \"" + component.name + "\" is a queue",
                         "nothing");
    if (lane >= lanes) {
        compiler.problem(at + "/lane",
                         "is lane " + std::to_string(lane) + " of \"" + component.name + "\", which has " +
                             lanes_text(lanes),
                         lanes == 1 ? "0" : "0 to " + std::to_string(lanes - 1));
        return component.first_endpoint;
    }
    return component.first_endpoint + lane * kEndpointsOfLane + (verb.await ? 1U : 0U);
}

} // namespace

void ProgramCompiler::compile_verb(const StepConfig& config, const PublishStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "publish " + verb.queue.name, at);
    const std::uint32_t policy = policy_of(verb.policy, at + "/policy");
    const auto channel = find_channel(compiler_, verb.queue.name, at + "/publish");
    if (!channel)
        return;
    compiler_.scenario.has_sessions = compiler_.scenario.has_sessions || verb.keyed;
    const std::uint32_t endpoint = endpoint_of(compiler_, compiler_.scenario.components[*channel], verb, at);
    const std::uint32_t edge = edge_between(compiler_, owner_.component, *channel);
    emit_call({.edge = edge, .endpoint = endpoint, .policy = policy}, id);
}

} // namespace shaketable::models
