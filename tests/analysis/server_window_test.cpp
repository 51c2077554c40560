// What one looks at first of a server in one window: its signs, and the calls that it makes.
#include "analysis/server_window.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

/// The long transaction, whose bank is slow from 60 s on, after 103 s.
class SlowBank {
  public:
    SlowBank() : simulation_(scenario(), 1) {
        EXPECT_EQ(simulation_.run_until(simulation_.scenario().zero + engine::Duration::from_seconds(103)),
                  engine::StopReason::kReachedEnd);
    }
    [[nodiscard]] ServerWindow window_of(const std::string& component, std::size_t window) const {
        const auto& components = simulation_.scenario().components;
        for (std::uint32_t index = 0; index < components.size(); ++index)
            if (components[index].name == component)
                return server_window(simulation_, window, index);
        ADD_FAILURE() << component;
        return {};
    }

  private:
    static models::ScenarioPtr scenario() {
        const auto path = scenarios::resolve_scenario("long-transaction");
        return scenarios::compile(scenarios::load_file(path.value()).value(), "").value();
    }

    models::Simulation simulation_;
};

TEST(ServerWindow, TellsOfThoseWhoWaitWhereManyDo) {
    const SlowBank run;
    const ServerWindow locks = run.window_of("db", 100);
    ASSERT_TRUE(locks.sign);
    EXPECT_EQ(locks.sign->name, "lock_waiting");
    EXPECT_EQ(locks.sign->kind, models::MetricKind::kGauge);
    EXPECT_GT(locks.sign->level, 10.0);
    EXPECT_GT(locks.sign->of_served, 0.5);
    EXPECT_LE(locks.sign->of_served, 1.0);
    const ServerWindow pool = run.window_of("shop", 100);
    ASSERT_TRUE(pool.sign);
    EXPECT_EQ(pool.sign->name, "pool_db_waiting");
    EXPECT_FALSE(run.window_of("db", 30).sign || run.window_of("shop", 30).sign) << "before";
    EXPECT_FALSE(run.window_of("bank", 100).sign);
}

TEST(ServerWindow, TellsWhichShareOfItsCallsFailed) {
    const SlowBank run;
    EXPECT_EQ(run.window_of("shop", 30).failed_calls_share, 0.0);
    EXPECT_GT(run.window_of("shop", 100).failed_calls_share, 0.1);
    EXPECT_LE(run.window_of("shop", 100).failed_calls_share, 1.0);
    EXPECT_EQ(run.window_of("bank", 100).failed_calls_share, 0.0) << "it calls nobody";
}

TEST(Sign, WorriesByItsKindAndItsLimit) {
    EXPECT_TRUE(is_worrying({.level = 20.0, .of_served = 0.6}));
    EXPECT_FALSE(is_worrying({.level = 20.0, .of_served = 0.1}));
    EXPECT_TRUE(is_worrying({.level = 1.5, .kind = models::MetricKind::kTiming}));
    EXPECT_FALSE(is_worrying({.level = 0.5, .kind = models::MetricKind::kTiming}));
    EXPECT_TRUE(is_worrying({.level = 0.22, .kind = models::MetricKind::kShare})) << "stale";
    const auto hits = [](double level) {
        return Sign{.level = level, .kind = models::MetricKind::kShare, .worse = models::Worse::kLess};
    };
    EXPECT_TRUE(is_worrying(hits(0.0)));
    EXPECT_FALSE(is_worrying(hits(0.95)));
    EXPECT_TRUE(is_worrying({.unit = "MiB", .level = 470.0, .most = 512.0, .of_fullest = true}));
    EXPECT_FALSE(is_worrying({.unit = "MiB", .level = 300.0, .most = 512.0, .of_fullest = true}));
}

} // namespace
} // namespace shaketable::analysis
