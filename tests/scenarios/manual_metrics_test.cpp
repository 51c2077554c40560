// The manual lists what is measured: every metric of every component of the library, with kind and unit.
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "scenarios/manual.hpp"
#include "scenarios/manual_metrics.hpp"

#include <gtest/gtest.h>

namespace shaketable::scenarios::manual_metrics_test {
namespace {

/// As the manual has it: with the name of a database, a table or a query left open.
std::string listed_name(const std::string& metric) {
    if (metric.starts_with("lock_waiting_"))
        return "lock_waiting_TABLE";
    for (const std::string start : {"rows_examined_", "rows_matched_", "rows_expected_", "scans_"})
        if (metric.starts_with(start))
            return start + "QUERY";
    if (!metric.starts_with("pool_"))
        return metric;
    for (const std::string end : {"_in_use", "_waiting", "_wait", "_idle_in_transaction"})
        if (metric.ends_with(end))
            return "pool_NAME" + end;
    return metric;
}

TEST(ManualMetrics, ListEveryMetricOfTheLibrary) {
    const std::string text = metrics_text() + "| `connections` |"; // a database's busy workers
    for (const LibraryEntry& entry :
         library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library")) {
        const auto file = load_file(entry.path);
        for (const std::string_view variant : file.value().variant_names()) {
            const auto scenario = compile(file.value(), variant);
            for (const models::Component& component : scenario.value()->components)
                for (const models::MetricSpec& metric : component.metrics)
                    EXPECT_NE(text.find("| `" + listed_name(metric.name) + "` |"), std::string::npos)
                        << metric.name << " of " << component.name << " in " << entry.name;
        }
    }
}

TEST(ManualMetrics, ArePartOfTheManualWithKindUnitAndMeaning) {
    const std::string text = manual_text();
    for (const char* row :
         {"\n| `hit_ratio` | share |  | ", "\n| `oldest_age` | gauge | seconds | ",
          "\n| `message_age` | timing | seconds | ", "\n| `turned_away` | counter | messages | "})
        EXPECT_NE(text.find(row), std::string::npos) << row;
}

} // namespace
} // namespace shaketable::scenarios::manual_metrics_test
