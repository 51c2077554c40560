// Any instant of a run, reached in any way, is the run at that instant.
#include "gui/view_models/projector.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace shaketable::gui {
namespace {

using engine::Duration;
using engine::Time;

models::ScenarioPtr scenario_named(const std::string& name, const std::vector<std::string>& settings = {}) {
    const auto path = scenarios::resolve_scenario(name);
    const auto file = scenarios::load_file(path.value());
    return scenarios::compile(file.value(), "", settings).value();
}

std::shared_ptr<Film> film_of(const models::ScenarioPtr& scenario, Film::Budget budget = {}) {
    auto film = std::make_shared<Film>(budget);
    EXPECT_EQ(film->shoot(models::Simulation(scenario, scenario->config.seed), [] { return true; }),
              engine::StopReason::kReachedEnd);
    return film;
}

/// What is seen, as far as it can be compared at a glance.
std::string described(const Snapshot& snapshot) {
    std::string text = std::to_string(snapshot.at.ns()) + " " + std::to_string(snapshot.hash);
    for (const Card& card : snapshot.cards)
        text += " " + card.word + " " + std::to_string(card.meter.value_or(-1.0)) + " " +
                std::to_string(card.rate.value_or(-1.0)) + " " + std::to_string(card.queue.value_or(-1.0)) +
                " " + std::to_string(std::accumulate(card.spark.begin(), card.spark.end(), 0.0F));
    for (const EdgeFlow& edge : snapshot.edges)
        text += " " + std::to_string(edge.attempts_per_s) + " " + std::to_string(edge.failed_share);
    for (const Particle& particle : snapshot.particles)
        text += " " + std::to_string(particle.edge) + ":" + std::to_string(particle.progress);
    return text;
}

constexpr Duration kFlow = Duration::from_ns(500'000'000);

TEST(Projector, ShowsTheRunAtTheInstantWhicheverWayItCame) {
    const models::ScenarioPtr scenario = scenario_named("retry-storm");
    const auto film = film_of(scenario);
    EXPECT_GT(film->keyframes(), 20U);
    Projector one(film);
    for (const double at_s : {100.0, 20.0, 95.5, 95.6, 300.0, 0.0, 95.6}) {
        const Time at = Time() + engine::round_to_duration(at_s * 1e9);
        models::Simulation forward(scenario, scenario->config.seed);
        run_on(forward, at);
        Projector fresh(film);
        const auto snapshot = one.project(at, kFlow);
        ASSERT_NE(snapshot, nullptr);
        EXPECT_EQ(snapshot->hash, forward.fingerprint()) << at_s;
        EXPECT_EQ(described(*snapshot), described(*fresh.project(at, kFlow))) << at_s;
    }
}

TEST(Projector, PlaysForwardAndBackwardsThroughTheSamePictures) {
    const auto film = film_of(scenario_named("retry-storm"));
    std::vector<std::string> forward;
    Projector there(film);
    for (int step = 0; step <= 40; ++step)
        forward.push_back(
            described(*there.project(Time::from_ns(20'000'000'000 + step * 170'000'000LL), kFlow)));
    Projector back(film);
    for (int step = 40; step >= 0; --step)
        EXPECT_EQ(described(*back.project(Time::from_ns(20'000'000'000 + step * 170'000'000LL), kFlow)),
                  forward[static_cast<std::size_t>(step)]);
}

TEST(Projector, StepsFromFactToFact) {
    const auto film = film_of(scenario_named("hello", {"/duration=5s"}));
    const Projector projector(film);
    Time at = Time::from_ns(12'000'000'000);
    std::vector<Time> stops;
    for (int step = 0; step < 50; ++step) {
        const auto next = projector.next_fact(at);
        ASSERT_TRUE(next);
        EXPECT_GT(next->at, at);
        EXPECT_EQ(next->at, next->fact.time + engine::Duration::from_ns(1));
        stops.push_back(at = next->at);
    }
    for (auto stop = std::next(stops.rbegin()); stop != stops.rend(); ++stop) {
        const auto previous = projector.previous_fact(at);
        ASSERT_TRUE(previous);
        EXPECT_EQ(previous->at, *stop);
        at = previous->at;
    }
    EXPECT_FALSE(projector.next_fact(film->until()));
}

TEST(Film, KeepsWithinItsBytes) {
    const models::ScenarioPtr scenario = scenario_named("retry-storm");
    const auto whole = film_of(scenario);
    const auto thin = film_of(scenario, {.bytes = whole->bytes() / 4, .events_between = 40'000});
    EXPECT_LE(thin->bytes(), whole->bytes() / 4);
    EXPECT_GE(thin->keyframes(), 3U);
    EXPECT_EQ(thin->until(), whole->until());
    Projector projector(thin);
    models::Simulation forward(scenario, scenario->config.seed);
    const Time at = Time::from_ns(234'567'890'123);
    run_on(forward, at);
    EXPECT_EQ(projector.project(at, kFlow)->hash, forward.fingerprint());
}

TEST(Film, EndsWhereItIsToldTo) {
    const models::ScenarioPtr scenario = scenario_named("retry-storm");
    Film film({});
    int asked = 0;
    EXPECT_EQ(film.shoot(models::Simulation(scenario, 1), [&] { return ++asked < 5; }),
              engine::StopReason::kCancelled);
    EXPECT_LT(film.until(), scenario->end);
    Film none({});
    EXPECT_EQ(Projector(std::make_shared<Film>(Film::Budget{})).project(Time(), kFlow), nullptr);
}

} // namespace
} // namespace shaketable::gui
