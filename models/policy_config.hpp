// How a caller treats a call: how long it waits, how often and when it tries again. Configuration only.
#pragma once

#include "models/distribution_config.hpp"
#include "models/policies/adaptive_throttling.hpp"
#include "models/policies/aws_2026_budget.hpp"
#include "models/policies/aws_budget.hpp"
#include "models/policies/circuit_breaker.hpp"
#include "models/policies/envoy_budget.hpp"
#include "models/policies/finagle_budget.hpp"
#include "models/policies/grpc_budget.hpp"
#include "models/policies/policy_list.hpp"

#include <array>
#include <optional>
#include <variant>

namespace shaketable::models {

/// Whose defaults a policy begins with: see scenarios/profiles/, a file each.
enum class Profile : std::uint8_t {
    kEnvoy,
    kIstio,
    kGrpc,
    kFinagle,
    kAwsSdkStandard,
    kAwsSdk2026,
    kResilience4j,
    kGoogleSre,
};
constexpr auto enum_names(Profile) {
    return std::array<std::string_view, 8>{
        "envoy",        "istio",        "grpc",      "finagle", "aws-sdk-standard",
        "aws-sdk-2026", "resilience4j", "google-sre"};
}

enum class Backoff : std::uint8_t { kNone, kFixed, kExponential };
constexpr auto enum_names(Backoff) { return std::array<std::string_view, 3>{"none", "fixed", "exponential"}; }

/// Source of all but none: Marc Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
enum class Jitter : std::uint8_t { kNone, kFull, kEqual, kDecorrelated };
constexpr auto enum_names(Jitter) {
    return std::array<std::string_view, 4>{"none", "full", "equal", "decorrelated"};
}

struct BudgetConfig {
    std::variant<Stated<EnvoyBudgetConfig>, Stated<GrpcBudgetConfig>, Stated<FinagleBudgetConfig>,
                 Stated<AwsBudgetConfig>, Stated<Aws2026BudgetConfig>>
        verb;
};
template <class Visitor>
void describe(Visitor& visit, BudgetConfig& config) {
    visit.verb(config.verb);
}

struct RetryConfig {
    std::int64_t attempts = 3;
    Backoff backoff = Backoff::kFixed;
    engine::Duration base = engine::Duration::from_ns(500'000'000);
    double factor = 2.0;
    engine::Duration cap = engine::Duration::from_seconds(20);
    Jitter jitter = Jitter::kNone;
    std::optional<BudgetConfig> budget = std::nullopt;
};
template <class Visitor>
void describe(Visitor& visit, RetryConfig& config) {
    visit(Knob{.name = "attempts",
               .doc = "How often a call is tried at most, the first time included.",
               .unit = "attempts",
               .origin = "resilience4j maxAttempts, AWS SDK standard mode max_attempts",
               .bounds = {1, 100},
               .acts = Acts::kAtNextCall},
          config.attempts);
    visit(Knob{.name = "backoff",
               .doc = "How the pause before the n-th retry grows: none (at once), fixed (base), exponential "
                      "(base x factor^(n-1), at most cap).",
               .origin = "resilience4j Retry",
               .acts = Acts::kAtNextCall},
          config.backoff);
    visit(Knob{.name = "base",
               .doc = "The first pause.",
               .origin = "resilience4j waitDuration",
               .bounds = kAnyLength,
               .acts = Acts::kAtNextCall},
          config.base);
    visit(Knob{.name = "factor",
               .doc = "Growth of an exponential back-off from one retry to the next.",
               .origin = "AWS SDK standard mode",
               .bounds = {1.0, 100.0},
               .acts = Acts::kAtNextCall},
          config.factor);
    visit(Knob{.name = "cap",
               .doc = "The longest pause of an exponential back-off.",
               .origin = "AWS SDK standard mode",
               .bounds = kAnyLength,
               .acts = Acts::kAtNextCall},
          config.cap);
    visit(Knob{.name = "jitter",
               .doc =
                   "none: the pause as computed; full: uniform between 0 and the pause as computed; equal: "
                   "half of it, and a uniform share of the other half; decorrelated, instead of what is "
                   "computed: uniform between base and 3 x the pause before, at most cap.",
               .origin = "Polly UseJitter",
               .acts = Acts::kAtNextCall},
          config.jitter);
    visit(Knob{.name = "budget",
               .doc = "What limits how many calls are tried again: one of these; absent: nothing.",
               .acts = Acts::kAtNextCall},
          config.budget);
}

enum class Balance : std::uint8_t { kRoundRobin, kRandom, kLeastRequest, kSticky };
constexpr auto enum_names(Balance) {
    return std::array<std::string_view, 4>{"round_robin", "random", "least_request", "sticky"};
}

struct PolicyConfig {
    std::optional<Profile> profile;
    std::optional<engine::Duration> timeout;
    std::optional<engine::Duration> overall_timeout;
    bool propagate_deadline = false;
    bool cancel = false;
    std::optional<RetryConfig> retry;
    std::optional<CircuitBreakerConfig> circuit_breaker;
    std::optional<AdaptiveThrottlingConfig> adaptive_throttling;
    Balance balance = Balance::kRoundRobin;
    std::optional<std::int64_t> choices;
};
template <class Visitor>
void describe(Visitor& visit, PolicyConfig& config) {
    visit(Knob{.name = "profile",
               .doc =
                   "Whose defaults fill what the policy does not state, the members of its objects too; null "
                   "takes one out. Absent: those of this table."},
          config.profile);
    visit(
        Knob{.name = "timeout",
             .doc = "How long the caller waits for each try, from asking for a connection; absent: for ever.",
             .bounds = kPositiveLength,
             .acts = Acts::kAtNextCall},
        config.timeout);
    visit(Knob{.name = "overall_timeout",
               .doc = "How long the caller waits in all: connection, tries and back-offs; absent: for ever.",
               .bounds = kPositiveLength,
               .acts = Acts::kAtNextCall},
          config.overall_timeout);
    visit(
        Knob{
            .name = "propagate_deadline",
            .doc =
                "Whether a request carries the instant at which its caller stops waiting, so that the callee "
                "stops then, and neither begins it later nor waits longer itself.",
            .origin = "what HTTP does: nothing",
            .acts = Acts::kAtNextCall},
        config.propagate_deadline);
    visit(
        Knob{
            .name = "cancel",
            .doc =
                "Whether a caller that gives up on an attempt tells the callee, which then drops it from its "
                "queue or stops it at its next step.",
            .origin = "what most callers do: nothing",
            .acts = Acts::kAtNextCall},
        config.cancel);
    visit(Knob{.name = "retry",
               .doc = "Trying again after any failure; absent: one attempt.",
               .acts = Acts::kAtNextCall},
          config.retry);
    visit(Knob{.name = "circuit_breaker",
               .doc =
                   "resilience4j's: refuses attempts at once while too many of the last ones failed or were "
                   "slow; absent: none.",
               .acts = Acts::kAtNextCall},
          config.circuit_breaker);
    visit(
        Knob{.name = "adaptive_throttling",
             .doc =
                 "Google SRE's: holds attempts back in proportion to those that the callee rejects; absent: "
                 "none.",
             .acts = Acts::kAtNextCall},
        config.adaptive_throttling);
    visit(
        Knob{.name = "balance",
             .doc =
                 "Which replica an attempt goes to: the next one in turn, any one, that to which this caller "
                 "instance has the fewest attempts under way, or always the same for the same user (of an "
                 "open load: for the same journey).",
             .origin = "Envoy ROUND_ROBIN",
             .acts = Acts::kAtNextCall},
        config.balance);
    visit(Knob{.name = "choices",
               .doc = "least_request looks at so many replicas, drawn at random (Envoy's choice_count is 2); "
                      "absent: at all.",
               .unit = "replicas",
               .bounds = {1, 1000},
               .acts = Acts::kAtNextCall},
          config.choices);
}

} // namespace shaketable::models
