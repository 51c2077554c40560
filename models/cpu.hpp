// The cores of one instance, shared equally by all frames that compute: processor sharing.
//
// With n frames computing on c cores, each runs at speed x min(1, c/n) x curve(n). While none of that makes
// any of them slower, each has an end of its own and a plain event. Otherwise they are in virtual time:
// `virtual_now` is the work that each has received, a frame ends when it reaches its own mark, and the
// instance has one pending event for the earliest mark. Changing the speed or the number of frames acts on
// what remains. It goes back to plain events when at most half as many compute as there are cores. Source:
// processor sharing in virtual time, as in Parekh and Gallager, "A generalized processor sharing approach to
// flow control" (IEEE/ACM ToN 1993), with equal weights.
//
// Units: work in ns of one undisturbed core. Error: an end is rounded to the nearest nanosecond.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The frame computes for `work` of one undisturbed core; then it is woken with Wake::kWorkDone.
void start_computing(Run& run, Instance& here, FrameRef frame, engine::Duration work);
/// The frame, woken from a plain event, is off its core.
void stop_computing(Run& run, FrameRef frame);
/// The frame, which computes, is off its core before it has done its work.
void leave_cores(Run& run, Instance& here, FrameRef frame);
/// An event of the instance's cores.
void on_cpu_event(Run& run, Instance& here, std::uint32_t epoch);
/// The instance's speed becomes `speed`, from now on.
void set_speed(Run& run, Instance& here, double speed);
/// What the cores have done, in thousandths of a core x ns.
[[nodiscard]] inline double used_until(const Cpu& cpu, engine::Time now) {
    return cpu.used + static_cast<double>(cpu.shown) * static_cast<double>((now - cpu.shown_at).ns());
}
/// Everything that computed is gone.
void clear_cpu(Run& run, Instance& here);

} // namespace shaketable::models
