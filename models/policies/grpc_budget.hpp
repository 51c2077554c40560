// gRPC's retry throttling: a failed attempt takes one token, a good one gives token_ratio back, and retries
// stop while at most half of the tokens are left.
//
// Source: grpc/proposal, A6, "Throttling Retry Attempts and Hedged RPCs". There a failure is an answer whose
// status is retryable; here every failure is, but not a cancellation. There the tokens are the server name's,
// here one policy's.
#pragma once

#include "models/describe.hpp"
#include "models/policies/call_moment.hpp"

namespace shaketable::models {

struct GrpcBudgetConfig {
    static constexpr std::string_view kTag = "grpc";
    static constexpr std::string_view kDoc =
        "gRPC's retryThrottling: a failed attempt takes a token, a good one gives token_ratio back; no "
        "retries while half of the tokens or less are left.";
    std::int64_t max_tokens = 10;
    double token_ratio = 0.1;
};
template <class Visitor>
void describe(Visitor& visit, GrpcBudgetConfig& config) {
    visit(Knob{.name = "max_tokens",
               .doc = "Tokens at first, and at most.",
               .unit = "tokens",
               .origin = "the example of gRPC's A6, maxTokens",
               .bounds = {1, 1000},
               .acts = Acts::kAtNextCall},
          config.max_tokens);
    visit(Knob{.name = "token_ratio",
               .doc = "Tokens that a good answer gives back; digits after the third are ignored.",
               .unit = "tokens",
               .origin = "the example of gRPC's A6, tokenRatio",
               .bounds = {0.001, 1000},
               .acts = Acts::kAtNextCall},
          config.token_ratio);
}

class GrpcBudget {
  public:
    using Config = GrpcBudgetConfig;

    void attempt_ended(const Config& config, const CallMoment& moment, Outcome outcome);
    [[nodiscard]] bool may_retry(const Config& config, const CallMoment& moment, Outcome failure) const;

  private:
    std::int64_t missing_thousandths_ = 0; // of a token, to the full number
};

} // namespace shaketable::models
