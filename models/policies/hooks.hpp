// The life of a call, told to the parts of its policy. To be called only where the call site has parts.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

void tell_call_began(Run& run, FrameRef caller, const Op& call);
/// Whether the attempt may be sent: kOk, or how it fails. Those who had let it through are told that it
/// ended.
[[nodiscard]] Outcome ask_to_send(Run& run, FrameRef caller, const Op& call);
void tell_attempt_ended(Run& run, FrameRef caller, const Op& call, Outcome outcome);
/// Whether the call, whose attempt failed, may be tried again.
[[nodiscard]] bool ask_to_retry(Run& run, FrameRef caller, const Op& call, Outcome failure);
void tell_retry_dropped(Run& run, FrameRef caller, const Op& call);
void tell_call_ended(Run& run, FrameRef caller, const Op& call, Outcome outcome);

/// The process of the instance begins anew, and so do its policies.
void restart_policies(Run& run, const Instance& here);

} // namespace shaketable::models
