#include "models/backoff.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

/// Without jitter, in ns.
double growing_pause(const RetryConfig& retry, int attempt) {
    auto ns = static_cast<double>(retry.base.ns());
    const auto cap = static_cast<double>(retry.cap.ns());
    if (retry.backoff != Backoff::kExponential)
        return ns;
    for (int retries = 1; retries < attempt && ns < cap; ++retries)
        ns *= retry.factor;
    return std::min(ns, cap);
}

/// The draws of one call's pauses, by attempt: uniform between 0 and 1.
struct PauseDraws {
    engine::Key call;

    [[nodiscard]] double of(int attempt) const {
        static constexpr engine::Label kPurpose = engine::label("back-off");
        return engine::Draws(call, kPurpose, static_cast<std::uint64_t>(attempt)).unit();
    }
};

double decorrelated_pause(const RetryConfig& retry, int attempt, const PauseDraws& draws) {
    const auto base = static_cast<double>(retry.base.ns());
    const auto cap = static_cast<double>(retry.cap.ns());
    double ns = base;
    for (int failed = 1; failed <= attempt; ++failed)
        ns = std::min(cap, base + draws.of(failed) * (3.0 * ns - base));
    return ns;
}

double pause_ns(const RetryConfig& retry, int attempt, const PauseDraws& draws) {
    switch (retry.jitter) {
    case Jitter::kNone:
        return growing_pause(retry, attempt);
    case Jitter::kFull:
        return growing_pause(retry, attempt) * draws.of(attempt);
    case Jitter::kEqual:
        return growing_pause(retry, attempt) * (0.5 + 0.5 * draws.of(attempt));
    case Jitter::kDecorrelated:
        return decorrelated_pause(retry, attempt, draws);
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

engine::Duration backoff_pause(FrameRef caller, const Op& call, const RetryConfig& retry) {
    if (retry.backoff == Backoff::kNone)
        return engine::Duration();
    const PauseDraws draws{caller->key.child(call.label, caller->lineage)};
    return engine::round_to_duration(pause_ns(retry, caller->attempt, draws));
}

} // namespace shaketable::models
