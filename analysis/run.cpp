#include "analysis/run.hpp"

#include "analysis/build_result.hpp"
#include "analysis/expectations.hpp"
#include "analysis/judge.hpp"

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

namespace shaketable::analysis {

namespace {

TwinResult twin_result(const Result& twin) {
    return {.fingerprint = twin.fingerprint,
            .events = twin.events,
            .total = twin.total,
            .journeys = twin.journeys,
            .good = twin.series.total.good};
}

/// Kept back during a run, so that one that has used up all memory can still give its result.
constexpr std::size_t kReservedBytes = std::size_t{32} << 20U;

} // namespace

Stopped stopped_by(engine::StopReason reason) {
    switch (reason) {
    case engine::StopReason::kReachedEnd:
        return Stopped::kEnd;
    case engine::StopReason::kTooManyEvents:
        return Stopped::kEventLimit;
    case engine::StopReason::kTooManyAtOneInstant:
        return Stopped::kInstantLimit;
    case engine::StopReason::kTooMuchMemory:
        return Stopped::kMemoryLimit;
    case engine::StopReason::kCancelled:
        return Stopped::kCancelled;
    }
    SHAKETABLE_ASSERT(false);
}

models::ScenarioPtr ending(const models::ScenarioPtr& scenario,
                           const std::optional<engine::Duration>& until) {
    if (!until)
        return scenario;
    models::Scenario shorter = *scenario;
    shorter.end = std::min(scenario->end, scenario->zero + *until);
    return std::make_shared<const models::Scenario>(std::move(shorter));
}

ResultAndTwin run_variant_and_twin(models::ScenarioPtr scenario, const RunOptions& options) {
    const engine::Time whole_end = scenario->end;
    scenario = ending(scenario, options.until);
    const std::uint64_t seed = options.seed.value_or(scenario->config.seed);
    models::Simulation begun(std::move(scenario), seed);
    std::pmr::vector<char> reserved; // polymorphic, or compilers would leave out what is never used
    reserved.reserve(kReservedBytes);
    const Bounds bounds = {.limits = options.limits, .keep_going = options.keep_going};
    RunAndTwin both = run_beside_twin(std::move(begun), bounds);
    if (both.stopped == engine::StopReason::kCancelled && !options.partial_if_cancelled) {
        ResultAndTwin nothing;
        nothing.result.stopped = Stopped::kCancelled;
        return nothing;
    }
    Judged judged;
    if (both.twin && both.stopped == engine::StopReason::kReachedEnd)
        judged = judge(both.run, *both.twin, *both.harm, bounds);
    reserved.shrink_to_fit();
    both.run.finish_recording();
    ResultAndTwin found = {.result = build_result(both.run)};
    Result& result = found.result;
    result.stopped =
        stopped_by(judged.stopped == engine::StopReason::kCancelled ? judged.stopped : both.stopped);
    result.verdict = std::move(judged.verdicts);
    if (both.twin) {
        both.twin->finish_recording();
        found.twin = build_result(*both.twin);
        result.twin = twin_result(*found.twin);
        result.harm = std::move(both.harm);
    }
    if (!result.partial() && both.run.scenario().end == whole_end) // they are of the whole run
        result.expectations = check_expectations(result, both.run, both.twin ? &*both.twin : nullptr);
    return found;
}

Result run_variant(models::ScenarioPtr scenario, const RunOptions& options) {
    return run_variant_and_twin(std::move(scenario), options).result;
}

} // namespace shaketable::analysis
