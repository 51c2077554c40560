// A simulation: a world, its recording, and the handlers that make it go. A value: copy it at any instant,
// run both, and both come to the same fingerprint.
#pragma once

#include "models/relief.hpp"

#include <functional>

namespace shaketable::models {

class Simulation {
  public:
    /// Seed: of all random draws. The scenario's own is config.seed.
    Simulation(ScenarioPtr scenario, std::uint64_t seed);

    /// Told of every fact from now on; nullptr: nobody. Not owned, and not copied with the simulation.
    void observe(Observer* observer) { observer_.observer = observer; }

    /// The same of the journeys that end.
    void observe_journeys(JourneyObserver* observer) { observer_.journeys = observer; }

    using KeepGoing = std::function<bool(const Simulation&)>;
    /// Runs until `end` (in the world's time: warm-up included); what is due at that very instant has not
    /// happened yet, as it belongs to the window that begins there. `keep_going`, if given, is asked now and
    /// then, also while nothing happens. When the machine has no more memory, the world stays within an event
    /// and can't go on (kTooMuchMemory, like the limit); what is recorded still makes sense.
    [[nodiscard]] engine::StopReason run_until(engine::Time end, const engine::RunLimits& limits = {},
                                               const KeepGoing& keep_going = nullptr);

    /// The entry, which has not begun, never happens.
    void drop(const TimelineEntry& entry);

    /// The run ends so much later. Entries of the timeline that the former end kept from beginning never do,
    /// but for conditional ones that the twin has, too: automation stays armed.
    void extend(engine::Duration by);

    void begin_relief(Relief relief);
    void end_relief(Relief relief);

    /// From now on only the last closed window of each meter is kept: for those who look at an instant.
    void forget_windows() { recording_.forget_windows(); }
    /// Closes the recording's windows that have ended by now, so that they can be read.
    void close_windows() { recording_.roll(world_.now()); }
    /// Closes the recording's windows at the present instant. Afterwards the recording is complete.
    void finish_recording() { recording_.finish(world_.now()); }

    [[nodiscard]] const World& world() const { return world_; }
    [[nodiscard]] const Scenario& scenario() const { return *world_.scenario; }
    [[nodiscard]] const Recording& recording() const { return recording_; }

    /// Over all that was observable, in order; the same whatever the event queue and the machine.
    [[nodiscard]] std::uint64_t fingerprint() const;
    /// The same for one component: it depends on nothing that this component does not notice.
    [[nodiscard]] std::uint64_t fingerprint_of(std::uint32_t component) const;

    /// Asserts that what entered each instance has left, waits, or is in service.
    void check_conservation() const;

  private:
    /// An observer belongs to one simulation: a copy begins unobserved.
    struct Unshared {
        Observer* observer = nullptr;
        JourneyObserver* journeys = nullptr;
        Unshared() = default;
        ~Unshared() = default;
        Unshared(const Unshared&) {}
        Unshared& operator=(const Unshared&) { return *this; }
    };

    [[nodiscard]] engine::StopReason run_to(engine::Time end, const engine::RunLimits& limits,
                                            const KeepGoing& keep_going);
    [[nodiscard]] engine::StopReason pause(const engine::RunLimits& limits, const KeepGoing& keep_going);

    World world_;
    Recording recording_;
    Unshared observer_;
};

} // namespace shaketable::models
