#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"

namespace shaketable::theory {

ComparisonList compare_tandem(const Effort& effort) {
    constexpr TwoRates kSojourn = {.first = 1.0 - 0.5, .second = 0.8 - 0.5};
    // Watched from outside: the users' journeys, which go through both.
    Comparisons comparisons("Tandem M/M/1 (1) -> M/M/1 (0.8), arrivals 0.5",
                            {.scenario = "tandem", .settings = {}, .watched = "users", .units = 4e6}, effort);
    comparisons.compare({"mean sojourn", 1.0 / kSojourn.first + 1.0 / kSojourn.second, 0.02}, mean_sojourn)
        .compare({"sojourn p99", hypoexponential_quantile(kSojourn, 0.99), 0.02}, sojourn_quantile(0.99));
    return comparisons.list();
}

} // namespace shaketable::theory
