#include "notebooks-export/csv_harm.hpp"

#include "notebooks-export/csv_columns.hpp"

#include <algorithm>

namespace shaketable::notebooks_export {

namespace {

/// What a row counts: all, or those of one journey, client, component or reason.
struct Counted {
    const std::string& variant;
    std::string_view by;
    std::string_view name;
};

void add_counts(CsvTable& table, const Counted& whose, const analysis::HarmCount& count) {
    table.add(whose.variant, whose.by, whose.name, count.harmed, count.helped,
              static_cast<double>(count.net()));
}

void add_named(CsvTable& table, const Counted& whose, const analysis::HarmCount& count) {
    add_counts(table, whose, count);
    table.add("", "", "", "");
    table.end_row();
}

/// `OneOrAll`: the harm to one kind of journey, or to all.
template <class OneOrAll>
void add_with_unpaired(CsvTable& table, const Counted& whose, const analysis::HarmCount& count,
                       const OneOrAll& harm) {
    add_counts(table, whose, count);
    table.add(harm.extra.good, harm.extra.bad, harm.never_asked.good, harm.never_asked.bad);
    table.end_row();
}

void add_harm_windows(CsvTable& table, const analysis::Result& result, const analysis::JourneyHarm& journey) {
    const std::size_t windows = std::min(journey.series.harmed.size(), result.series.windows);
    for (std::size_t window = 0; window < windows; ++window) {
        table.add(result.variant, journey.client, journey.name);
        add_window(table, result.series, window);
        table.add(journey.series.harmed[window], journey.series.helped[window],
                  bool{journey.series.marked[window]});
        table.end_row();
    }
}

void add_judgement(CsvTable& table, const std::string& variant, const analysis::Judgement& judgement) {
    std::string effects;
    for (const models::Relief relief : judgement.sustained_by) {
        const std::string_view effect = analysis::sustaining_effect(relief);
        if (!effect.empty())
            effects.append(effects.empty() ? "" : " ").append(effect);
    }
    table.add(variant, judgement.client, judgement.name,
              judgement.verdict ? models::name_of(*judgement.verdict) : "", judgement.floor,
              judgement.time_to_floor_s, judgement.floor_over_s, judgement.time_to_recover_s,
              judgement.area_lost_s, effects);
    table.end_row();
}

} // namespace

CsvTable harm_table() {
    return CsvTable({"variant", "by", "name", "harmed", "helped", "net", "extra_good", "extra_bad",
                     "never_asked_good", "never_asked_bad"});
}

void add_harm(CsvTable& table, const analysis::Result& result) {
    if (!result.harm)
        return;
    const analysis::Harm& harm = *result.harm;
    add_with_unpaired(table, {result.variant, "all", ""}, harm.total, harm);
    for (const analysis::JourneyHarm& journey : harm.journeys)
        add_with_unpaired(table, {result.variant, "journey", journey.client + "." + journey.name},
                          journey.count, journey);
    for (const analysis::NamedHarm& client : harm.clients)
        add_named(table, {result.variant, "client", client.name}, client.count);
    for (const analysis::NamedHarm& component : harm.components)
        add_named(table, {result.variant, "component", component.name}, component.count);
    for (std::size_t reason = 1; reason < analysis::kReasons; ++reason) // 0: good
        add_named(table, {result.variant, "reason", analysis::reason_name(reason)},
                  {.harmed = harm.harmed_by[reason], .helped = harm.helped_by[reason]});
}

CsvTable harm_series_table() {
    return CsvTable(
        joined({{"variant", "client", "journey"}, window_columns(), {"harmed", "helped", "marked"}}));
}

void add_harm_series(CsvTable& table, const analysis::Result& result) {
    if (!result.harm)
        return;
    add_harm_windows(table, result, {.series = result.harm->series}); // all: without names
    for (const analysis::JourneyHarm& journey : result.harm->journeys)
        add_harm_windows(table, result, journey);
}

CsvTable verdicts_table() {
    return CsvTable({"variant", "client", "journey", "verdict", "floor", "time_to_floor_s", "floor_over_s",
                     "time_to_recover_s", "area_lost_s", "sustained_by"});
}

void add_verdicts(CsvTable& table, const analysis::Result& result) {
    if (!result.verdict)
        return;
    add_judgement(table, result.variant, result.verdict->total);
    for (const analysis::Judgement& judgement : result.verdict->journeys)
        add_judgement(table, result.variant, judgement);
}

} // namespace shaketable::notebooks_export
