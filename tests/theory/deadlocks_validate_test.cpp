// Deadlocks in a table of R rows, of which transactions lock n each, one after the other: their rate grows as
// the fifth power of n and falls as the square of R, at the same rate of transactions and as long as few
// requests wait (Gray, Helland, O'Neil, Shasha: The Dangers of Replication and a Solution, SIGMOD 1996).
#include "models/simulation.hpp"
#include "tests/theory/experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace shaketable::theory {
namespace {

constexpr double kTolerance = 0.1;    // of a slope
constexpr double kDeadlocks = 1000.0; // a point, at least
constexpr double kWaitsMost = 0.01;   // of the requests

struct Point {
    int locks = 0;
    int rows = 0;
    double seconds = 0.0;
    double rate = 0.0; // of deadlocks, a second
};

double total_of(const models::Simulation& simulation, const std::string& metric, bool count) {
    const models::Scenario& scenario = simulation.scenario();
    const models::Component& database = scenario.components[component_named(scenario, "db")];
    for (std::size_t place = 0; place < database.metrics.size(); ++place)
        if (database.metrics[place].name == metric) {
            const models::MeterSum total =
                simulation.recording().meters()[database.first_meter + place].total();
            return count ? static_cast<double>(total.count) : static_cast<double>(total.sum);
        }
    return -1.0;
}

void measure(Point& point) {
    const models::ScenarioPtr scenario = scenario_of(
        {.scenario = "deadlocks",
         .settings =
             {R"(/components/web/endpoints/change/steps=[{"transaction":"db","steps":[{"repeat":[{"call":"db.update"}],"count":)" +
                  std::to_string(point.locks) + "}]}]",
              "/components/db/tables/t/rows=" + std::to_string(point.rows)},
         .watched = "db",
         .units = point.seconds * 1e9 / kUnitNs});
    models::Simulation simulation(scenario, 1);
    run_to_end(simulation);
    simulation.finish_recording();
    const double deadlocks = total_of(simulation, "deadlocks", false);
    EXPECT_GE(deadlocks, kDeadlocks) << point.locks << " locks of " << point.rows;
    EXPECT_LE(total_of(simulation, "lock_wait", true) / total_of(simulation, "answered_ok", false),
              kWaitsMost)
        << point.locks << " locks of " << point.rows;
    point.rate = deadlocks / point.seconds;
}

double slope(double less, double more, double from, double to) {
    return std::log(more / less) / std::log(to / from);
}

TEST(Deadlocks, GrowAsTheFifthPowerOfLocksAndFallAsTheSquareOfRows) {
    std::vector<Point> points = {{.locks = 8, .rows = 1200, .seconds = 200e3},
                                 {.locks = 16, .rows = 1200, .seconds = 9e3},
                                 {.locks = 32, .rows = 1200, .seconds = 400.0},
                                 {.locks = 16, .rows = 2400, .seconds = 36e3}};
    {
        std::jthread longest([&] { measure(points[0]); });
        for (std::size_t place = 1; place < points.size(); ++place)
            measure(points[place]);
    }
    const double by_locks = slope(points[0].rate, points[2].rate, 8.0, 32.0);
    const double by_rows = slope(points[1].rate, points[3].rate, 1200.0, 2400.0);
    EXPECT_NEAR(by_locks, 5.0, kTolerance * 5.0);
    EXPECT_NEAR(slope(points[1].rate, points[2].rate, 16.0, 32.0), 5.0, kTolerance * 5.0);
    EXPECT_NEAR(by_rows, -2.0, kTolerance * 2.0);
    std::printf("deadlocks: slope %.3f in locks (8 to 32), %.3f in rows\n", by_locks, by_rows);
}

} // namespace
} // namespace shaketable::theory
