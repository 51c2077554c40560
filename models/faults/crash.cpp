// A process crash (models/process.hpp); and a host crash: callers hear nothing, and neither does who sends to
// it while it is down.
#include "models/faults/faults.hpp"
#include "models/process.hpp"

namespace shaketable::models {

namespace {

void begin_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (run.instance(instance).crashes++ == 0)
            kill_process(run, instance, LossNotice::kReset);
    });
}

void end_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (--run.instance(instance).crashes == 0)
            restart_process(run, run.instance(instance));
    });
}

void begin_host_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (run.instance(instance).host_crashes++ == 0)
            kill_process(run, instance, LossNotice::kSilence);
    });
}

void end_host_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (--run.instance(instance).host_crashes == 0)
            restart_process(run, run.instance(instance));
    });
}

} // namespace

void compile_action(const HostCrashConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_host_crash, .end = end_host_crash};
}

void compile_action(const CrashConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_crash, .end = end_crash};
}

} // namespace shaketable::models
