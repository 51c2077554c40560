// The closed forms that the models are checked against, for a mean service time of 1. formulas_test.cpp
// compares them with printed values.
//
// Sources: Kleinrock, Queueing Systems (1975); Gross and Harris, Fundamentals of Queueing Theory (1998);
// Harchol-Balter, Performance Modeling and Design of Computer Systems (2013); Lazowska, Zahorjan, Graham and
// Sevcik, Quantitative System Performance (1984), for mean value analysis.
#pragma once

namespace shaketable::theory {

/// Probability that all of `servers` are busy and no queue is allowed, for any service time (M/G/c/c).
[[nodiscard]] double erlang_b(int servers, double offered);
/// Probability of having to wait in M/M/c.
[[nodiscard]] double erlang_c(int servers, double offered);
/// The wait in M/M/c that this share does not exceed.
[[nodiscard]] double mmc_wait_quantile(int servers, double offered, double share);

/// M/M/1/K: at most `capacity` in the system.
struct FiniteQueue {
    double blocked = 0.0;
    double number = 0.0;
    double sojourn = 0.0; // of those accepted
};
[[nodiscard]] FiniteQueue mm1k(double load, int capacity);

/// The wait in M/G/1 (Pollaczek and Khinchine) from E[S^2] and E[S^3], with E[S] = 1.
struct Wait {
    double mean = 0.0;
    double deviation = 0.0;
};
struct HigherMoments {
    double second = 0.0;
    double third = 0.0;
};
[[nodiscard]] Wait mg1_wait(double load, const HigherMoments& service);
/// The wait in M/D/1 that this share does not exceed, from Erlang's distribution.
[[nodiscard]] double md1_wait_quantile(double load, double share);

/// N users who think for `think` on average, and one exponential server: exact mean value analysis.
struct ClosedStation {
    double throughput = 0.0;
    double response = 0.0;
};
[[nodiscard]] ClosedStation mean_value_analysis(int users, double think);

/// Of a sum of two exponentials with different rates.
struct TwoRates {
    double first = 0.0;
    double second = 0.0;
};
[[nodiscard]] double hypoexponential_quantile(const TwoRates& rates, double share);

/// The longest of n exponentials of mean 1.
struct Longest {
    double mean = 0.0; // the n-th harmonic number
    double variance = 0.0;
};
[[nodiscard]] Longest longest_of(int n);
[[nodiscard]] double longest_quantile(int n, double share);
/// Its density where its distribution is `share`.
[[nodiscard]] double longest_density(int n, double share);

/// Mean sojourn in the supermarket model: unit exponential servers without number, each request to the
/// shortest queue of `choices` drawn at random (Mitzenmacher 1996; Vvedenskaya, Dobrushin and Karpelevich
/// 1996).
[[nodiscard]] double supermarket_sojourn(int choices, double load);
/// The share of its servers with at least so many requests.
[[nodiscard]] double supermarket_tail(int choices, double load, int requests);

/// At most `attempts` of a call, each of which fails with a probability of its own, until one succeeds.
struct Trying {
    double failure = 0.0; // of one attempt
    double attempts = 0.0;

    [[nodiscard]] double mean_attempts() const;
    [[nodiscard]] double success() const;
};

} // namespace shaketable::theory
