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

Counts counts_of(const analysis::Result& result) {
    const auto broken = std::count_if(result.expectations.begin(), result.expectations.end(),
                                      [](const auto& one) { return !one.holds; });
    return {.tests = std::max<std::size_t>(result.expectations.size(), 1),
            .failures = static_cast<std::size_t>(broken),
            .errors = result.partial() ? 1U : 0U};
}

std::string case_text(const std::string& of, std::string_view name, const std::string& inside) {
    const std::string begin = "    <testcase" + attribute("name", name) + attribute("classname", of);
    return inside.empty() ? begin + "/>\n" : begin + ">\n      " + inside + "\n    </testcase>\n";
}

std::string failure_text(const analysis::ExpectationResult& one) {
    return one.holds ? ""
                     : "<failure" + attribute("type", "expectation") +
                           attribute("message", "expected " + one.expected + ", measured " + one.measured +
                                                    "; look at " + one.pointer) +
                           "/>";
}

std::string suite_text(const analysis::Result& result) {
    const std::string of = result.file + "." + result.variant;
    std::string text = "  <testsuite" + attribute("name", of) + counts_of(result).attributes() + ">\n";
    for (const analysis::ExpectationResult& one : result.expectations)
        text += case_text(of, one.name, failure_text(one));
    if (result.expectations.empty()) {
        const std::string why = "stopped: " + std::string(analysis::name_of(result.stopped));
        text += case_text(of, "runs",
                          result.partial()
                              ? "<error" + attribute("type", "stopped") + attribute("message", why) + "/>"
                              : "");
    }
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
