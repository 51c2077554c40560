#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"

namespace shaketable::theory {

ComparisonList compare_closed(int users, const Effort& effort) {
    constexpr double kThink = 10.0;
    const ClosedStation exact = mean_value_analysis(users, kThink);
    Comparisons comparisons(std::to_string(users) + " users, think 10, one station",
                            {.scenario = "closed",
                             .settings = {"/components/users/users/count=" + std::to_string(users)},
                             .watched = "station",
                             .units = 8e5 / exact.throughput},
                            effort);
    comparisons.compare({"throughput", exact.throughput, 0.015}, throughput)
        .compare({"mean response", exact.response, 0.015}, mean_sojourn);
    return comparisons.list();
}

} // namespace shaketable::theory
