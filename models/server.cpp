#include "models/server.hpp"

#include "models/frames.hpp"

namespace shaketable::models {

bool answer_caller(Run& run, std::uint32_t index, Outcome outcome) {
    const Frame& frame = run.frame(index);
    const Instance& here = run.instance(frame.instance);
    run.fact(here, frame, What::kAnswered, outcome);
    run.meter(here, kServiceTime).time(run.now() - frame.since);
    run.meter(here, outcome == Outcome::kOk ? kAnsweredOk : kAnsweredError).count();
    const bool waits = caller_waits(run, frame);
    if (waits)
        send_answer(run, frame, outcome);
    else
        run.meter(here, kWasted).count();
    return waits;
}

} // namespace shaketable::models
