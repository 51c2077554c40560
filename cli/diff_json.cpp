#include "cli/diff_json.hpp"

#include <nlohmann/json.hpp>

namespace shaketable::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kDiffVersion = 1;

Json json_of(const DiffedRun& run) {
    return {{"scenario", run.scenario}, {"variant", run.variant}, {"seed", run.seed}};
}

/// Without the member of a side that has nothing there.
Json json_of(const scenarios::TreeDifference& knob) {
    Json json = {{"pointer", knob.pointer}};
    if (knob.left != nullptr)
        json["a"] = Json::parse(scenarios::json_text(*knob.left));
    if (knob.right != nullptr)
        json["b"] = Json::parse(scenarios::json_text(*knob.right));
    return json;
}

Json json_of(const std::optional<models::RequestView>& request) {
    if (!request)
        return nullptr;
    return {{"client", request->client},
            {"journey", request->journey},
            {"endpoint", request->endpoint},
            {"calling", request->calling},
            {"doing", request->doing}};
}

Json json_of(const std::optional<analysis::ObservedFact>& observed) {
    if (!observed)
        return nullptr;
    const models::Fact& fact = observed->fact;
    Json json = {{"at_s", observed->at_s},  {"what", analysis::name_of(fact.what)},
                 {"replica", fact.replica}, {"key", analysis::hex_of(fact.who)},
                 {"attempt", fact.attempt}, {"outcome", models::name_of(fact.outcome)}};
    if (!observed->timeline_entry.empty())
        json["timeline_entry"] = observed->timeline_entry;
    return json;
}

Json json_of(const std::optional<models::InstanceView>& state) {
    if (!state)
        return nullptr;
    Json pools = Json::object();
    for (const models::PoolView& pool : state->pools)
        pools[pool.callee] = {{"in_use", pool.in_use}, {"size", pool.size}, {"waiting", pool.waiting}};
    return {{"kind", state->kind},
            {"replica", state->replica},
            {"crashed", state->crashed},
            {"speed", state->speed},
            {"queued", state->queued},
            {"in_service", state->in_service},
            {"workers_busy", state->workers_busy},
            {"workers", state->workers},
            {"computing", state->computing},
            {"cores", state->cores},
            {"pools", std::move(pools)}};
}

Json json_of(const analysis::DivergenceSide& side) {
    Json request = json_of(side.request);
    if (side.request)
        request["component"] = side.request_component;
    return {{"fact", json_of(side.fact)},
            {"next", json_of(side.next)},
            {"request", std::move(request)},
            {"state", json_of(side.state)}};
}

Json stopped_side(const analysis::Comparison& comparison) {
    if (comparison.stopped == analysis::Stopped::kEnd)
        return nullptr;
    return comparison.stopped_side == 0 ? "a" : "b";
}

Json json_of(const std::optional<analysis::Divergence>& divergence) {
    if (!divergence)
        return nullptr;
    return {{"at_s", divergence->at_s},
            {"component", divergence->component},
            {"a", json_of(divergence->sides[0])},
            {"b", json_of(divergence->sides[1])},
            {"also", divergence->also}};
}

} // namespace

std::string diff_json(const DiffReport& report) {
    const analysis::Comparison& comparison = report.comparison;
    Json knobs = Json::array();
    for (const scenarios::TreeDifference& knob : report.knobs)
        knobs.push_back(json_of(knob));
    const Json document = {{"shaketable_diff", kDiffVersion},
                           {"a", json_of(report.runs[0])},
                           {"b", json_of(report.runs[1])},
                           {"knobs", std::move(knobs)},
                           {"compared", comparison.shared},
                           {"only_in_a", comparison.alone[0]},
                           {"only_in_b", comparison.alone[1]},
                           {"same", !comparison.divergence.has_value()},
                           {"same_s", comparison.same_s},
                           {"same_facts", comparison.same_facts},
                           {"stopped", analysis::name_of(comparison.stopped)},
                           {"stopped_side", stopped_side(comparison)},
                           {"divergence", json_of(comparison.divergence)}};
    constexpr auto kReplace = Json::error_handler_t::replace; // a path need not be UTF-8
    return document.dump(2, ' ', false, kReplace) + "\n";
}

} // namespace shaketable::cli
