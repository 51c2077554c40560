#include "models/queue/queue.hpp"

#include "engine/assert.hpp"
#include "models/queue/delivery.hpp"
#include "models/service.hpp"

namespace shaketable::models {

namespace {

void on_queue_event(Run& run, std::uint32_t instance, std::uint16_t, std::uint32_t event) {
    Instance& here = run.instance(instance);
    if (static_cast<QueueEvent>(event) == QueueEvent::kSample) {
        sample_queue(run, here);
        return;
    }
    queue_state(run, here).wakes_at = engine::Time::latest();
    tend_queue(run, here);
}

void queue_crashed(Run& run, Instance& here) {
    service_crashed(run, here);
    QueueState& state = queue_state(run, here);
    state.blocked = FrameList{};
    for (ConsumerEnd& end : state.ends) {
        end.has = 0;
        ++end.era;
    }
    if (queue_plan(run, here).durable)
        state.store.forget_receives();
    else
        state.store.clear();
    run.meter(here, kBlockedPublishers).set(run.now(), 0);
    measure_queue(run, here);
}

void queue_restarted(Run& run, Instance& here) { tend_queue(run, here); }

void queue_went_on(Run& run, Instance& here) {
    dispatch(run, here);
    tend_queue(run, here);
}

/// Whoever consumes it may get any of them.
std::int64_t undone_messages(Run& run, Instance& here, std::uint32_t) {
    const MessageStore& store = queue_state(run, here).store;
    return std::int64_t{store.visible()} + store.in_flight();
}

void drop_messages(Run& run, Instance& here) { queue_state(run, here).store.clear(); }

} // namespace

QueueState empty_queue(const QueuePlan& plan, const Scenario& scenario) {
    QueueState state{.store = MessageStore(plan.rules)};
    for (std::uint32_t consumer = 0; consumer < plan.consumers.size(); ++consumer) {
        const std::uint32_t replicas = scenario.components[plan.consumers[consumer].component].instances;
        for (std::uint32_t replica = 0; replica < replicas; ++replica)
            state.ends.push_back({.consumer = consumer, .replica = replica});
    }
    return state;
}

std::vector<MetricSpec> queue_metrics() {
    std::vector<MetricSpec> metrics = {
        {"published", MetricKind::kCounter, "messages", "Messages that were stored."},
        {"received", MetricKind::kCounter, "messages", "Messages handed to consumers, each time counted."},
        {"redelivered", MetricKind::kCounter, "messages", "Those of them that were handed out before."},
        {"done", MetricKind::kCounter, "messages", "Messages whose work was done, the first time."},
        {"done_again", MetricKind::kCounter, "messages", "Messages whose work was done once more."},
        {"published_twice", MetricKind::kCounter, "messages",
         "Those of them that another message of the same request had done: it was published twice."},
        {"doubled_effects", MetricKind::kCounter, "messages",
         "Messages done once more whose consumer is not idempotent."},
        {"visibility_timeouts", MetricKind::kCounter, "messages",
         "Messages that were not done within their visibility time-out."},
        {"dead_letters", MetricKind::kCounter, "messages",
         "Messages that became dead letters: received as often as allowed, and not done."},
        {"redriven", MetricKind::kCounter, "messages",
         "Of a queue of dead letters: messages that went back to where they had come from."},
        {"expired", MetricKind::kCounter, "messages", "Messages that were kept for as long as allowed."},
        {"dropped", MetricKind::kCounter, "messages", "Messages that had to make room for younger ones."},
        {"turned_away", MetricKind::kCounter, "messages", "Messages that found it full, and were rejected."},
        sign({"backlog", MetricKind::kGauge, "messages", "Messages that wait to be received."},
             {.brief = "wait", .state = "backlog"}),
        {"in_flight", MetricKind::kGauge, "messages", "Messages that consumers have and have not done."},
        {"blocked", MetricKind::kGauge, "requests", "Publishers that wait for room."},
        sign({"oldest_age", MetricKind::kGauge, "seconds",
              "How long ago the oldest of its messages was stored, looked at each second.", 0.001},
             {.brief = "the oldest"}),
        {"message_age", MetricKind::kTiming, "",
         "From a message's publication to the end of its work, done the first time."},
        {"backlog_lasted", MetricKind::kTiming, "",
         "How long messages waited without a break: from the first to be received by nobody at once until "
         "none "
         "waited any more."},
    };
    SHAKETABLE_ASSERT(kServerMetrics + metrics.size() == kQueueMetrics);
    return metrics;
}

const ComponentModel& queue_model() {
    static constexpr ComponentModel kModel = [] {
        ComponentModel model = kServiceModel;
        model.on_event = on_queue_event;
        model.crashed = queue_crashed;
        model.restarted = queue_restarted;
        model.went_on = queue_went_on;
        model.backlog_dropped = drop_messages;
        model.messages_for = undone_messages;
        return model;
    }();
    return kModel;
}

} // namespace shaketable::models
