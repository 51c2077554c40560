#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

ComparisonList compare_erlang_b(const LossSystem& system, const Effort& effort) {
    const std::string family = system.service.substr(2, system.service.find('"', 2) - 2);
    Comparisons comparisons(
        "Loss system, " + std::to_string(system.servers) + " servers, offered " +
            std::to_string(system.offered).substr(0, 4) + ", " + family,
        {.scenario = "station",
         .settings = {with_arrivals(system.offered), with_workers(system.servers), with_cores(system.servers),
                      with_queue_limit(0), with_service(system.service)},
         .watched = "station",
         .units = 3e6 / system.offered},
        effort);
    const double blocked = erlang_b(system.servers, system.offered);
    const double tolerance = system.servers > 20 ? 0.03 : 0.015; // the more servers, the slower it forgets
    comparisons.compare({"probability of being rejected", blocked, tolerance, 3e-4}, share_rejected)
        .compare({"mean number in the system", system.offered * (1.0 - blocked), 0.01}, mean_number);
    return comparisons.list();
}

} // namespace shaketable::theory
