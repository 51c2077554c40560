#include "analysis/result_json.hpp"

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/harm_json.hpp"
#include "analysis/replications_json.hpp"
#include "analysis/verdict_json.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

Json json_of(const std::vector<JourneyResult>& journeys) {
    Json object = Json::object();
    for (const JourneyResult& journey : journeys) {
        Json one = {{"client", journey.client},
                    {"journey", journey.name},
                    {"good_within_s", analysis::json_of(journey.good_within_s)}};
        one.update(analysis::json_of(journey.figures));
        object[journey.client + "." + journey.name] = std::move(one);
    }
    return object;
}

Json json_of(const std::vector<MetricFigures>& metrics, Scope scope) {
    Json object = Json::object();
    for (const MetricFigures& metric : metrics)
        object[metric.name] = analysis::json_of(metric, scope);
    return object;
}

Json json_of(const StorageResult& storage) {
    Json queries = Json::object();
    for (const QueryAccess& access : storage.accesses)
        queries[access.query] = {{"table", access.table},
                                 {"index", access.index ? Json(*access.index) : Json(nullptr)},
                                 {"is_built", access.is_built}};
    return {{"memory_gib", analysis::json_of(storage.memory_gib)}, {"queries", std::move(queries)}};
}

Json json_of(const std::vector<ComponentResult>& components) {
    Json object = Json::object();
    for (const ComponentResult& component : components) {
        Json instances = Json::array();
        for (const InstanceResult& instance : component.instances)
            instances.push_back({{"replica", instance.replica},
                                 {"utilisation", analysis::json_of(instance.utilisation)},
                                 {"metrics", json_of(instance.metrics, Scope::kInstance)}});
        object[component.name] = {{"kind", component.kind},
                                  {"fingerprint", hex_of(component.fingerprint)},
                                  {"utilisation", analysis::json_of(component.utilisation)},
                                  {"metrics", json_of(component.metrics, Scope::kComponent)},
                                  {"instances", std::move(instances)}};
        if (component.storage)
            object[component.name]["storage"] = json_of(*component.storage);
    }
    return object;
}

Json json_of(const std::vector<EdgeResult>& edges) {
    Json object = Json::object();
    for (const EdgeResult& edge : edges) {
        Json latency = Json::object();
        add_percentiles(latency, edge.percentiles);
        object[edge.caller + "->" + edge.callee] = {{"attempts", edge.attempts},
                                                    {"retries", edge.retries},
                                                    {"outcomes", analysis::json_of(edge.outcomes)},
                                                    {"latency", std::move(latency)}};
    }
    return object;
}

Json json_of(const std::vector<models::StatedKnob>& knobs) {
    Json object = Json::object();
    for (const models::StatedKnob& knob : knobs)
        std::visit([&](const auto& value) { object[knob.name] = value; }, knob.value);
    return object;
}

Json json_of(const std::vector<TimelineRecord>& timeline) {
    Json list = Json::array();
    for (const TimelineRecord& record : timeline)
        list.push_back({{"name", record.name},
                        {"verb", record.verb},
                        {"role", models::name_of(record.role)},
                        {"component", record.component ? Json(*record.component) : Json(nullptr)},
                        {"replica", record.replica ? Json(*record.replica) : Json(nullptr)},
                        {"knobs", json_of(record.knobs)},
                        {"began_s", record.began_s},
                        {"ended_s", analysis::json_of(record.ended_s)},
                        {"failed", record.failed}});
    return list;
}

Json json_of(const Span& span, std::size_t position) {
    return {{"id", position},
            {"parent", span.parent == kNoSpan ? Json(nullptr) : Json(span.parent)},
            {"kind", name_of(span.kind)},
            {"name", span.name},
            {"component", span.component},
            {"replica", span.replica},
            {"attempt", span.attempt == 0 ? Json(nullptr) : Json(span.attempt)},
            {"began_s", span.began_s},
            {"arrived_s", analysis::json_of(span.arrived_s)},
            {"served_s", analysis::json_of(span.served_s)},
            {"ended_s", analysis::json_of(span.ended_s)},
            {"outcome", span.outcome ? Json(models::name_of(*span.outcome)) : Json(nullptr)}};
}

Json json_of(const std::vector<Trace>& traces) {
    Json list = Json::array();
    for (const Trace& trace : traces) {
        Json spans = Json::array();
        for (std::size_t position = 0; position < trace.spans.size(); ++position)
            spans.push_back(json_of(trace.spans[position], position));
        list.push_back({{"client", trace.client}, {"journey", trace.journey}, {"spans", std::move(spans)}});
    }
    return list;
}

Json json_of(const TwinResult& twin) {
    return {{"fingerprint", hex_of(twin.fingerprint)},
            {"events", twin.events},
            {"total", analysis::json_of(twin.total)},
            {"journeys", json_of(twin.journeys)},
            {"series", {{"good", twin.good}}}};
}

Json json_of(const std::vector<ExpectationResult>& expectations) {
    Json object = Json::object();
    for (const ExpectationResult& one : expectations)
        object[one.name] = {{"holds", one.holds},
                            {"expected", one.expected},
                            {"measured", one.measured},
                            {"pointer", one.pointer}};
    return object;
}

Json json_of(const WhatIf& what_if) {
    return {{"at_s", what_if.at_s},
            {"acts", what_if.acts},
            {"versus", what_if.versus},
            {"effect", what_if.effect ? analysis::json_of(*what_if.effect) : Json(nullptr)}};
}

Json json_of(const Machine& machine, std::uint64_t events) {
    const Figure events_per_s =
        machine.wall_s > 0.0 ? Figure(static_cast<double>(events) / machine.wall_s) : std::nullopt;
    return {{"wall_s", machine.wall_s},
            {"events_per_s", analysis::json_of(events_per_s)},
            {"version", machine.version},
            {"compiler", machine.compiler},
            {"os", machine.os}};
}

Json json_of(const std::vector<Evidence>& evidence) {
    Json list = Json::array();
    for (const Evidence& sentence : evidence) {
        Json numbers = Json::array();
        for (const EvidenceNumber& number : sentence.numbers)
            numbers.push_back({{"text", number.text}, {"pointer", number.pointer}});
        list.push_back({{"at_s", sentence.at_s}, {"text", sentence.text}, {"numbers", std::move(numbers)}});
    }
    return list;
}

} // namespace

Json json_of(const Entry& entry) {
    const Result& result = entry.result;
    Json json = {{"title", result.title},
                 {"file", result.file},
                 {"variant", result.variant},
                 {"inputs", result.inputs},
                 {"seed", result.seed},
                 {"fingerprint", hex_of(result.fingerprint)},
                 {"warm_up_s", result.warm_up_s},
                 {"duration_s", result.duration_s},
                 {"simulated_s", result.simulated_s},
                 {"stopped", name_of(result.stopped)},
                 {"partial", result.partial()},
                 {"events", result.events},
                 {"clamped_draws", result.clamped_draws},
                 {"total", analysis::json_of(result.total)},
                 {"journeys", json_of(result.journeys)},
                 {"components", json_of(result.components)},
                 {"edges", json_of(result.edges)},
                 {"timeline", json_of(result.timeline)},
                 {"traces", json_of(result.traces)},
                 {"harm", result.harm ? analysis::json_of(*result.harm) : Json(nullptr)},
                 {"verdict", result.verdict ? analysis::json_of(*result.verdict) : Json(nullptr)},
                 {"expectations", json_of(result.expectations)},
                 {"twin", result.twin ? json_of(*result.twin) : Json(nullptr)},
                 {"series", analysis::json_of(result.series)}};
    json["evidence"] = json_of(evidence_of(json));
    json["what_if"] = result.what_if ? json_of(*result.what_if) : Json(nullptr);
    json["replications"] = result.replications ? json_of(*result.replications) : Json(nullptr);
    json["machine"] = json_of(entry.machine, result.events);
    return json;
}

namespace {

std::string plain_text(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace); // a file's name need not be UTF-8
}

void append(std::string& text, const Json& value, std::size_t indent) {
    const bool is_plain_list =
        value.is_array() &&
        std::none_of(value.begin(), value.end(), [](const Json& element) { return element.is_structured(); });
    if (!value.is_structured() || value.empty() || is_plain_list) {
        text += plain_text(value);
        return;
    }
    const std::string line_feed = "\n" + std::string(indent + 2, ' ');
    text += value.is_object() ? "{" : "[";
    bool first = true;
    for (const auto& [name, member] : value.items()) {
        text += (first ? "" : ",") + line_feed;
        if (value.is_object())
            text += plain_text(name) + ": ";
        append(text, member, indent + 2);
        first = false;
    }
    text += "\n" + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

} // namespace

Json document_of(const std::vector<Entry>& entries) {
    Json results = Json::array();
    for (const Entry& entry : entries)
        results.push_back(json_of(entry));
    return {{"shaketable_result", kResultVersion}, {"results", std::move(results)}};
}

std::string json_text(const Json& document) {
    std::string text;
    append(text, document, 0);
    return text + "\n";
}

} // namespace shaketable::analysis
