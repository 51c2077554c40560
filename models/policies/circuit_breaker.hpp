// resilience4j's circuit breaker with a COUNT_BASED window.
//
// Closed: once the window holds minimum_calls, it opens when the share of failed, or of slow, attempts among
// its calls reaches a threshold. Open: every attempt is refused at once, until the wait is over and the next
// one finds it half open. Half open: lets half_open_calls through and refuses the others; when it knows how
// that many ended (or minimum_calls, if those are fewer), it opens again or closes, by the same thresholds.
// What was begun before a change of state and ends after it counts in the new one, as there.
//
// Source: resilience4j, CircuitBreakerStateMachine.java, CircuitBreakerMetrics.java and
// FixedSizeSlidingWindowMetrics.java. Each attempt passes it, as where resilience4j's Retry decorates its
// CircuitBreaker. Not modelled: TIME_BASED windows, maxWaitDurationInHalfOpenState, the automatic transition
// to half open.
#pragma once

#include "models/distribution_ways.hpp"
#include "models/policies/call_moment.hpp"

#include <array>

namespace shaketable::models {

struct CircuitBreakerConfig {
    std::int64_t window = 100;
    std::int64_t minimum_calls = 100;
    double failure_percent = 50.0;
    double slow_percent = 100.0;
    engine::Duration slow_after = engine::Duration::from_seconds(60);
    engine::Duration open_for = engine::Duration::from_seconds(60);
    std::int64_t half_open_calls = 10;
};

inline constexpr std::int64_t kBreakerWindowMost = 1024;
template <class Visitor>
void describe(Visitor& visit, CircuitBreakerConfig& config) {
    visit(Knob{.name = "window",
               .doc = "The last so many attempts are judged.",
               .unit = "attempts",
               .origin = "resilience4j slidingWindowSize",
               .bounds = {1, static_cast<double>(kBreakerWindowMost)},
               .acts = Acts::kAtNextCall},
          config.window);
    visit(Knob{.name = "minimum_calls",
               .doc = "As long as fewer have ended, it does not open; at most the window.",
               .unit = "attempts",
               .origin = "resilience4j minimumNumberOfCalls",
               .bounds = {1, static_cast<double>(kBreakerWindowMost)},
               .acts = Acts::kAtNextCall},
          config.minimum_calls);
    visit(Knob{.name = "failure_percent",
               .doc = "It opens when so many percent of the window's attempts failed.",
               .unit = "%",
               .origin = "resilience4j failureRateThreshold",
               .bounds = {1e-3, 100},
               .acts = Acts::kAtNextCall},
          config.failure_percent);
    visit(Knob{.name = "slow_percent",
               .doc = "It opens, too, when so many percent of them were slow.",
               .unit = "%",
               .origin = "resilience4j slowCallRateThreshold",
               .bounds = {1e-3, 100},
               .acts = Acts::kAtNextCall},
          config.slow_percent);
    visit(Knob{.name = "slow_after",
               .doc = "An attempt that takes longer is slow, however it ends.",
               .origin = "resilience4j slowCallDurationThreshold",
               .bounds = kPositiveLength,
               .acts = Acts::kAtNextCall},
          config.slow_after);
    visit(Knob{.name = "open_for",
               .doc = "How long it refuses everything before it is half open.",
               .origin = "resilience4j waitDurationInOpenState",
               .bounds = kPositiveLength,
               .acts = Acts::kAtNextCall},
          config.open_for);
    visit(Knob{.name = "half_open_calls",
               .doc = "So many attempts it lets through when half open, to judge by.",
               .unit = "attempts",
               .origin = "resilience4j permittedNumberOfCallsInHalfOpenState",
               .bounds = {1, static_cast<double>(kBreakerWindowMost)},
               .acts = Acts::kAtNextCall},
          config.half_open_calls);
}

class CircuitBreaker {
  public:
    using Config = CircuitBreakerConfig;
    enum class State : std::uint32_t { kClosed, kOpen, kHalfOpen };

    [[nodiscard]] Outcome admits(const Config& config, const CallMoment& moment);
    void attempt_ended(const Config& config, const CallMoment& moment, Outcome outcome);

    [[nodiscard]] std::string_view sign(const Config& config, engine::Time now) const;

    [[nodiscard]] State state() const { return state_; }

  private:
    using Marks = std::array<std::uint64_t, kBreakerWindowMost / 64>;

    void enter(State state);
    void record(std::uint32_t size, bool failed, bool slow);
    [[nodiscard]] std::uint32_t size(const Config& config) const;
    [[nodiscard]] bool exceeds(const Config& config) const;

    State state_ = State::kClosed;
    std::uint32_t permits_taken_ = 0; // half open
    std::int64_t opened_at_ns_ = 0;
    // The window, a ring of how the last attempts ended.
    std::uint32_t next_ = 0;
    std::uint32_t ended_ = 0;
    std::uint32_t failures_ = 0;
    std::uint32_t slow_ones_ = 0;
    Marks failed_{};
    Marks slow_{};
};

} // namespace shaketable::models
