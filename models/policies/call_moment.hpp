// What a part of a policy sees of a call at an instant of its life.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/outcome.hpp"

namespace shaketable::models {

struct CallMoment {
    engine::Time now = {};
    engine::Duration took = {};          // since the present attempt began
    engine::Key call = {};               // whose draws: number them by the attempt
    std::uint8_t attempt = 0;            // the present one, or the one that just ended; from 1
    Outcome last_failure = Outcome::kOk; // how the attempt before the present one failed
};

} // namespace shaketable::models
