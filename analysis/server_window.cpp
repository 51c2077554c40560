#include "analysis/server_window.hpp"

#include "analysis/replicas_at_work.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <array>

namespace shaketable::analysis {

namespace {

constexpr std::array kLookedAt = {models::kArrived,   models::kAnsweredOk, models::kAnsweredError,
                                  models::kRejected,  models::kQueueDepth, models::kBusyCores,
                                  models::kInService, models::kBusyWorkers};
enum class Looked : std::uint8_t { kArrived, kOk, kError, kRejected, kQueue, kCoresBusy, kServed, kHeld };
/// Of the metrics in kLookedAt.
struct Sums {
    std::array<models::MeterSum, kLookedAt.size()> all = {};
    [[nodiscard]] const models::MeterSum& of(Looked which) const {
        return all[static_cast<std::size_t>(which)];
    }
};

constexpr double kSomeWait = 0.5; // at a time
constexpr double kSomeTime_s = 0.1;

// From when on something worries.
constexpr double kLate_s = 1.0;     // what people notice
constexpr double kManyWait = 0.5;   // of those that are served
constexpr double kNearlyFull = 0.9; // of what there can be
constexpr double kSomeHarm = 0.005; // of a share that is harm, as of failures
constexpr double kHardlyAny = 0.5;  // of a share that is good

double share(const models::MeterSum& part, models::Wide whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part.sum) / static_cast<double>(whole);
}

ServerFigures figures_of(const Sums& sums, const models::Component& component, double replicas,
                         engine::Duration length) {
    const auto mean = [&](Looked which) {
        return static_cast<double>(sums.of(which).sum) / static_cast<double>(length.ns()) *
               component.metrics[kLookedAt[static_cast<std::size_t>(which)]].scale;
    };
    ServerFigures figures{.rejected_share = share(sums.of(Looked::kRejected), sums.of(Looked::kArrived).sum),
                          .error_share = share(sums.of(Looked::kError),
                                               sums.of(Looked::kOk).sum + sums.of(Looked::kError).sum)};
    if (length <= engine::Duration())
        return figures;
    const double cores = component.versions.front().capacity.cores * replicas;
    if (cores > 0.0)
        figures.utilisation = mean(Looked::kCoresBusy) / cores;
    figures.arrived_per_s = per_second(static_cast<double>(sums.of(Looked::kArrived).sum), length);
    figures.queue_depth = mean(Looked::kQueue);
    if (const double workers = component.versions.front().capacity.workers * replicas; workers > 0.0)
        figures.workers_held = mean(Looked::kHeld) / workers;
    if (*figures.arrived_per_s > 0.0)
        figures.queued_s = *figures.queue_depth / *figures.arrived_per_s;
    figures.is_stuck =
        sums.of(Looked::kOk).sum + sums.of(Looked::kError).sum == 0 && mean(Looked::kServed) >= 2.0;
    return figures;
}

/// Whether replicas' levels are numbers of things, rather than MiB or seconds.
bool adds_up(const models::MetricSpec& metric) {
    return metric.kind != models::MetricKind::kGauge || metric.scale == 1.0;
}

struct OfReplica {
    std::uint32_t replica;
    std::size_t metric;
};
models::MeterSum sum_of_replica(const models::Simulation& simulation, std::size_t window,
                                const models::Component& of, OfReplica which) {
    const models::WindowSums& meter =
        simulation.recording().meters()[of.first_meter + which.replica * of.metrics.size() + which.metric];
    return window < meter.size() ? meter[window] : models::MeterSum{};
}

/// Over all replicas.
models::MeterSum sum_of(const models::Simulation& simulation, std::size_t window, const models::Component& of,
                        std::size_t metric) {
    models::MeterSum sum;
    for (std::uint32_t replica = 0; replica < of.instances; ++replica)
        sum.add(sum_of_replica(simulation, window, of, {replica, metric}));
    return sum;
}

/// The mean number of replicas that serve or compute.
double replicas_of(const models::Simulation& simulation, std::size_t window, const models::Component& of,
                   engine::Duration length) {
    if (of.present_metric == models::kNone)
        return of.instances;
    const auto mean = [&](std::size_t metric) {
        return share(sum_of(simulation, window, of, metric), models::Wide{length.ns()}) *
               of.metrics[metric].scale;
    };
    return replicas_at_work(of, {.present = mean(of.present_metric),
                                 .not_serving = mean(models::kNotServing),
                                 .busy_cores = mean(models::kBusyCores)});
}

bool is_called(const models::Scenario& scenario, std::uint32_t component) {
    return std::any_of(scenario.edges.begin(), scenario.edges.end(),
                       [&](const models::Edge& edge) { return edge.callee == component; });
}

/// Gauges come before timings, those before shares.
int place_of(models::MetricKind kind) {
    return kind == models::MetricKind::kShare ? 2 : kind == models::MetricKind::kTiming ? 1 : 0;
}

/// What worries comes first. Of the same kind the one of which there is most; of shares the last that is not
/// 0, or the first.
bool stands_out(const Sign& sign, const std::optional<Sign>& found) {
    const bool is_timing = sign.kind == models::MetricKind::kTiming;
    const bool is_share = sign.kind == models::MetricKind::kShare;
    if (!is_share && sign.level < (is_timing ? kSomeTime_s : kSomeWait))
        return false;
    if (!found)
        return true;
    if (is_worrying(sign) != is_worrying(*found))
        return is_worrying(sign);
    if (sign.kind != found->kind)
        return place_of(sign.kind) < place_of(found->kind);
    return is_share ? sign.level > 0.0 : sign.level > found->level;
}

/// Over all replicas; of what can't be added up, as memory: of the replica that has most of it.
models::MeterSum sum_of_sign(const models::Simulation& simulation, std::size_t window,
                             const models::Component& of, std::size_t metric) {
    if (adds_up(of.metrics[metric]))
        return sum_of(simulation, window, of, metric);
    models::MeterSum most;
    for (std::uint32_t replica = 0; replica < of.instances; ++replica)
        if (const models::MeterSum sum = sum_of_replica(simulation, window, of, {replica, metric});
            sum.sum > most.sum)
            most = sum;
    return most;
}

Sign level_of(const models::MetricSpec& metric, const models::MeterSum& sum, const models::MeterSum& served,
              engine::Duration length) {
    Sign sign{.name = metric.name,
              .words = metric.words,
              .kind = metric.kind,
              .worse = metric.worse,
              .most = metric.most};
    if (sign.kind == models::MetricKind::kGauge) {
        sign.level = share(sum, models::Wide{length.ns()}) * metric.scale;
        sign.of_fullest = !adds_up(metric);
        sign.of_served = adds_up(metric) ? share(sum, served.sum) : 0.0;
        sign.unit = adds_up(metric) ? "" : metric.unit;
    } else {
        const std::int64_t unit = sign.kind == models::MetricKind::kTiming ? 1'000'000'000 : 1;
        sign.level = share(sum, models::Wide{unit} * models::Wide{sum.count});
    }
    return sign;
}

std::optional<Sign> sign_of(const models::Simulation& simulation, std::size_t window,
                            const models::Component& of, engine::Duration length) {
    std::optional<Sign> found;
    const models::MeterSum served = sum_of(simulation, window, of, models::kInService);
    for (std::size_t metric = 0; metric < of.metrics.size(); ++metric) {
        if (!of.metrics[metric].is_sign)
            continue;
        const models::MeterSum sum = sum_of_sign(simulation, window, of, metric);
        if (of.metrics[metric].kind == models::MetricKind::kShare && sum.count == 0)
            continue;
        const Sign sign = level_of(of.metrics[metric], sum, served, length);
        if (stands_out(sign, found))
            found = sign;
    }
    return found;
}

/// Of what it calls.
double failed_calls(const models::Simulation& simulation, std::size_t window, const models::Component& of) {
    if (of.edges.empty() || of.first_call_metric == 0)
        return 0.0;
    const models::MeterSum attempts =
        sum_of(simulation, window, of, of.first_call_metric + models::kCallAttempts);
    const models::MeterSum failures =
        sum_of(simulation, window, of, of.first_call_metric + models::kCallFailures);
    return share(failures, std::max(attempts.sum, failures.sum));
}

} // namespace

bool is_worrying(const Sign& sign) {
    switch (sign.kind) {
    case models::MetricKind::kTiming:
        return sign.level >= kLate_s;
    case models::MetricKind::kShare:
        return sign.worse == models::Worse::kLess ? sign.level < kHardlyAny : sign.level >= kSomeHarm;
    case models::MetricKind::kGauge:
        return sign.of_served >= kManyWait || (sign.most > 0.0 && sign.level >= kNearlyFull * sign.most);
    case models::MetricKind::kCounter:
        break;
    }
    return false;
}

ServerWindow server_window(const models::Simulation& simulation, std::size_t window,
                           std::uint32_t component) {
    const models::Component& of = simulation.scenario().components[component];
    const engine::Duration length = MeasuredSpan::of(simulation).length_of(window);
    ServerWindow figures;
    Sums all;
    for (std::uint32_t replica = 0; replica < of.instances; ++replica) {
        Sums one;
        for (std::size_t which = 0; which < kLookedAt.size(); ++which) {
            one.all[which] = sum_of_replica(simulation, window, of, {replica, kLookedAt[which]});
            all.all[which].add(one.all[which]);
        }
        figures.replicas.push_back(figures_of(one, of, 1, length));
    }
    figures.all = figures_of(all, of, replicas_of(simulation, window, of, length), length);
    if (!is_called(simulation.scenario(), component)) { // as of a job: its runs answer nobody
        figures.all.is_stuck = false;
        for (ServerFigures& replica : figures.replicas)
            replica.is_stuck = false;
    }
    if (length > engine::Duration()) {
        figures.sign = sign_of(simulation, window, of, length);
        figures.failed_calls_share = failed_calls(simulation, window, of);
    }
    return figures;
}

} // namespace shaketable::analysis
