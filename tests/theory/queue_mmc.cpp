#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

ComparisonList compare_mmc(int servers, const Effort& effort) {
    const double offered = 0.8 * servers;
    const double waiting = erlang_c(servers, offered);
    Comparisons comparisons("M/M/" + std::to_string(servers) + ", load 0.8",
                            {.scenario = "station",
                             .settings = {with_arrivals(offered), with_workers(servers), with_cores(servers)},
                             .watched = "station",
                             .units = 6e6 / servers},
                            effort);
    const double rare = servers > 50   ? 5.0
                        : servers > 20 ? 3.0
                                       : 1.0; // few requests wait, so their figures cost more
    comparisons.compare({"probability of waiting", waiting, 0.02 * rare}, share_waiting)
        .compare({"mean sojourn", 1.0 + waiting / (servers - offered), 0.02}, mean_sojourn)
        .compare({"mean wait", waiting / (servers - offered), 0.03 * rare}, mean_wait)
        .compare({"wait p99", mmc_wait_quantile(servers, offered, 0.99), 0.04 * rare}, wait_quantile(0.99));
    return comparisons.list();
}

} // namespace shaketable::theory
