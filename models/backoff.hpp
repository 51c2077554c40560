// The pause before a call is tried again.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// After the present attempt of the call. Decorrelated pauses follow from those before them, which are drawn
/// anew.
[[nodiscard]] engine::Duration backoff_pause(FrameRef caller, const Op& call, const RetryConfig& retry);

} // namespace shaketable::models
