// What services and databases have in common: counting requests in and out, and answering their callers.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The frame has arrived at its instance.
void enter_server(Run& run, std::uint32_t index);
/// It begins to be served.
void begin_service(Run& run, std::uint32_t index);
/// It answers its caller, and what that means is measured. Returns whether the caller was still waiting.
bool answer_caller(Run& run, std::uint32_t index, Outcome outcome);
/// ComponentModel::left of a server.
void server_left(Run& run, std::uint32_t instance);

} // namespace shaketable::models
