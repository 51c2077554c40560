#include "notebooks-export/junit_writer.hpp"

#include <algorithm>

namespace shaketable::notebooks_export {

namespace {

/// An attribute's value. What XML 1.0 can't hold becomes a question mark.
std::string attribute(std::string_view name, std::string_view value) {
    std::string text = " " + std::string(name) + "=\"";
    for (const char letter : value) {
        switch (letter) {
        case '&':
            text += "&amp;";
            break;
        case '<':
            text += "&lt;";
            break;
        case '"':
            text += "&quot;";
            break;
        case '\n':
            text += "&#10;";
            break;
        case '\t':
            text += "&#9;";
            break;
        default:
            text += static_cast<unsigned char>(letter) < 0x20 ? '?' : letter;
        }
    }
    return text + "\"";
}

struct Counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;

    void add(const Counts& other) {
        tests += other.tests;
        failures += other.failures;
        errors += other.errors;
    }
    [[nodiscard]] std::string attributes() const {
        return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
               attribute("errors", std::to_string(errors));
    }
};

/// In how many of the runs an expectation held; of one run, in it.
struct Tally {
    std::string name;
    std::size_t held = 0;
    std::size_t runs = 0;
    std::string failure; // what there is to say if it did not hold in all

    [[nodiscard]] bool holds() const { return held == runs; }
};

std::vector<Tally> tallies_of(const analysis::Result& result) {
    std::vector<Tally> tallies;
    if (result.replications) {
        const analysis::Replications& all = *result.replications;
        for (const auto& [name, held] : all.expectations)
            tallies.push_back({.name = name,
                               .held = held,
                               .runs = all.count,
                               .failure = "holds in " + std::to_string(held) + " of " +
                                          std::to_string(all.count) + " runs, from seed " +
                                          std::to_string(all.first_seed) + " on"});
        return tallies;
    }
    for (const analysis::ExpectationResult& one : result.expectations)
        tallies.push_back({.name = one.name,
                           .held = one.holds ? 1U : 0U,
                           .runs = 1,
                           .failure = "expected " + one.expected + ", measured " + one.measured +
                                      "; look at " + one.pointer});
    return tallies;
}

Counts counts_of(const analysis::Result& result) {
    const std::vector<Tally> tallies = tallies_of(result);
    const auto broken =
        std::count_if(tallies.begin(), tallies.end(), [](const Tally& one) { return !one.holds(); });
    const bool needs_case = tallies.empty() || result.partial(); // one that tells whether it ran
    return {.tests = tallies.size() + (needs_case ? 1U : 0U),
            .failures = static_cast<std::size_t>(broken),
            .errors = result.partial() ? 1U : 0U};
}

std::string case_text(const std::string& of, std::string_view name, const std::string& inside) {
    const std::string begin = "    <testcase" + attribute("name", name) + attribute("classname", of);
    return inside.empty() ? begin + "/>\n" : begin + ">\n      " + inside + "\n    </testcase>\n";
}

std::string failure_text(const Tally& one) {
    return one.holds()
               ? ""
               : "<failure" + attribute("type", "expectation") + attribute("message", one.failure) + "/>";
}

std::string suite_text(const analysis::Result& result) {
    const std::string of = result.file + "." + result.variant;
    const std::vector<Tally> tallies = tallies_of(result);
    std::string text = "  <testsuite" + attribute("name", of) + counts_of(result).attributes() + ">\n";
    for (const Tally& one : tallies)
        text += case_text(of, one.name, failure_text(one));
    const std::string why = "stopped: " + std::string(analysis::name_of(result.stopped));
    if (result.partial())
        text +=
            case_text(of, "runs", "<error" + attribute("type", "stopped") + attribute("message", why) + "/>");
    else if (tallies.empty())
        text += case_text(of, "runs", "");
    return text + "  </testsuite>\n";
}

} // namespace

std::string junit_text(const std::vector<const analysis::Result*>& results) {
    Counts all;
    std::string suites;
    for (const analysis::Result* result : results) {
        all.add(counts_of(*result));
        suites += suite_text(*result);
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "shaketable") +
           all.attributes() + ">\n" + suites + "</testsuites>\n";
}

} // namespace shaketable::notebooks_export
