#include "analysis/server_window.hpp"

#include "models/server_metrics.hpp"

#include <algorithm>
#include <array>

namespace shaketable::analysis {

namespace {

constexpr std::array kLookedAt = {models::kArrived,  models::kAnsweredOk, models::kAnsweredError,
                                  models::kRejected, models::kQueueDepth, models::kBusyCores,
                                  models::kInService};
enum class Looked : std::uint8_t { kArrived, kOk, kError, kRejected, kQueue, kCoresBusy, kServed };
/// Of the metrics in kLookedAt.
struct Sums {
    std::array<models::MeterSum, kLookedAt.size()> all = {};
    [[nodiscard]] const models::MeterSum& of(Looked which) const {
        return all[static_cast<std::size_t>(which)];
    }
};

constexpr double kSomeWait = 0.5; // at a time
constexpr double kLate_s = 0.1;

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
    figures.is_stuck =
        sums.of(Looked::kOk).sum + sums.of(Looked::kError).sum == 0 && mean(Looked::kServed) >= 2.0;
    return figures;
}

/// Over all replicas.
models::MeterSum sum_of(const models::Simulation& simulation, std::size_t window, const models::Component& of,
                        std::size_t metric) {
    models::MeterSum sum;
    for (std::uint32_t replica = 0; replica < of.instances; ++replica) {
        const models::WindowSums& meter =
            simulation.recording().meters()[of.first_meter + replica * of.metrics.size() + metric];
        if (window < meter.size())
            sum.add(meter[window]);
    }
    return sum;
}

/// Of those that an autoscaler may start, the mean number that there were.
double replicas_present(const models::Simulation& simulation, std::size_t window, const models::Component& of,
                        engine::Duration length) {
    if (of.present_metric == models::kNone)
        return of.instances;
    return share(sum_of(simulation, window, of, of.present_metric), models::Wide{length.ns()});
}

/// Gauges come before timings, those before shares.
int place_of(models::MetricKind kind) {
    return kind == models::MetricKind::kShare ? 2 : kind == models::MetricKind::kTiming ? 1 : 0;
}

/// Of the same kind the one of which there is most; of shares the last that is not 0, or the first.
bool stands_out(const Sign& sign, const std::optional<Sign>& found) {
    const bool is_timing = sign.kind == models::MetricKind::kTiming;
    const bool is_share = sign.kind == models::MetricKind::kShare;
    if (!is_share && sign.level < (is_timing ? kLate_s : kSomeWait))
        return false;
    if (!found || sign.kind != found->kind)
        return !found || place_of(sign.kind) < place_of(found->kind);
    return is_share ? sign.level > 0.0 : sign.level > found->level;
}

std::optional<Sign> sign_of(const models::Simulation& simulation, std::size_t window,
                            const models::Component& of, engine::Duration length) {
    std::optional<Sign> found;
    const models::MeterSum served = sum_of(simulation, window, of, models::kInService);
    for (std::size_t metric = 0; metric < of.metrics.size(); ++metric) {
        if (!of.metrics[metric].is_sign)
            continue;
        const models::MeterSum sum = sum_of(simulation, window, of, metric);
        if (of.metrics[metric].kind == models::MetricKind::kShare && sum.count == 0)
            continue;
        Sign sign{.name = of.metrics[metric].name, .kind = of.metrics[metric].kind};
        if (sign.kind == models::MetricKind::kGauge) {
            sign.level = share(sum, models::Wide{length.ns()}) * of.metrics[metric].scale;
            const bool are_requests = of.metrics[metric].scale == 1.0; // not MiB
            sign.of_served = are_requests ? share(sum, served.sum) : 0.0;
            sign.unit = are_requests ? "" : of.metrics[metric].unit;
        } else {
            const std::int64_t unit = sign.kind == models::MetricKind::kTiming ? 1'000'000'000 : 1;
            sign.level = share(sum, models::Wide{unit} * models::Wide{sum.count});
        }
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

ServerWindow server_window(const models::Simulation& simulation, std::size_t window,
                           std::uint32_t component) {
    const models::Component& of = simulation.scenario().components[component];
    const std::vector<models::WindowSums>& meters = simulation.recording().meters();
    const engine::Duration length = MeasuredSpan::of(simulation).length_of(window);
    ServerWindow figures;
    Sums all;
    for (std::uint32_t replica = 0; replica < of.instances; ++replica) {
        Sums one;
        for (std::size_t which = 0; which < kLookedAt.size(); ++which) {
            const models::WindowSums& meter =
                meters[of.first_meter + replica * of.metrics.size() + kLookedAt[which]];
            if (window < meter.size())
                one.all[which] = meter[window];
            all.all[which].add(one.all[which]);
        }
        figures.replicas.push_back(figures_of(one, of, 1, length));
    }
    figures.all = figures_of(all, of, replicas_present(simulation, window, of, length), length);
    if (length > engine::Duration()) {
        figures.sign = sign_of(simulation, window, of, length);
        figures.failed_calls_share = failed_calls(simulation, window, of);
    }
    return figures;
}

} // namespace shaketable::analysis
