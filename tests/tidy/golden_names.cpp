#include "tests/tidy/golden_names.hpp"

#include "tests/tidy/words.hpp"

namespace shaketable::tidy {

std::vector<Finding> find_unnamed_golden_tests(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!file.is_in("tests") || !file.path.ends_with("_test.cpp"))
        return findings;
    bool in_golden_test = false;
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view line = file.code[i];
        if (line.starts_with("TEST(") || line.starts_with("TEST_F(") || line.starts_with("TEST_P("))
            in_golden_test = line.find("Golden") != std::string_view::npos;
        if (has_word(line, "expect_golden(") && !in_golden_test)
            findings.push_back(
                {"golden-name", file.path, i + 1,
                 "the name of a test with a golden file contains Golden, or ./dev bless misses it"});
    }
    return findings;
}

} // namespace shaketable::tidy
