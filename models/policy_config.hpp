// How a caller treats a call: how long it waits, how often and when it tries again. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

enum class Backoff : std::uint8_t { kNone, kFixed, kExponential };
constexpr auto enum_names(Backoff) { return std::array<std::string_view, 3>{"none", "fixed", "exponential"}; }

enum class Jitter : std::uint8_t { kNone, kFull };
constexpr auto enum_names(Jitter) { return std::array<std::string_view, 2>{"none", "full"}; }

struct RetryConfig {
    std::int64_t attempts = 3;
    Backoff backoff = Backoff::kFixed;
    engine::Duration base = engine::Duration::from_ns(500'000'000);
    double factor = 2.0;
    engine::Duration cap = engine::Duration::from_seconds(20);
    Jitter jitter = Jitter::kNone;
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
               .doc = "none: the pause as computed; full: uniform between 0 and the pause as computed.",
               .origin = "Polly UseJitter",
               .acts = Acts::kAtNextCall},
          config.jitter);
}

struct PolicyConfig {
    std::optional<engine::Duration> timeout;
    std::optional<engine::Duration> overall_timeout;
    std::optional<RetryConfig> retry;
};
template <class Visitor>
void describe(Visitor& visit, PolicyConfig& config) {
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
    visit(Knob{.name = "retry",
               .doc = "Trying again after any failure; absent: one attempt.",
               .acts = Acts::kAtNextCall},
          config.retry);
}

} // namespace shaketable::models
