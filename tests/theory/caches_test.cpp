// Caches in whole scenarios against closed forms: one key with a time to live under Poisson requests, the
// herd at its expiry, and LRU under Zipf's law by Che's approximation (H. Che, Y. Tung, Z. Wang,
// "Hierarchical Web caching systems", IEEE JSAC 20:7, 2002).
#include "models/simulation.hpp"
#include "scenarios/compile.hpp"
#include "tests/theory/experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace shaketable::theory::caches_test {
namespace {

struct Asked {
    std::string rate = "1/s";
    std::string space = "";    // the key space
    std::string cached = "";   // more of the step
    std::string source = "0s"; // time of a miss
    std::string duration = "1s";
    std::string memory_mib = "64";
};

class Answered {
  public:
    explicit Answered(const Asked& asked) {
        const auto file = scenarios::load_text(text_of(asked), "caches");
        EXPECT_TRUE(file.ok());
        const auto compiled = scenarios::compile(file.value(), "");
        EXPECT_TRUE(compiled.ok());
        scenario_ = compiled.value();
        models::Simulation simulation(scenario_, 1);
        run_to_end(simulation);
        simulation.finish_recording();
        const models::Component& cache = scenario_->components[component_named(*scenario_, "cache")];
        for (std::size_t metric = 0; metric < cache.metrics.size(); ++metric)
            totals_.push_back(simulation.recording().meters()[cache.first_meter + metric].total());
    }
    [[nodiscard]] double count(const std::string& metric) const {
        return static_cast<double>(total(metric).sum);
    }
    [[nodiscard]] double hit_ratio() const {
        return count("hit_ratio") / static_cast<double>(total("hit_ratio").count);
    }
    [[nodiscard]] double misses() const { return count("misses") + count("expired"); }

  private:
    static std::string text_of(const Asked& asked) {
        return R"({ "shaketable": 1, "title": "caches", "duration": ")" + asked.duration +
               R"(", "warm_up": "100s", "window": "100s", "network": { "latency": "0s" }, "components": {
          "users": { "kind": "client", "arrivals": { "rate": ")" +
               asked.rate + R"(" }, "journeys": { "j": { "steps": [ { "call": "web.get" } ] } } },
          "web": { "kind": "service", "workers": 100000, "endpoints": { "get": { "steps": [
              { "cached": "cache.k", "miss": [ { "wait": ")" +
               asked.source + R"(" } ])" + asked.cached + R"( } ] } } },
          "cache": { "kind": "cache", "time": "0s", "memory_mib": )" +
               asked.memory_mib + R"(, "keys": { "k": { )" + asked.space + R"( } } } } })";
    }
    [[nodiscard]] models::MeterSum total(const std::string& metric) const {
        const models::Component& cache = scenario_->components[component_named(*scenario_, "cache")];
        for (std::size_t index = 0; index < cache.metrics.size(); ++index)
            if (cache.metrics[index].name == metric)
                return totals_[index];
        ADD_FAILURE() << metric;
        return {};
    }

    models::ScenarioPtr scenario_;
    std::vector<models::MeterSum> totals_;
};

/// The value lives for T from its store: of the requests in a cycle one misses and rate * T hit.
TEST(CacheTheory, HitsOneKeyAsItsRateAndTimeToLiveSay) {
    const auto hit_ratio = [](const std::string& rate, const std::string& ttl, const std::string& duration) {
        return Answered({.rate = rate, .space = R"("keys": 1, "ttl": ")" + ttl + "\"", .duration = duration})
            .hit_ratio();
    };
    EXPECT_NEAR(hit_ratio("0.1/s", "60s", "1000000s"), 6.0 / 7.0, 0.01 * 6.0 / 7.0);
    EXPECT_NEAR(hit_ratio("1/s", "10s", "200000s"), 10.0 / 11.0, 0.01 * 10.0 / 11.0);
    EXPECT_NEAR(hit_ratio("0.01/s", "60s", "5000000s"), 0.375, 0.01 * 0.375);
}

/// The first to find it expired gets it for D, and so do all who come meanwhile: 1 + rate * D misses a cycle.
TEST(CacheTheory, SendsAHerdToTheSourceAtEachExpiry) {
    Asked asked = {
        .rate = "1000/s", .space = R"("keys": 1, "ttl": "60s")", .source = "200ms", .duration = "1200s"};
    const Answered herd(asked);
    asked.cached = R"(, "coalesce": true)";
    const Answered single(asked);
    const double cycles = single.count("stores");
    EXPECT_NEAR(cycles, 1'200.0 / 60.2, 1.0) << "one fetch each";
    EXPECT_NEAR(herd.misses() / herd.count("stores"), 1.0, 0.02);
    EXPECT_NEAR(herd.misses() / cycles, 201.0, 0.03 * 201.0);
    EXPECT_NEAR(herd.hit_ratio(), 0.996661, 0.03 * (1.0 - 0.996661));
}

TEST(CacheTheory, HitsAsCheSaysUnderZipfsLaw) {
    const Answered run({.rate = "1000/s",
                        .space = R"("keys": 10000, "zipf": 0.8, "value_bytes": 10000)",
                        .duration = "1000s",
                        .memory_mib = "0.95368"}); // 100 values
    EXPECT_NEAR(run.hit_ratio(), 0.156625, 0.015 * 0.156625);
}

} // namespace
} // namespace shaketable::theory::caches_test
