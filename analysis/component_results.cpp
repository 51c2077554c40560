#include "analysis/component_results.hpp"

#include "analysis/metric_figures.hpp"
#include "analysis/replicas_at_work.hpp"
#include "analysis/storage_result.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::analysis {

namespace {

/// Finds the meters of one component.
struct ComponentMeters {
    const models::Recording& recording;
    const models::Component& component;

    [[nodiscard]] Meters of(std::size_t metric, std::uint32_t replica) const {
        return {&recording.meters()[component.first_meter + replica * component.metrics.size() + metric]};
    }
    [[nodiscard]] Meters of(std::size_t metric) const {
        Meters meters;
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            meters.push_back(of(metric, replica).front());
        return meters;
    }
};

double cores_of(const models::Component& component, double instances) {
    return component.versions.front().capacity.cores * instances;
}

/// How many replicas served on average. `mean_of`: of a metric, by position.
template <class MeanOf>
double replicas_of(const models::Component& component, std::uint32_t instances, const MeanOf& mean_of) {
    if (component.present_metric == models::kNone)
        return instances;
    return replicas_at_work(component, {.present = mean_of(component.present_metric).value_or(0.0),
                                        .not_serving = mean_of(models::kNotServing).value_or(0.0),
                                        .busy_cores = mean_of(models::kBusyCores).value_or(0.0)});
}

/// Busy cores over cores; absent where the component has none.
Figure utilisation_of(const models::Component& component, const std::vector<MetricFigures>& metrics,
                      std::uint32_t instances) {
    const auto mean_of = [&](std::size_t metric) { return metrics[metric].mean; };
    const double cores = cores_of(component, replicas_of(component, instances, mean_of));
    if (cores <= 0.0 || !metrics[models::kBusyCores].mean)
        return std::nullopt;
    return *metrics[models::kBusyCores].mean / cores;
}

ComponentResult component_result(const ComponentMeters& meters, const MeasuredSpan& span) {
    const models::Component& component = meters.component;
    ComponentResult result{.name = component.name, .kind = component.kind};
    for (std::size_t metric = 0; metric < component.metrics.size(); ++metric)
        result.metrics.push_back(metric_figures(component.metrics[metric], meters.of(metric), span));
    result.utilisation = utilisation_of(component, result.metrics, component.instances);
    for (std::uint32_t replica = 0; replica < component.instances; ++replica) {
        InstanceResult instance{.replica = replica};
        for (std::size_t metric = 0; metric < component.metrics.size(); ++metric)
            instance.metrics.push_back(
                metric_figures(component.metrics[metric], meters.of(metric, replica), span));
        instance.utilisation = utilisation_of(component, instance.metrics, 1);
        result.instances.push_back(std::move(instance));
    }
    return result;
}

/// Busy cores over cores, by window.
std::vector<Figure> utilisation_series(const models::Component& component, const InstanceSeries& series,
                                       std::uint32_t instances) {
    std::vector<Figure> shares;
    if (component.versions.front().capacity.cores <= 0.0)
        return shares;
    const std::vector<Figure>& means = series.metrics[models::kBusyCores].mean;
    for (std::size_t window = 0; window < means.size(); ++window) {
        const auto mean_of = [&](std::size_t metric) { return series.metrics[metric].mean[window]; };
        const double cores = cores_of(component, replicas_of(component, instances, mean_of));
        shares.push_back(means[window] && cores > 0.0 ? Figure(*means[window] / cores) : std::nullopt);
    }
    return shares;
}

ComponentSeries component_series(const ComponentMeters& meters, const MeasuredSpan& span) {
    const models::Component& component = meters.component;
    ComponentSeries series{.name = component.name};
    series.instances.resize(component.instances);
    for (std::size_t metric = 0; metric < component.metrics.size(); ++metric) {
        const models::MetricSpec& spec = component.metrics[metric];
        series.all.metrics.push_back(metric_series(spec, meters.of(metric), span));
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            series.instances[replica].metrics.push_back(
                metric_series(spec, meters.of(metric, replica), span));
    }
    series.all.utilisation = utilisation_series(component, series.all, component.instances);
    for (InstanceSeries& instance : series.instances)
        instance.utilisation = utilisation_series(component, instance, 1);
    return series;
}

} // namespace

ComponentResult component_figures(const models::Simulation& simulation, const WindowRange& range,
                                  std::uint32_t component) {
    const ComponentMeters meters{.recording = simulation.recording(),
                                 .component = simulation.scenario().components[component]};
    const MeasuredSpan span = MeasuredSpan::of(simulation);
    ComponentResult result{.name = meters.component.name, .kind = meters.component.kind};
    for (std::size_t metric = 0; metric < meters.component.metrics.size(); ++metric)
        result.metrics.push_back(
            metric_figures(meters.component.metrics[metric], meters.of(metric), span, range));
    result.utilisation = utilisation_of(meters.component, result.metrics, meters.component.instances);
    return result;
}

Figure utilisation(const models::Simulation& simulation, const WindowRange& range, std::uint32_t component) {
    const models::Component& of = simulation.scenario().components[component];
    const ComponentMeters meters{.recording = simulation.recording(), .component = of};
    const auto mean_of = [&](std::size_t metric) {
        return metric_figures(of.metrics[metric], meters.of(metric), MeasuredSpan::of(simulation), range)
            .mean;
    };
    const double cores = cores_of(of, replicas_of(of, of.instances, mean_of));
    if (cores <= 0.0)
        return std::nullopt;
    const Figure busy = mean_of(models::kBusyCores);
    return busy ? Figure(*busy / cores) : std::nullopt;
}

void fill_components(Result& result, const models::Simulation& simulation, const MeasuredSpan& span) {
    const models::Scenario& scenario = simulation.scenario();
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index) {
        const ComponentMeters meters{.recording = simulation.recording(),
                                     .component = scenario.components[index]};
        result.components.push_back(component_result(meters, span));
        result.components.back().fingerprint = simulation.fingerprint_of(index);
        result.components.back().storage = storage_result(scenario, index);
        result.series.components.push_back(component_series(meters, span));
    }
}

} // namespace shaketable::analysis
