#include "scenarios/manual_limits.hpp"

#include "models/budgets.hpp"
#include "scenarios/document.hpp"

namespace shaketable::scenarios {

namespace {

/// "10 000 000": in a table, digits in threes read faster.
std::string in_threes(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t place = text.size(); place > 3;)
        text.insert(place -= 3, " ");
    return text;
}

std::string row(std::string_view what, const std::string& most, std::string_view doc) {
    return "| " + std::string(what) + " | " + most + " | " + std::string(doc) + " |\n";
}

} // namespace

std::string limits_text() {
    std::string text = R"(
<a id="limits"></a>
## Limits

Beside the range of each member, a file is refused that exceeds one of these. Sums are over all components, with
the variant applied.

| What | At most | Counted |
|---|---|---|
)";
    text += row("size of the file", std::to_string(kFileSizeMost >> 20U) + " MiB", "as bytes of text");
    text += row("depth", std::to_string(kDepthMost), "levels of objects and lists");
    for (const models::Budget& budget : models::kBudgets)
        text += row(budget.what, in_threes(budget.most), budget.doc);
    text += row("series", std::to_string(models::kSeriesBytesMost >> 30U) + " GiB",
                "what the windows of all meters and journeys take: duration over window of them");
    return text;
}

} // namespace shaketable::scenarios
