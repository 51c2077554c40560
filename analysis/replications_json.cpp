#include "analysis/replications_json.hpp"

namespace shaketable::analysis {

namespace {

Json json_of(const std::vector<NamedSummary>& summaries) {
    Json object = Json::object();
    for (const NamedSummary& one : summaries)
        object[one.pointer] = {{"count", one.summary.count},
                               {"mean", one.summary.mean},
                               {"half_width", analysis::json_of(one.summary.half_width)},
                               {"least", one.summary.least},
                               {"most", one.summary.most}};
    return object;
}

Json json_of(const std::vector<std::pair<std::string, std::size_t>>& counts) {
    Json object = Json::object();
    for (const auto& [name, count] : counts)
        object[name] = count;
    return object;
}

} // namespace

Json json_of(const Replications& replications) {
    return {{"first_seed", replications.first_seed},
            {"count", replications.count},
            {"verdicts", json_of(replications.verdicts)},
            {"expectations", json_of(replications.expectations)},
            {"figures", json_of(replications.figures)},
            {"versus", replications.versus.empty() ? Json(nullptr) : Json(replications.versus)},
            {"differences", json_of(replications.differences)}};
}

} // namespace shaketable::analysis
