#include "tests/analysis/told.hpp"

#include "analysis/evidence.hpp"
#include "analysis/figure_text.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::analysis {

namespace {

bool is_text_of(const std::string& text, double figure) {
    return text == seconds_text(figure) || text == percent_text(figure) || text == number_text(figure) ||
           text == plain_text(figure) ||
           (figure == std::floor(figure) && text == count_text(static_cast<std::uint64_t>(std::abs(figure))));
}

Told told_of(const scenarios::LoadedFile& file, const std::string& variant,
             const scenarios::Settings& settings) {
    const auto compiled = scenarios::compile(file, variant, settings);
    Told told{.entry = json_of(Entry{.result = run_variant(compiled.value(), {.seed = 1})})};
    for (const Evidence& sentence : evidence_of(told.entry)) {
        told.text += sentence.text + "\n";
        for (const EvidenceNumber& number : sentence.numbers) {
            const Json& value = told.entry.at(Json::json_pointer(number.pointer));
            EXPECT_TRUE(value.is_number() && is_text_of(number.text, value.get<double>()))
                << number.text << " is not " << value << " at " << number.pointer;
        }
    }
    return told;
}

} // namespace

Told told(const std::string& scenario, const std::string& variant, const scenarios::Settings& settings) {
    const auto path = scenarios::resolve_scenario(scenario);
    return told_of(scenarios::load_file(path.value()).value(), variant, settings);
}

Told told_of_text(const std::string& text, const scenarios::Settings& settings) {
    return told_of(scenarios::load_text(text, "told.json").value(), "", settings);
}

} // namespace shaketable::analysis
