#include "tests/support/random_lifecycle.hpp"

namespace shaketable::models {

namespace {

std::string probe(Die& die) {
    return R"({ "period": "40ms", "timeout": )" + die.one_of({R"("5ms")", R"("40ms")"}) +
           R"(, "failures": )" + die.one_of({"1", "3"}) + " }";
}

std::string memory(Die& die, bool keeps_sessions) {
    std::string text = R"(, "memory": { "limit_mib": 16, "base_mib": 4, "per_request_kib": )" +
                       die.one_of({"0", "1500"}) + R"(, "leak_kib": )" + die.one_of({"0", "20", "300"});
    if (keeps_sessions)
        text += R"(, "per_session_kib": )" + die.one_of({"0", "100"});
    if (die.chance(0.5))
        text += R"(, "garbage": { "allocate_kib": 700, "pause_per_mib": "1ms" })";
    return text + " }";
}

std::string probes(Die& die) {
    std::string text = R"(, "probes": { "needs_worker": )" + die.one_of({"true", "false"}) +
                       R"(, "work": "1ms", "liveness": )" + probe(die);
    if (die.chance(0.6))
        text += R"(, "readiness": )" + probe(die);
    if (die.chance(0.3))
        text += R"(, "startup": )" + probe(die);
    return text + " }";
}

} // namespace

RandomLife random_life(Die& die) {
    RandomLife life;
    if (!die.chance(0.3))
        return life;
    life.members = R"(, "lifecycle": { "backoff": "15ms", "backoff_most": "90ms", "start": )" +
                   die.one_of({R"("0s")", R"("12ms")", R"("150ms")"}) +
                   die.one_of({"", R"(, "warm_up": "200ms", "cold_factor": 4)"}) + " }";
    const bool keeps_sessions = die.chance(0.4);
    if (keeps_sessions) {
        life.members += R"(, "sessions": { "lasts": "1s" })";
        life.step = R"({ "session": [ { "wait": "1ms" } ] })";
    }
    if (die.chance(0.6))
        life.members += memory(die, keeps_sessions);
    if (die.chance(0.5))
        life.members += probes(die);
    if (die.chance(0.4))
        life.members += R"(, "autoscaler": { "max": 5, "sync_period": "1s", "grace": "20ms", "metrics": [ )" +
                        die.one_of({R"({ "metric": "cpu", "target": 30 })",
                                    R"({ "metric": "concurrency", "target": 2 })"}) +
                        " ]" + R"(, "initial_readiness_delay": "1s", "cpu_initialization_period": "1s", )" +
                        R"("down": { "window": "1s" } })";
    return life;
}

} // namespace shaketable::models
