#include "models/client.hpp"

#include "models/conditions.hpp"
#include "models/frames.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr engine::Label kArrivalGap = engine::label("arrival-gap");
constexpr engine::Label kArrival = engine::label("arrival");
constexpr engine::Label kUser = engine::label("user");
constexpr engine::Label kJourney = engine::label("journey");
constexpr engine::Label kThink = engine::label("think");
constexpr engine::Label kChoice = engine::label("choice");
constexpr engine::Label kExtraGap = engine::label("extra-gap");
constexpr engine::Label kExtra = engine::label("extra");
constexpr engine::Label kThinning = engine::label("thinning");
constexpr std::uint32_t kNobody = kNone;          // the user of an open client's event
constexpr std::uint32_t kNobodyExtra = kNone - 1; // the same of its second stream

const ClientPlan& plan_of(const Run& run, const Component& component) {
    return run.scenario.clients[component.model_index];
}

void schedule(Run& run, std::uint32_t component, engine::Time at, std::uint32_t user) {
    run.queue().push(at, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                         .detail = static_cast<std::uint16_t>(component),
                                         .index = user});
}

/// When `exposure` mean gaps have passed since `from`; Time::latest() if never.
engine::Time after_exposure(const ClientPlan& plan, engine::Time from, double exposure) {
    double ns = static_cast<double>(from.ns());
    for (std::size_t segment = 0; segment < plan.rates.size(); ++segment) {
        const bool last = segment + 1 == plan.rates.size();
        const double until = last ? static_cast<double>(engine::kLongest.ns())
                                  : static_cast<double>(plan.rates[segment + 1].from.ns());
        if (until <= ns)
            continue;
        const double per_ns = plan.rates[segment].per_second / 1e9;
        if (per_ns > 0.0 && exposure <= (until - ns) * per_ns)
            return engine::Time() + engine::round_to_duration(ns + exposure / per_ns);
        exposure -= (until - ns) * per_ns;
        ns = until;
    }
    return engine::Time::latest();
}

/// Counted from the beginning, so that gaps that are no whole nanoseconds do not add up.
engine::Time even_arrival(const ClientPlan& plan, std::uint64_t number) {
    return after_exposure(plan, engine::Time(), static_cast<double>(number) + 1.0);
}

engine::Time poisson_arrival(const Run& run, const Component& component, std::uint64_t number) {
    engine::Draws draws(run.world.root.child(component.label), kArrivalGap, number);
    return after_exposure(plan_of(run, component), run.now(), engine::sample_exponential(draws));
}

void schedule_arrival(Run& run, const Component& component, std::uint32_t component_index) {
    const ClientPlan& plan = plan_of(run, component);
    const std::uint64_t number = run.world.clients[component.model_index].arrivals;
    const engine::Time at = plan.even ? even_arrival(plan, number) : poisson_arrival(run, component, number);
    if (at < engine::Time::latest())
        schedule(run, component_index, std::max(at, run.now()), kNobody);
}

/// Mean gaps that pass between two instants.
double exposure_between(const ClientPlan& plan, engine::Time from, engine::Time to) {
    double exposure = 0.0;
    for (std::size_t segment = 0; segment < plan.rates.size(); ++segment) {
        const bool last = segment + 1 == plan.rates.size();
        const engine::Time begin = std::max(from, plan.rates[segment].from);
        const engine::Time end = last ? to : std::min(to, plan.rates[segment + 1].from);
        if (begin < end)
            exposure += static_cast<double>((end - begin).ns()) * plan.rates[segment].per_second / 1e9;
    }
    return exposure;
}

/// What the next arrival of the second stream waits for, in mean gaps.
double extra_exposure(const Run& run, const Component& component, const ClientPlan& plan) {
    if (plan.even)
        return 1.0;
    engine::Draws draws(run.world.root.child(component.label), kExtraGap,
                        run.world.clients[component.model_index].extra_arrivals);
    return engine::sample_exponential(draws);
}

void schedule_extra(Run& run, const Component& component, std::uint32_t component_index) {
    ClientState& client = run.world.clients[component.model_index];
    client.exposed_at = run.now();
    const engine::Time at =
        after_exposure(plan_of(run, component), run.now(), client.extra_exposure / (client.factor - 1.0));
    if (at < engine::Time::latest())
        run.queue().push(std::max(at, run.now()),
                         engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                         .detail = static_cast<std::uint16_t>(component_index),
                                         .index = kNobodyExtra,
                                         .epoch = client.extra_epoch});
}

void schedule_user(Run& run, const Component& component, std::uint32_t component_index, std::uint32_t user) {
    const ClientPlan& plan = plan_of(run, component);
    const std::uint32_t number = run.world.user_journeys[plan.first_user + user];
    engine::Draws draws(run.world.root.child(component.label).child(kUser, user), kThink, number);
    const engine::Distribution& think = run.version_of(run.instance(component.first_instance)).think;
    schedule(run, component_index, run.now() + think.sample_duration(draws, run.world.clamped), user);
}

/// Whether the closed user is one of those who ask under the load.
bool takes_part(engine::Key population, std::uint32_t user, std::uint32_t usual, double factor) {
    if (user >= usual)
        return static_cast<double>(user) < factor * usual;
    return factor >= 1.0 || engine::Draws(population.child(kUser, user), kThinning).unit() < factor;
}
bool takes_part(const Run& run, const Component& component, std::uint32_t user) {
    return takes_part(run.world.root.child(component.label), user, plan_of(run, component).users,
                      run.world.clients[component.model_index].factor);
}

/// The user thinks before the next journey, or stays away.
void go_on(Run& run, const Component& component, std::uint32_t component_index, std::uint32_t user) {
    const bool stays = !takes_part(run, component, user);
    run.world.user_stays_away[plan_of(run, component).first_user + user] = stays ? 1 : 0;
    if (!stays)
        schedule_user(run, component, component_index, user);
}

std::uint32_t chosen_journey(const Version& version, const Component& component, engine::Key key) {
    if (component.journeys.size() == 1)
        return 0;
    engine::Draws draws(key, kChoice);
    return static_cast<std::uint32_t>(version.journey_choice.sample(draws));
}

/// What a journey reads and writes belongs together: by user where there are some, else by journey.
std::uint64_t session_of(const Run& run, const Component& component, engine::Key journey,
                         std::uint32_t user) {
    return (user == kNobody ? journey : run.world.root.child(component.label).child(kUser, user)).bits;
}

void begin_journey(Run& run, const Component& component, engine::Key key, std::uint32_t user) {
    Instance& here = run.instance(component.first_instance);
    const std::uint32_t chosen = chosen_journey(run.version_of(here), component, key);
    const std::uint32_t journey = component.journeys[chosen];
    const FrameRef frame = make_frame(run, component.first_instance, run.program(here, chosen));
    frame->key = key;
    frame->parent = user;
    frame->since = run.now();
    frame->journey = static_cast<std::uint16_t>(journey);
    frame->is_journey = true;
    if (run.scenario.has_sessions)
        run.set_session(frame, session_of(run, component, key, user));
    frame->counted = run.recording.journey_begins(frame->journey, run.now());
    frame->traced = frame->counted && run.recording.traces().takes(frame->journey);
    if (frame->traced)
        run.trace_birth(frame, {.kind = TraceStep::Kind::kJourney, .subject = journey});
    ++here.entered;
    ++here.in_service;
    run.meter(here, kJourneysBegun).count();
    run.meter(here, kJourneysInFlight).raise(run.now());
    run.fact(here, frame, What::kJourneyBegan);
    advance(run, frame);
}

void begin_load(Run& run, std::uint32_t component_index) {
    const Component& component = run.scenario.components[component_index];
    const ClientPlan& plan = plan_of(run, component);
    if (!plan.closed)
        schedule_arrival(run, component, component_index);
    for (std::uint32_t user = 0; user < plan.users; ++user)
        go_on(run, component, component_index, user);
}

/// Whether the load is so low that this one stays away.
bool stays_away(const ClientState& client, engine::Key arrival) {
    return client.factor < 1.0 && engine::Draws(arrival, kThinning).unit() >= client.factor;
}

void arrive_open(Run& run, const Component& component, std::uint32_t component_index) {
    ClientState& client = run.world.clients[component.model_index];
    const engine::Key arrival = run.world.root.child(component.label).child(kArrival, client.arrivals++);
    schedule_arrival(run, component, component_index);
    if (!stays_away(client, arrival))
        begin_journey(run, component, arrival, kNobody);
}

void arrive_extra(Run& run, const Component& component, std::uint32_t component_index, std::uint32_t epoch) {
    ClientState& client = run.world.clients[component.model_index];
    if (epoch != client.extra_epoch)
        return;
    const engine::Key arrival = run.world.root.child(component.label).child(kExtra, client.extra_arrivals++);
    client.extra_exposure = extra_exposure(run, component, plan_of(run, component));
    schedule_extra(run, component, component_index);
    begin_journey(run, component, arrival, kNobody);
}

/// The closed user has thought.
void ask_again(Run& run, const Component& component, std::uint32_t user) {
    const std::uint32_t position = plan_of(run, component).first_user + user;
    if (!takes_part(run, component, user)) {
        run.world.user_stays_away[position] = 1;
        return;
    }
    const engine::Key population = run.world.root.child(component.label);
    const std::uint32_t number = run.world.user_journeys[position]++;
    begin_journey(run, component, population.child(kUser, user).child(kJourney, number), user);
}

void on_client_event(Run& run, std::uint32_t user, std::uint16_t component_index, std::uint32_t epoch) {
    const Component& component = run.scenario.components[component_index];
    if (user == kNobody) {
        arrive_open(run, component, component_index);
    } else if (user == kNobodyExtra) {
        arrive_extra(run, component, component_index, epoch);
    } else {
        ask_again(run, component, user);
    }
}

void journey_answered(Run& run, FrameRef frame, Outcome outcome) {
    const Instance& here = run.instance_of(frame);
    const Journey& journey = run.scenario.journeys[frame->journey];
    if (outcome == Outcome::kOk && run.now() - frame->since > journey.good_within)
        outcome = Outcome::kSlow;
    if (outcome == Outcome::kOk)
        run.meter(here, kJourneysGood).count();
    if (__builtin_expect(!run.scenario.journey_conditions.empty(), 0))
        count_ended_journey(run, here.component, outcome);
    if (frame->counted)
        run.recording.journey_ends(frame->journey, frame->since, run.now(), outcome);
    if (frame->counted && run.journey_observer != nullptr)
        run.journey_observer->on_journey(
            {frame->key.bits, frame->since, frame->journey, outcome, frame->origin});
    run.fact(here, frame, What::kJourneyEnded, outcome);
    if (frame->parent != kNobody)
        go_on(run, run.component_of(here), here.component, frame->parent);
}

void journey_left(Run& run, Instance& here, bool) { run.meter(here, kJourneysInFlight).lower(run.now()); }

void resume_journey(Run& run, FrameRef frame) { advance(run, frame); }

} // namespace

namespace {

/// Whoever stayed away and takes part now begins to think.
void set_closed_load(Run& run, std::uint32_t component_index, double factor) {
    const Component& component = run.scenario.components[component_index];
    const ClientPlan& plan = plan_of(run, component);
    run.world.clients[component.model_index].factor = factor;
    for (std::uint32_t user = 0; user < plan.users_most; ++user)
        if (run.world.user_stays_away[plan.first_user + user] != 0)
            go_on(run, component, component_index, user);
}

void set_open_load(Run& run, std::uint32_t component_index, double factor) {
    const Component& component = run.scenario.components[component_index];
    const ClientPlan& plan = plan_of(run, component);
    ClientState& client = run.world.clients[component.model_index];
    if (client.factor > 1.0) {
        const double passed = exposure_between(plan, client.exposed_at, run.now()) * (client.factor - 1.0);
        client.extra_exposure = std::max(client.extra_exposure - passed, 0.0);
    } else if (client.extra_exposure == 0.0) {
        client.extra_exposure = extra_exposure(run, component, plan);
    }
    client.factor = factor;
    ++client.extra_epoch;
    if (factor > 1.0)
        schedule_extra(run, component, component_index);
}

} // namespace

void set_load(Run& run, std::uint32_t component_index, double factor) {
    const ClientPlan& plan = plan_of(run, run.scenario.components[component_index]);
    (plan.closed ? set_closed_load : set_open_load)(run, component_index, factor);
}

bool is_closed(const Scenario& scenario, std::uint32_t client) {
    return scenario.clients[scenario.components[client].model_index].closed;
}

std::uint32_t users_under(const Scenario& scenario, const World& world, std::uint32_t client, double factor) {
    const Component& component = scenario.components[client];
    const ClientPlan& plan = scenario.clients[component.model_index];
    const engine::Key population = world.root.child(component.label);
    std::uint32_t count = 0;
    for (std::uint32_t user = 0; user < plan.users_most; ++user)
        count += takes_part(population, user, plan.users, factor) ? 1 : 0;
    return count;
}

std::vector<MetricSpec> client_metrics() {
    return {
        {"journeys_begun", MetricKind::kCounter, "journeys", "Journeys begun."},
        {"journeys_good", MetricKind::kCounter, "journeys", "Journeys answered without error and in time."},
        {"journeys_in_flight", MetricKind::kGauge, "journeys", "Journeys that wait for their end."},
    };
}

const ComponentModel& client_model() {
    static constexpr ComponentModel kModel = {.begin = begin_load,
                                              .answered = journey_answered,
                                              .left = journey_left,
                                              .resume = resume_journey,
                                              .on_event = on_client_event};
    return kModel;
}

} // namespace shaketable::models
