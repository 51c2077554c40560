#include "analysis/verdict_json.hpp"

namespace shaketable::analysis {

namespace {

Json json_of(const Judgement& judgement) {
    Json effects = Json::array();
    for (const models::Relief relief : judgement.sustained_by)
        if (!sustaining_effect(relief).empty())
            effects.push_back(sustaining_effect(relief));
    return {{"verdict", judgement.verdict ? Json(models::name_of(*judgement.verdict)) : Json(nullptr)},
            {"floor", analysis::json_of(judgement.floor)},
            {"time_to_floor_s", analysis::json_of(judgement.time_to_floor_s)},
            {"floor_over_s", analysis::json_of(judgement.floor_over_s)},
            {"time_to_recover_s", analysis::json_of(judgement.time_to_recover_s)},
            {"area_lost_s", judgement.area_lost_s},
            {"sustained_by", std::move(effects)}};
}

Json json_of(const std::vector<Fork>& forks) {
    Json list = Json::array();
    for (const Fork& fork : forks)
        list.push_back({{"relief", fork.relief ? Json(name_of(*fork.relief)) : Json(nullptr)},
                        {"simulated_s", fork.simulated_s},
                        {"goodput_share", analysis::json_of(fork.goodput_share)},
                        {"recovered", fork.recovered}});
    return list;
}

} // namespace

Json json_of(const Verdicts& verdicts) {
    Json object = json_of(verdicts.total);
    object["first_injected_s"] = verdicts.first_injected_s;
    object["last_injected_end_s"] = analysis::json_of(verdicts.last_injected_end_s);
    Json journeys = Json::object();
    for (const Judgement& one : verdicts.journeys)
        journeys[one.client + "." + one.name] = json_of(one);
    object["journeys"] = std::move(journeys);
    object["forks"] = json_of(verdicts.forks);
    return object;
}

} // namespace shaketable::analysis
