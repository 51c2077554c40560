#include "models/policies/adaptive_throttling.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::models {

namespace {

constexpr engine::Label kPurpose = engine::label("throttle");

bool was_accepted(Outcome outcome) {
    return outcome == Outcome::kOk || outcome == Outcome::kError || outcome == Outcome::kCalleeError;
}

} // namespace

void AdaptiveThrottling::move_on(const Config& config, engine::Time now) {
    const auto slices = static_cast<std::int64_t>(kSlices);
    const std::int64_t present = now.ns() / (config.window.ns() / slices);
    const std::int64_t first = std::max(slice_ + 1, present - slices + 1);
    for (std::int64_t slice = first; slice <= present; ++slice) {
        const auto place = static_cast<std::size_t>(slice % slices);
        requests_ -= std::exchange(requests_by_slice_[place], 0);
        accepts_ -= std::exchange(accepts_by_slice_[place], 0);
    }
    slice_ = present;
}

Outcome AdaptiveThrottling::admits(const Config& config, const CallMoment& moment) {
    move_on(config, moment.now);
    const auto requests = static_cast<double>(requests_);
    const double too_many = excess(config);
    ++requests_;
    ++requests_by_slice_[static_cast<std::size_t>(slice_) % kSlices];
    if (too_many <= 0.0)
        return Outcome::kOk;
    engine::Draws draws(moment.call, kPurpose, moment.attempt);
    return draws.unit() < too_many / (requests + 1.0) ? Outcome::kThrottled : Outcome::kOk;
}

std::string_view AdaptiveThrottling::sign(const Config& config, engine::Time now) const {
    AdaptiveThrottling present = *this;
    present.move_on(config, now);
    return present.excess(config) > 0.0 ? "throttling" : "";
}

void AdaptiveThrottling::attempt_ended(const Config& config, const CallMoment& moment, Outcome outcome) {
    move_on(config, moment.now);
    if (!was_accepted(outcome))
        return;
    ++accepts_;
    ++accepts_by_slice_[static_cast<std::size_t>(slice_) % kSlices];
}

} // namespace shaketable::models
