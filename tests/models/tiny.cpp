#include "tests/models/tiny.hpp"

#include "tests/models/digest.hpp"

#include "scenarios/compile.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace shaketable::models {

namespace {

[[noreturn]] void give_up(const scenarios::InputErrors& errors, const std::string& text) {
    for (const scenarios::InputError& error : errors)
        std::fprintf(stderr, "%s\n", scenarios::text_of(error).c_str());
    std::fprintf(stderr, "%s\n", text.c_str());
    std::abort();
}

} // namespace

ScenarioPtr compiled(const std::string& text) {
    const auto file = scenarios::load_text(text, "tiny.json");
    if (!file)
        give_up(file.error(), text);
    auto scenario = scenarios::compile(file.value(), "");
    if (!scenario)
        give_up(scenario.error(), text);
    return std::move(scenario).value();
}

ScenarioPtr scenario_of(const std::string& members) {
    return compiled(R"({ "shaketable": 1, "title": "Tiny", )" + members + " }");
}

Times in_ms(const Times& times, std::int64_t since) {
    Times result;
    for (const std::int64_t time : times)
        result.push_back((time - since) / kMs);
    return result;
}

std::vector<Fact> Facts::of(What what) const {
    std::vector<Fact> found;
    for (const Fact& fact : all)
        if (fact.what == what)
            found.push_back(fact);
    return found;
}

std::vector<Fact> Facts::of(What what, std::uint32_t component) const {
    std::vector<Fact> found;
    for (const Fact& fact : all)
        if (fact.what == what && fact.component == component)
            found.push_back(fact);
    return found;
}

namespace {

std::vector<std::int64_t> times_of(const std::vector<Fact>& facts) {
    std::vector<std::int64_t> times;
    for (const Fact& fact : facts)
        times.push_back(fact.time.ns());
    return times;
}

std::vector<Outcome> outcomes_of(const std::vector<Fact>& facts) {
    std::vector<Outcome> outcomes;
    for (const Fact& fact : facts)
        outcomes.push_back(fact.outcome);
    return outcomes;
}

} // namespace

Times Facts::times(What what) const { return times_of(of(what)); }
Times Facts::times(What what, std::uint32_t component) const { return times_of(of(what, component)); }
Outcomes Facts::outcomes(What what) const { return outcomes_of(of(what)); }
Outcomes Facts::outcomes(What what, std::uint32_t component) const {
    return outcomes_of(of(what, component));
}

Played::Played(ScenarioPtr scenario, std::uint64_t seed) : simulation(std::move(scenario), seed) {
    simulation.observe(&facts);
    EXPECT_EQ(simulation.run_until(simulation.scenario().end), engine::StopReason::kReachedEnd);
    simulation.finish_recording();
    simulation.observe(nullptr);
}

std::uint32_t component_index(const Scenario& scenario, const std::string& name) {
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index)
        if (scenario.components[index].name == name)
            return index;
    ADD_FAILURE() << "no component " << name;
    return 0;
}

std::uint32_t Played::component(const std::string& name) const {
    return component_index(simulation.scenario(), name);
}

std::int64_t Played::total(const std::string& name, const std::string& metric) const {
    const Component& component = simulation.scenario().components[this->component(name)];
    Wide sum = 0;
    for (std::size_t place = 0; place < component.metrics.size(); ++place)
        for (std::uint32_t replica = 0;
             component.metrics[place].name == metric && replica < component.instances; ++replica)
            sum += simulation.recording()
                       .meters()[component.first_meter + replica * component.metrics.size() + place]
                       .total()
                       .sum;
    return static_cast<std::int64_t>(sum);
}

std::uint64_t digest(const Recording& recording) {
    Digest all;
    for (const WindowSums& meter : recording.meters()) {
        all.fold(meter.size(), meter.total().sum, meter.total().count, meter.total().peak);
        meter.for_each_run([&](std::size_t first, std::size_t end, const MeterSum& window) {
            all.fold(first, end);
            all.fold(window);
        });
    }
    for (const JourneyRecord& journey : recording.journeys()) {
        all.fold(journey.windows.size(), journey.too_young, journey.latency_sum_low, journey.latency_sum_high,
                 journey.latency_max_ns);
        for (const JourneyWindow& window : journey.windows) {
            all.fold(window.begun, window.good, window.attempts);
            for (const std::uint64_t count : window.outcomes)
                all.fold(count);
            all.fold(window.latency);
        }
    }
    for (const EdgeRecord& edge : recording.edges()) {
        all.fold(edge.attempts, edge.retries);
        for (const std::uint64_t count : edge.outcomes)
            all.fold(count);
        all.fold(edge.latency);
    }
    return all.value();
}

void run_events(Simulation& simulation, engine::Time end, std::uint64_t events) {
    const engine::RunLimits limits{.events = simulation.world().clockwork.events + events};
    (void)simulation.run_until(end, limits);
}

} // namespace shaketable::models
