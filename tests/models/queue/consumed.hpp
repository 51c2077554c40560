// Publishers, a queue or topic "jobs", and who consumes it, run event by event: legs of 1 ms, no time in the
// channel, work of 10 ms.
#pragma once

#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models {

struct Consumption {
    std::string channel = "";  // more of it, with a comma behind
    std::string publish = "";  // more of the step
    std::string consumes = ""; // more of the consumer
    std::string endpoint = ""; // more of its endpoint
    std::string worker = "";   // more of the service; "": one replica, of a queue with one worker
    std::string work = R"({ "wait": "10ms" })";
    std::string components = ""; // more of them
    std::string timeline = "";
    std::string rate = "1/s";  // of publishing, from 1 s on
    std::string arrivals = ""; // more of them
    std::string duration = "4900ms";
    std::string policy = R"("timeout": "5s")"; // "p"
};

[[nodiscard]] inline std::string text_of(const std::string& kind, const Consumption& setting) {
    return R"("duration": ")" + setting.duration + R"(", "network": { "latency": "1ms" },
        "policies": { "p": { )" +
           setting.policy + R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": ")" +
           setting.rate + R"(", "pattern": "even")" + setting.arrivals + R"( },
                                  "journeys": { "j": { "steps": [ { "publish": "jobs" )" +
           setting.publish + R"( } ] } } },
          "jobs": { "kind": ")" +
           kind + R"(", )" + setting.channel + R"( "time": "0s" },
          "worker": { "kind": "service", )" +
           (!setting.worker.empty() ? setting.worker
            : kind == "queue"       ? R"("replicas": 1, "workers": 1,)"
                                    : R"("replicas": 1,)") +
           R"( "consumes": { "jobs": { "endpoint": "do")" + setting.consumes + R"( } },
                      "endpoints": { "do": { "steps": [ )" +
           setting.work + " ] " + setting.endpoint + R"( } } })" + setting.components + R"( },
        "timeline": { )" +
           setting.timeline + " }";
}

/// The run of it.
struct Consumed {
    explicit Consumed(const std::string& text) : played(text) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
    }
    [[nodiscard]] std::int64_t count(const std::string& metric, const std::string& of = "jobs") const {
        return played.total(of, metric);
    }
    /// When the consumer began its work on a message, in ms.
    [[nodiscard]] Times begun(const std::string& by = "worker") const {
        return in_ms(played.facts.times(What::kServed, played.component(by)));
    }
    /// The replicas that began the work on messages, in order.
    [[nodiscard]] std::vector<std::uint32_t> replicas() const {
        std::vector<std::uint32_t> found;
        for (const Fact& fact : played.facts.of(What::kServed, played.component("worker")))
            found.push_back(fact.replica);
        return found;
    }
    [[nodiscard]] Times journeys_ended() const { return in_ms(played.facts.times(What::kJourneyEnded)); }
    [[nodiscard]] Outcomes outcomes() const { return played.facts.outcomes(What::kJourneyEnded); }

    Played played;
};
struct Queue : Consumed {
    explicit Queue(const Consumption& setting) : Consumed(text_of("queue", setting)) {}
};
struct Topic : Consumed {
    explicit Topic(const Consumption& setting) : Consumed(text_of("topic", setting)) {}
};

/// A copy taken so long after the beginning comes to the same end.
inline void expect_a_copy_goes_on_alike(const ScenarioPtr& scenario, std::int64_t after_ns) {
    Simulation whole(scenario, 1);
    (void)whole.run_until(at_ns(after_ns));
    Simulation copy = whole;
    (void)whole.run_until(scenario->end);
    (void)copy.run_until(scenario->end);
    EXPECT_EQ(digest(whole.world()), digest(copy.world()));
    EXPECT_EQ(whole.fingerprint(), copy.fingerprint());
}

} // namespace shaketable::models
