// A fact with what its keys stand for: whose request, which call, which timeline entry.
#pragma once

#include "models/request_view.hpp"
#include "models/simulation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shaketable::analysis {

struct ObservedFact {
    models::Fact fact;
    double at_s = 0.0;                               // after zero; negative: in the warm-up
    std::optional<models::RequestView> request = {}; // if it was in flight just before or just after
    std::string timeline_entry = {};                 // of a fault: its name,
    std::string timeline_verb = {};                  // and what it does
    std::uint32_t replica = 0;                       // the instance that it happened to
};

/// `earlier` is the run at an instant up to the fact's.
[[nodiscard]] ObservedFact observed(const models::Simulation& earlier, const models::Fact& fact);

/// The run from `earlier` on to an instant that it has been run to before: without limits.
[[nodiscard]] models::Simulation replayed(const models::Simulation& earlier, engine::Time to);

/// "journey_began", "call_ended": how a kind of fact is called in JSON.
[[nodiscard]] std::string_view name_of(models::What what);

} // namespace shaketable::analysis
