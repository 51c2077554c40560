#include "models/policies/circuit_breaker.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

bool marked(const auto& marks, std::uint32_t at) { return (marks[at / 64] >> (at % 64) & 1U) != 0; }

void mark(auto& marks, std::uint32_t at, bool value) {
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    marks[at / 64] = value ? marks[at / 64] | bit : marks[at / 64] & ~bit;
}

/// Whether nothing of the callee can be learnt from how the attempt ended.
bool tells_nothing(Outcome outcome) {
    return outcome == Outcome::kThrottled || outcome == Outcome::kCancelled;
}

} // namespace

void CircuitBreaker::enter(State state) {
    state_ = state;
    permits_taken_ = 0;
    next_ = 0;
    ended_ = 0;
    failures_ = 0;
    slow_ones_ = 0;
}

std::uint32_t CircuitBreaker::size(const Config& config) const {
    return static_cast<std::uint32_t>(state_ == State::kHalfOpen ? config.half_open_calls : config.window);
}

void CircuitBreaker::record(std::uint32_t size, bool failed, bool slow) {
    if (ended_ > size || next_ >= size) // the window has become shorter meanwhile
        enter(state_);
    if (ended_ == size) {
        failures_ -= marked(failed_, next_) ? 1U : 0U;
        slow_ones_ -= marked(slow_, next_) ? 1U : 0U;
    } else {
        ++ended_;
    }
    mark(failed_, next_, failed);
    mark(slow_, next_, slow);
    failures_ += failed ? 1U : 0U;
    slow_ones_ += slow ? 1U : 0U;
    next_ = (next_ + 1) % size;
}

bool CircuitBreaker::exceeds(const Config& config) const {
    return 100.0 * failures_ >= config.failure_percent * ended_ ||
           100.0 * slow_ones_ >= config.slow_percent * ended_;
}

std::string_view CircuitBreaker::sign(const Config& config, engine::Time now) const {
    if (state_ == State::kClosed)
        return {};
    const bool waits = now <= engine::Time::from_ns(opened_at_ns_) + config.open_for;
    return state_ == State::kOpen && waits ? "breaker open" : "breaker half open";
}

Outcome CircuitBreaker::admits(const Config& config, const CallMoment& moment) {
    if (state_ == State::kOpen && moment.now > engine::Time::from_ns(opened_at_ns_) + config.open_for)
        enter(State::kHalfOpen);
    if (state_ == State::kClosed)
        return Outcome::kOk;
    if (state_ == State::kOpen || permits_taken_ >= config.half_open_calls)
        return Outcome::kBreakerOpen;
    ++permits_taken_;
    return Outcome::kOk;
}

void CircuitBreaker::attempt_ended(const Config& config, const CallMoment& moment, Outcome outcome) {
    if (state_ == State::kOpen)
        return;
    if (tells_nothing(outcome)) {
        permits_taken_ -= permits_taken_ > 0 ? 1U : 0U;
        return;
    }
    record(size(config), outcome != Outcome::kOk, moment.took > config.slow_after);
    if (ended_ < std::min<std::int64_t>(config.minimum_calls, size(config)))
        return;
    if (exceeds(config)) {
        enter(State::kOpen);
        opened_at_ns_ = moment.now.ns();
    } else if (state_ == State::kHalfOpen) {
        enter(State::kClosed);
    }
}

} // namespace shaketable::models
