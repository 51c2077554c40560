// Client-side adaptive throttling: a caller most of whose requests are rejected begins to reject some itself.
//
// With `requests` that it wanted to send and `accepts` that the callee served in the last two minutes, the
// next is held back with probability max(0, (requests - k x accepts) / (requests + 1)). What it holds back
// counts as a request, too. Source: Site Reliability Engineering (2016), chapter 21, "Handling Overload".
// That the two minutes move on in steps of a thirtieth is this model's. An attempt is accepted if the callee
// answered it, be it with an error of its own.
#pragma once

#include "models/describe.hpp"
#include "models/policies/call_moment.hpp"

#include <array>

namespace shaketable::models {

struct AdaptiveThrottlingConfig {
    double k = 2.0;
    engine::Duration window = engine::Duration::from_seconds(120);
};
template <class Visitor>
void describe(Visitor& visit, AdaptiveThrottlingConfig& config) {
    visit(Knob{.name = "k",
               .doc = "The caller lets through k times what is accepted: less is stricter.",
               .origin = "Site Reliability Engineering, chapter 21",
               .bounds = {1, 1000},
               .acts = Acts::kAtNextCall},
          config.k);
    visit(Knob{.name = "window",
               .doc = "How far back requests and accepts are counted.",
               .origin = "Site Reliability Engineering, chapter 21",
               .bounds = {1e-3, 86'400},
               .acts = Acts::kAtNextCall},
          config.window);
}

class AdaptiveThrottling {
  public:
    using Config = AdaptiveThrottlingConfig;

    [[nodiscard]] Outcome admits(const Config& config, const CallMoment& moment);
    void attempt_ended(const Config& config, const CallMoment& moment, Outcome outcome);
    [[nodiscard]] std::string_view sign(const Config& config, engine::Time now) const;

  private:
    static constexpr std::size_t kSlices = 30;

    void move_on(const Config& config, engine::Time now);
    /// So many requests more than are let through for certain.
    [[nodiscard]] double excess(const Config& config) const {
        return static_cast<double>(requests_) - config.k * static_cast<double>(accepts_);
    }

    std::int64_t slice_ = 0; // the present one, numbered from time zero
    std::int64_t requests_ = 0;
    std::int64_t accepts_ = 0;
    std::array<std::int64_t, kSlices> requests_by_slice_{};
    std::array<std::int64_t, kSlices> accepts_by_slice_{};
};

} // namespace shaketable::models
