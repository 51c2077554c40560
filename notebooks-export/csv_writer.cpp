#include "notebooks-export/csv_writer.hpp"

#include "notebooks-export/csv_components.hpp"
#include "notebooks-export/csv_harm.hpp"
#include "notebooks-export/csv_journeys.hpp"

#include <array>

namespace shaketable::notebooks_export {

namespace {

CsvTable timeline_table() {
    return CsvTable({"variant", "entry", "verb", "component", "replica", "began_s", "ended_s"});
}

void add_timeline(CsvTable& table, const analysis::Result& result) {
    for (const analysis::TimelineRecord& record : result.timeline) {
        table.add(result.variant, record.name, record.verb, record.component.value_or(""));
        add_replica(table, record.replica);
        table.add(record.began_s, record.ended_s);
        table.end_row();
    }
}

struct FileWriter {
    std::string_view name;
    CsvTable (*heading)();
    void (*add)(CsvTable&, const analysis::Result&);
};

constexpr std::array<FileWriter, 11> kWriters = {{
    {"runs.csv", runs_table, add_run},
    {"journeys.csv", journeys_table, add_journeys},
    {"components.csv", components_table, add_components},
    {"edges.csv", edges_table, add_edges},
    {"timeline.csv", timeline_table, add_timeline},
    {"run_series.csv", run_series_table, add_run_series},
    {"journey_series.csv", journey_series_table, add_journey_series},
    {"component_series.csv", component_series_table, add_component_series},
    {"harm.csv", harm_table, add_harm},
    {"harm_series.csv", harm_series_table, add_harm_series},
    {"verdicts.csv", verdicts_table, add_verdicts},
}};

} // namespace

std::vector<std::string_view> csv_file_names() {
    std::vector<std::string_view> names;
    for (const FileWriter& writer : kWriters)
        names.push_back(writer.name);
    return names;
}

std::vector<CsvFile> csv_files(const std::vector<const analysis::Result*>& results) {
    std::vector<CsvFile> files;
    for (const FileWriter& writer : kWriters) {
        CsvTable table = writer.heading();
        for (const analysis::Result* result : results)
            writer.add(table, *result);
        files.push_back({writer.name, table.text()});
    }
    return files;
}

} // namespace shaketable::notebooks_export
