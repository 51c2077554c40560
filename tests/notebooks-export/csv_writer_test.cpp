// The tables are read back and compared, cell by cell, with the JSON form of the same results.
#include "notebooks-export/csv_writer.hpp"

#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "tests/notebooks-export/read_csv.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace shaketable::notebooks_export {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kScenario = R"({
  "shaketable": 1, "title": "Commas, and \"quotes\"", "duration": "2.5s", "warm_up": "500ms", "window": "1s",
  "components": {
    "users": { "kind": "client", "arrivals": { "rate": "200/s" },
               "journeys": { "buy": { "steps": [ { "call": "web.buy", "policy": "user" } ], "good_within": "40ms" },
                             "look": { "steps": [ { "call": "web.look" } ] } } },
    "web": { "kind": "service", "replicas": 2, "cores": 1, "pools": { "db": { "size": 2 } },
             "endpoints": { "buy": { "steps": [ { "call": "db.write" } ] }, "look": { "steps": [ { "work": "2ms" } ] } } },
    "db": { "kind": "database", "queries": { "write": { "time": { "exponential": "10ms" } } } }
  },
  "policies": { "user": { "timeout": "60ms", "retry": { "attempts": 2, "backoff": "none" } } },
  "timeline": { "dead": { "at": "1s", "for": "200ms", "crash": "web", "replica": 1 },
                "slow-db": { "at": "2s", "slow": "db", "factor": 3 } },
  "variants": { "quiet": { "components": { "users": { "arrivals": { "rate": "0/s" } } }, "timeline": null } }
})";

std::vector<analysis::Entry> entries_of(const std::vector<std::string>& variants) {
    const auto file = scenarios::load_text(kScenario, "any.json");
    std::vector<analysis::Entry> entries;
    for (const std::string& variant : variants) {
        const auto scenario = scenarios::compile(file.value(), variant);
        if (!scenario)
            ADD_FAILURE() << scenarios::text_of(scenario.error().front());
        entries.push_back({.result = analysis::run_variant(scenario.value()), .machine = {}});
        entries.back().result.variant = variant;
        entries.back().result.file = "any.json";
    }
    return entries;
}

class CsvFiles : public testing::Test {
  protected:
    void SetUp() override {
        std::vector<const analysis::Result*> results;
        for (const analysis::Entry& entry : entries_)
            results.push_back(&entry.result);
        for (const CsvFile& file : csv_files(results))
            tables_[std::string(file.name)] = read_csv(file.text);
    }

    [[nodiscard]] const Json& entry_of(const CsvRow& row) const {
        for (const Json& entry : document_["results"])
            if (entry["variant"] == row.at("variant"))
                return entry;
        ADD_FAILURE() << "no variant " << row.at("variant");
        return document_;
    }
    [[nodiscard]] const ReadCsv& table(const std::string& name) const { return tables_.at(name); }

    const std::vector<analysis::Entry> entries_ = entries_of({"base", "quiet"});
    const Json document_ = analysis::document_of(entries_);
    std::map<std::string, ReadCsv> tables_;
};

bool same(const std::string& cell, const Json& value) {
    if (value.is_null())
        return cell.empty();
    if (value.is_string())
        return cell == value.get<std::string>();
    if (value.is_boolean())
        return cell == (value.get<bool>() ? "true" : "false");
    double number = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    return error == std::errc() && end == cell.data() + cell.size() && number == value.get<double>();
}

/// "latency_p50_s" is the member p50_s of the member latency.
Json value_under(const Json& object, const std::string& column) {
    for (const char* group : {"latency_", "outcome_"})
        if (column.starts_with(group)) {
            const std::string name = column.substr(std::string_view(group).size());
            const Json& inner = object.at(group == std::string_view("latency_") ? "latency" : "outcomes");
            return inner.at(name);
        }
    return object.at(column);
}

void expect_cells(const CsvRow& row, const std::vector<std::string>& columns, const Json& object) {
    for (const std::string& column : columns)
        EXPECT_TRUE(same(row.at(column), value_under(object, column)))
            << column << ": " << row.at(column) << " is not " << value_under(object, column);
}

/// All but the first so many columns, which say whose row it is.
std::vector<std::string> columns_after(const ReadCsv& table, std::ptrdiff_t count) {
    return {table.columns.begin() + count, table.columns.end()};
}

TEST_F(CsvFiles, AreNamedAsTold) {
    std::size_t found = 0;
    for (const std::string_view name : csv_file_names())
        found += tables_.count(std::string(name));
    EXPECT_EQ(found, tables_.size());
    EXPECT_EQ(found, 11U);
    for (const auto& [name, table] : tables_)
        EXPECT_EQ(table.columns.front(), "variant") << name;
}

TEST_F(CsvFiles, HaveARowForEachRun) {
    ASSERT_EQ(table("runs.csv").rows.size(), 2U);
    for (const CsvRow& row : table("runs.csv").rows) {
        Json run = entry_of(row);
        const Json total = run["total"];
        run.update(total);
        expect_cells(row, table("runs.csv").columns, run);
    }
    EXPECT_EQ(table("runs.csv").rows.front().at("title"), "Commas, and \"quotes\"");
}

TEST_F(CsvFiles, HaveARowForEachJourneyOfEachRun) {
    EXPECT_EQ(table("journeys.csv").rows.size(), 4U);
    for (const CsvRow& row : table("journeys.csv").rows)
        expect_cells(row, columns_after(table("journeys.csv"), 1),
                     entry_of(row)["journeys"][row.at("client") + "." + row.at("journey")]);
}

TEST_F(CsvFiles, HaveARowForEachEdge) {
    EXPECT_EQ(table("edges.csv").rows.size(), 4U);
    for (const CsvRow& row : table("edges.csv").rows)
        expect_cells(row, columns_after(table("edges.csv"), 3),
                     entry_of(row)["edges"][row.at("caller") + "->" + row.at("callee")]);
}

TEST_F(CsvFiles, HaveARowForEachTimelineEntryThatHappened) {
    ASSERT_EQ(table("timeline.csv").rows.size(), 2U);
    const Json& timeline = document_["results"][0]["timeline"];
    for (std::size_t i = 0; i < 2; ++i) {
        const CsvRow& row = table("timeline.csv").rows[i];
        expect_cells(row, columns_after(table("timeline.csv"), 2), timeline[i]);
        EXPECT_EQ(row.at("entry"), timeline[i]["name"]);
    }
    EXPECT_EQ(table("timeline.csv").rows[1].at("ended_s"), "");
}

/// The component that a row is about, or its replica.
const Json& target_of(const CsvRow& row, const Json& components) {
    const Json& component = components.at(row.at("component"));
    return row.at("replica").empty() ? component : component["instances"][std::stoul(row.at("replica"))];
}

/// A figure that the metric's kind does not have is an empty cell.
Json figure_of(const Json& metric, const std::string& column) {
    const char* name = column == "instance_max" && metric.contains("max") ? "max" : column.c_str();
    return metric.contains(name) ? metric[name] : Json(nullptr);
}

TEST_F(CsvFiles, HaveARowForEachMetricOfEachComponentAndReplica) {
    const ReadCsv& components = table("components.csv");
    std::size_t utilisations = 0;
    for (const CsvRow& row : components.rows) {
        const Json& target = target_of(row, entry_of(row)["components"]);
        if (row.at("metric") == "utilisation") {
            EXPECT_TRUE(same(row.at("mean"), target["utilisation"]));
            ++utilisations;
            continue;
        }
        ASSERT_TRUE(target["metrics"].contains(row.at("metric"))) << row.at("metric");
        for (const std::string& column : columns_after(components, 6))
            EXPECT_TRUE(same(row.at(column), figure_of(target["metrics"][row.at("metric")], column)))
                << row.at("component") << " " << row.at("metric") << " " << column << ": " << row.at(column);
    }
    EXPECT_EQ(utilisations, 2U * (3 + 2)); // web and two replicas, db and one, in two runs
    std::size_t metrics = 0;
    for (const Json& entry : document_["results"])
        for (const Json& component : entry["components"])
            metrics += component["metrics"].size() * (1 + component["instances"].size());
    EXPECT_EQ(components.rows.size(), metrics + utilisations);
}

TEST_F(CsvFiles, TellTheUnitOfCountersAndGauges) {
    for (const CsvRow& row : table("components.csv").rows) {
        EXPECT_EQ(row.at("unit").empty(), !row.at("count").empty()); // a timing's stands in the column's name
        const bool of_a_pool = row.at("metric") == "pool_db_in_use";
        const bool of_idle = row.at("metric") == "pool_db_idle_in_transaction";
        EXPECT_EQ(row.at("unit") == "connections", of_a_pool || of_idle || row.at("metric") == "connections");
    }
}

void expect_window(const CsvRow& row, const Json& series) {
    const std::size_t window = std::stoul(row.at("window"));
    const bool last = window + 1 == series["windows"];
    EXPECT_TRUE(
        same(row.at("start_s"), Json(static_cast<double>(window) * series["window_s"].get<double>())));
    EXPECT_TRUE(same(row.at("length_s"), last ? series["last_window_s"] : series["window_s"]));
}

TEST_F(CsvFiles, HaveTheSeriesOfAllJourneysAndOfEach) {
    EXPECT_EQ(table("run_series.csv").rows.size(), 2U * 3);
    EXPECT_EQ(table("journey_series.csv").rows.size(), 2U * 2 * 3);
    for (const std::string name : {"run_series.csv", "journey_series.csv"})
        for (const CsvRow& row : table(name).rows) {
            const Json& series = entry_of(row)["series"];
            expect_window(row, series);
            const std::size_t window = std::stoul(row.at("window"));
            const Json& of = row.contains("journey")
                                 ? series["journeys"][row.at("client") + "." + row.at("journey")]
                                 : series["total"];
            for (const char* column : {"offered", "completed", "good", "attempts", "availability"})
                EXPECT_TRUE(same(row.at(column), of[column][window])) << column;
            for (const char* percentile : {"p50_s", "p95_s", "p99_s", "p999_s"})
                EXPECT_TRUE(same(row.at(std::string("latency_") + percentile), of[percentile][window]));
            const Json never = of["offered"][window].is_null() ? Json(nullptr) : Json(0);
            for (const auto& [column, cell] : row)
                if (column.starts_with("outcome_")) {
                    const std::string reason = column.substr(8);
                    EXPECT_TRUE(same(cell, of["bad"].contains(reason) ? of["bad"][reason][window] : never));
                }
        }
}

TEST_F(CsvFiles, HaveTheSeriesOfEachMetric) {
    const ReadCsv& table = this->table("component_series.csv");
    for (const CsvRow& row : table.rows) {
        const Json& series = entry_of(row)["series"];
        expect_window(row, series);
        const Json& target = target_of(row, series["components"]);
        const bool is_utilisation = row.at("metric") == "utilisation";
        const Json metric =
            is_utilisation ? Json{{"mean", target["utilisation"]}} : target["metrics"][row.at("metric")];
        for (const std::string& column : columns_after(table, 7)) {
            const Json values = figure_of(metric, column);
            EXPECT_TRUE(
                same(row.at(column), values.is_null() ? values : values[std::stoul(row.at("window"))]))
                << row.at("metric") << " " << column << ": " << row.at(column);
        }
    }
    EXPECT_EQ(table.rows.size() % 3, 0U);
    EXPECT_EQ(this->table("components.csv").rows.size() * 3, table.rows.size());
}

/// The part of the run's harm that a row counts.
Json counts_of(const CsvRow& row, const Json& harm) {
    const std::string& by = row.at("by");
    if (by == "all")
        return harm;
    if (by == "reason")
        return {{"harmed", harm["harmed_by"][row.at("name")]}, {"helped", harm["helped_by"][row.at("name")]}};
    return harm[by + "s"].at(row.at("name"));
}

TEST_F(CsvFiles, HaveTheHarmOfARunThatHasATwin) {
    const ReadCsv& table = this->table("harm.csv");
    std::map<std::string, std::size_t> rows;
    for (const CsvRow& row : table.rows) {
        ++rows[row.at("by")];
        EXPECT_EQ(row.at("variant"), "base"); // nothing is injected into the other
        const Json counts = counts_of(row, entry_of(row)["harm"]);
        expect_cells(row, {"harmed", "helped"}, counts);
        EXPECT_EQ(std::stoll(row.at("net")), std::stoll(row.at("harmed")) - std::stoll(row.at("helped")));
        for (const std::string group : {"extra", "never_asked"})
            for (const std::string kind : {"good", "bad"})
                EXPECT_TRUE(same(row.at(group + "_" + kind),
                                 counts.contains(group) ? counts[group][kind] : Json(nullptr)));
    }
    const std::map<std::string, std::size_t> expected = {
        {"all", 1}, {"journey", 2}, {"client", 1}, {"component", 2}, {"reason", analysis::kReasons - 1}};
    EXPECT_EQ(rows, expected);
    EXPECT_GT(std::stoul(table.rows.front().at("harmed")), 0U);
}

TEST_F(CsvFiles, HaveTheHarmByWindow) {
    const ReadCsv& table = this->table("harm_series.csv");
    EXPECT_EQ(table.rows.size(), (1U + 2) * 3);
    for (const CsvRow& row : table.rows) {
        expect_window(row, entry_of(row)["series"]);
        const Json& harm = entry_of(row)["harm"];
        const Json& of = row.at("journey").empty()
                             ? harm
                             : harm["journeys"].at(row.at("client") + "." + row.at("journey"));
        for (const char* column : {"harmed", "helped", "marked"})
            EXPECT_TRUE(same(row.at(column), of["series"][column][std::stoul(row.at("window"))])) << column;
    }
}

TEST_F(CsvFiles, HaveTheVerdicts) {
    const ReadCsv& table = this->table("verdicts.csv");
    EXPECT_EQ(table.rows.size(), 1U + 2);
    for (const CsvRow& row : table.rows) {
        const Json& verdict = entry_of(row)["verdict"];
        const Json& of = row.at("journey").empty()
                             ? verdict
                             : verdict["journeys"].at(row.at("client") + "." + row.at("journey"));
        expect_cells(row, {"verdict", "floor", "time_to_floor_s", "time_to_recover_s", "area_lost_s"}, of);
        std::string effects;
        for (const Json& effect : of["sustained_by"])
            effects += (effects.empty() ? "" : " ") + effect.get<std::string>();
        EXPECT_EQ(row.at("sustained_by"), effects);
    }
}

TEST_F(CsvFiles, AreDocumentedColumnByColumn) {
    std::ostringstream page;
    page << std::ifstream(std::string(SHAKETABLE_SOURCE_DIR) + "/docs/results.md").rdbuf();
    for (const auto& [name, table] : tables_) {
        EXPECT_NE(page.str().find("`" + name + "`"), std::string::npos) << name;
        for (const std::string& column : table.columns) {
            const bool documented = page.str().find("`" + column + "`") != std::string::npos;
            EXPECT_TRUE(documented || column.starts_with("outcome_")) << name << " " << column;
        }
    }
}

TEST(CsvWindows, StartWhereTheNumberInTheFileSays) {
    analysis::Result result;
    result.series.window_s = 0.1;
    result.series.windows = 4;
    for (auto* counts : {&result.series.total.offered, &result.series.total.completed,
                         &result.series.total.good, &result.series.total.attempts})
        counts->resize(4);
    result.series.total.judged = 4;
    result.series.total.availability.resize(4);
    result.series.total.latency.resize(4);
    const std::vector<CsvFile> files = csv_files({&result});
    const auto run_series = std::find_if(files.begin(), files.end(),
                                         [](const CsvFile& file) { return file.name == "run_series.csv"; });
    EXPECT_EQ(read_csv(run_series->text).rows[3].at("start_s"), "0.3");
}

} // namespace
} // namespace shaketable::notebooks_export
