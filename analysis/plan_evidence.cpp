#include "analysis/plan_evidence.hpp"

#include "analysis/metric_pointers.hpp"

namespace shaketable::analysis {

namespace {

constexpr double kMostOfRows = 0.5; // of the rows that the database looked at
constexpr double kFarOff = 10.0;    // times what was expected, or as many times less

/// A query with an access, and what was counted for it.
struct AccessFigures {
    const Json& entry;
    std::string database;
    std::string name;

    [[nodiscard]] std::string total(const std::string& metric) const {
        return models::child_pointer(models::child_pointer("/components", database) + "/metrics",
                                     metric + "_" + name) +
               "/total";
    }
    [[nodiscard]] double count(const std::string& metric) const { return number_at(entry, total(metric)); }
};

void say_why(Sentence& sentence, const AccessFigures& query, const Json& access) {
    const bool has_index = access["index"].is_string();
    const std::string index = has_index ? access["index"].get<std::string>() : "";
    const double expected = query.count("rows_expected");
    const double matched = query.count("rows_matched");
    if (!has_index)
        sentence.say(", having no index to use");
    else if (!access["is_built"].get<bool>())
        sentence.say(", as its index " + index + " was not built");
    else if (expected >= kFarOff * matched)
        sentence.say(" and not by its index " + index + ": the planner expected ")
            .count(query.total("rows_expected"))
            .say(" rows where ")
            .count(query.total("rows_matched"))
            .say(" matched");
}

} // namespace

void say_whose_rows(Sentence& sentence, const Json& entry, const std::string& database) {
    const std::string storage = models::child_pointer("/components", database) + "/storage";
    if (!entry.contains(Json::json_pointer(storage)))
        return;
    const double all = number_at(entry, Worst{.name = database}.metric("rows_examined/total"));
    for (const auto& [name, access] : at(entry, storage + "/queries").items()) {
        const AccessFigures query{.entry = entry, .database = database, .name = name};
        if (query.count("rows_examined") < kMostOfRows * all)
            continue;
        sentence.say(", ");
        if (query.count("rows_examined") == all)
            sentence.say("all of them for " + name);
        else
            sentence.count(query.total("rows_examined")).say(" of them for " + name);
        if (query.count("scans") > 0.0) {
            sentence.say(", which read " + access["table"].get<std::string>() + " from end to end ")
                .count(query.total("scans"))
                .say(query.count("scans") == 1.0 ? " time" : " times");
            say_why(sentence, query, access);
        } else if (query.count("rows_matched") >= kFarOff * query.count("rows_expected")) {
            sentence.say(", of which the planner had expected ").count(query.total("rows_expected"));
        }
        return;
    }
}

} // namespace shaketable::analysis
