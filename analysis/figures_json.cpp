#include "analysis/figures_json.hpp"

#include "engine/assert.hpp"

namespace shaketable::analysis {

Json json_of(const Figure& figure) { return figure ? Json(*figure) : Json(nullptr); }

Json json_of(const std::vector<Figure>& figures) {
    Json list = Json::array();
    for (const Figure& figure : figures)
        list.push_back(json_of(figure));
    return list;
}

Json json_of(const Reasons& reasons) {
    Json object = Json::object();
    for (std::size_t reason = 0; reason < kReasons; ++reason)
        object[std::string(reason_name(reason))] = reasons[reason];
    return object;
}

void add_percentiles(Json& object, const Percentiles& percentiles) {
    object["p50_s"] = json_of(percentiles.p50_s);
    object["p95_s"] = json_of(percentiles.p95_s);
    object["p99_s"] = json_of(percentiles.p99_s);
    object["p999_s"] = json_of(percentiles.p999_s);
}

Json json_of(const JourneyFigures& figures) {
    Json latency = {{"mean_s", json_of(figures.latency.mean_s)}};
    add_percentiles(latency, figures.latency.percentiles);
    latency["max_s"] = json_of(figures.latency.max_s);
    return {{"offered", figures.offered},
            {"pending", figures.pending},
            {"completed", figures.completed},
            {"good", figures.good},
            {"offered_per_s", json_of(figures.offered_per_s)},
            {"goodput_per_s", json_of(figures.goodput_per_s)},
            {"availability", json_of(figures.availability)},
            {"latency", std::move(latency)},
            {"outcomes", json_of(figures.outcomes)},
            {"attempts", figures.attempts},
            {"attempts_per_journey", json_of(figures.attempts_per_journey)}};
}

namespace {

const char* name_of_max(Scope scope) { return scope == Scope::kInstance ? "max" : "instance_max"; }

} // namespace

Json json_of(const MetricFigures& figures, Scope scope) {
    switch (figures.kind) {
    case models::MetricKind::kCounter:
        return {{"total", figures.total}, {"per_s", json_of(figures.per_s)}};
    case models::MetricKind::kGauge:
        return {{"mean", json_of(figures.mean)}, {name_of_max(scope), json_of(figures.max)}};
    case models::MetricKind::kTiming:
        return {
            {"count", figures.count}, {"mean_s", json_of(figures.mean_s)}, {"max_s", json_of(figures.max_s)}};
    case models::MetricKind::kShare:
        return {{"count", figures.count}, {"mean", json_of(figures.mean)}};
    }
    SHAKETABLE_ASSERT(false);
}

namespace {

/// null from `judged` on.
Json judged_json(const std::vector<std::uint64_t>& counts, std::size_t judged) {
    Json list = Json::array();
    for (std::size_t index = 0; index < counts.size(); ++index)
        list.push_back(index < judged ? Json(counts[index]) : Json(nullptr));
    return list;
}

template <class Item, class Choose>
Json judged_json(const std::vector<Item>& items, std::size_t judged, Choose choose) {
    Json list = Json::array();
    for (std::size_t index = 0; index < items.size(); ++index)
        list.push_back(index < judged ? json_of(choose(items[index])) : Json(nullptr));
    return list;
}

Json json_of(const JourneySeries& series) {
    const auto latency = [&series](Figure Percentiles::*percentile) {
        return judged_json(series.latency, series.judged,
                           [percentile](const Percentiles& all) { return all.*percentile; });
    };
    Json object = {{"offered", judged_json(series.offered, series.judged)},
                   {"completed", judged_json(series.completed, series.judged)},
                   {"good", judged_json(series.good, series.judged)},
                   {"attempts", judged_json(series.attempts, series.judged)},
                   {"availability", judged_json(series.availability, series.judged,
                                                [](const Figure& figure) { return figure; })},
                   {"p50_s", latency(&Percentiles::p50_s)},
                   {"p95_s", latency(&Percentiles::p95_s)},
                   {"p99_s", latency(&Percentiles::p99_s)},
                   {"p999_s", latency(&Percentiles::p999_s)}};
    Json bad = Json::object();
    for (std::size_t reason = 0; reason < kReasons; ++reason)
        if (!series.bad[reason].empty())
            bad[std::string(reason_name(reason))] = judged_json(series.bad[reason], series.judged);
    object["bad"] = std::move(bad);
    return object;
}

Json json_of(const MetricSeries& series, Scope scope) {
    Json object = Json::object();
    switch (series.kind) {
    case models::MetricKind::kCounter:
        object["total"] = series.counts;
        break;
    case models::MetricKind::kGauge:
        object["mean"] = analysis::json_of(series.mean);
        object[name_of_max(scope)] = analysis::json_of(series.max);
        break;
    case models::MetricKind::kTiming:
        object["mean_s"] = analysis::json_of(series.mean);
        object["max_s"] = analysis::json_of(series.max);
        break;
    case models::MetricKind::kShare:
        object["mean"] = analysis::json_of(series.mean);
        break;
    }
    return object;
}

Json json_of(const std::vector<MetricSeries>& metrics, Scope scope) {
    Json object = Json::object();
    for (const MetricSeries& series : metrics)
        object[series.name] = json_of(series, scope);
    return object;
}

Json json_of(const InstanceSeries& series, Scope scope) {
    Json object = Json::object();
    if (!series.utilisation.empty())
        object["utilisation"] = analysis::json_of(series.utilisation);
    object["metrics"] = json_of(series.metrics, scope);
    return object;
}

} // namespace

Json json_of(const Series& series) {
    Json journeys = Json::object();
    for (const JourneySeries& journey : series.journeys)
        journeys[journey.client + "." + journey.name] = json_of(journey);
    Json components = Json::object();
    for (const ComponentSeries& component : series.components) {
        Json instances = Json::array();
        for (const InstanceSeries& instance : component.instances)
            instances.push_back(json_of(instance, Scope::kInstance));
        Json one = json_of(component.all, Scope::kComponent);
        one["instances"] = std::move(instances);
        components[component.name] = std::move(one);
    }
    return {{"window_s", series.window_s},           {"windows", series.windows},
            {"last_window_s", series.last_window_s}, {"total", json_of(series.total)},
            {"journeys", std::move(journeys)},       {"components", std::move(components)}};
}

} // namespace shaketable::analysis
