#include "analysis/harm_json.hpp"

namespace shaketable::analysis {

namespace {

Json json_of(const HarmCount& count) {
    return {{"harmed", count.harmed}, {"helped", count.helped}, {"net", count.net()}};
}

Json json_of(const Unpaired& unpaired) { return {{"good", unpaired.good}, {"bad", unpaired.bad}}; }

Json json_of(const HarmSeries& series) {
    return {{"harmed", series.harmed}, {"helped", series.helped}, {"marked", series.marked}};
}

/// What a journey and all of them have.
template <class OneOrAll>
Json members_of(const HarmCount& count, const OneOrAll& harm) {
    Json object = json_of(count);
    object["harmed_by"] = analysis::json_of(harm.harmed_by);
    object["helped_by"] = analysis::json_of(harm.helped_by);
    object["extra"] = json_of(harm.extra);
    object["never_asked"] = json_of(harm.never_asked);
    object["series"] = json_of(harm.series);
    return object;
}

Json json_of(const std::vector<NamedHarm>& list) {
    Json object = Json::object();
    for (const NamedHarm& one : list)
        object[one.name] = json_of(one.count);
    return object;
}

} // namespace

Json json_of(const Harm& harm) {
    Json object = members_of(harm.total, harm);
    Json journeys = Json::object();
    for (const JourneyHarm& one : harm.journeys)
        journeys[one.client + "." + one.name] = members_of(one.count, one);
    object["journeys"] = std::move(journeys);
    object["clients"] = json_of(harm.clients);
    object["components"] = json_of(harm.components);
    return object;
}

} // namespace shaketable::analysis
