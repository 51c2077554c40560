// Every rule over the whole tree, one test a rule.
#include "tests/tidy/address_order.hpp"
#include "tests/tidy/allowances.hpp"
#include "tests/tidy/bans.hpp"
#include "tests/tidy/file_shape.hpp"
#include "tests/tidy/golden_names.hpp"
#include "tests/tidy/layers.hpp"
#include "tests/tidy/libm_calls.hpp"
#include "tests/tidy/printed_floats.hpp"
#include "tests/tidy/shared_pointers.hpp"
#include "tests/tidy/statics.hpp"
#include "tests/tidy/switch_defaults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

namespace shaketable::tidy::tree_test {

struct Rule {
    std::string name;
    std::function<std::vector<Finding>(const SourceFile&)> find;
};

static void PrintTo(const Rule& rule, std::ostream* stream) { *stream << rule.name; }

namespace {

const std::vector<SourceFile>& tree() {
    static const std::vector<SourceFile> files = read_source_tree(SHAKETABLE_SOURCE_DIR);
    return files;
}

std::vector<Rule> all_rules() {
    std::vector<Rule> rules = {
        {"layers", find_layer_violations},
        {"shape", find_shape_violations},
        {"libm", find_libm_calls},
        {"static", find_mutable_statics},
        {"printf-double", find_printed_floats},
        {"shared-ptr", find_mutable_sharing},
        {"address-order", find_address_order},
        {"switch-default", find_switch_defaults},
        {"golden-name", find_unnamed_golden_tests},
    };
    for (const Ban& ban : ban_list())
        rules.push_back(
            {std::string(ban.name), [&ban](const SourceFile& file) { return find_banned(ban, file); }});
    return rules;
}

bool is_allowed(const Finding& finding) {
    return std::any_of(allowances().begin(), allowances().end(), [&](const Allowance& allowance) {
        return allowance.path == finding.path && allowance.rule == finding.rule;
    });
}

class Tree : public testing::TestWithParam<Rule> {};

TEST_P(Tree, KeepsTheRule) {
    std::vector<Finding> broken;
    for (const SourceFile& file : tree())
        for (Finding& finding : GetParam().find(file))
            if (!is_allowed(finding))
                broken.push_back(std::move(finding));
    EXPECT_TRUE(broken.empty()) << to_text(broken);
}

std::string name_of(const testing::TestParamInfo<Rule>& info) {
    std::string name = info.param.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, Tree, testing::ValuesIn(all_rules()), name_of);

TEST(SourceTree, IsReadFromTheRoot) {
    const auto has = [](std::string_view path) {
        return std::any_of(tree().begin(), tree().end(),
                           [&](const SourceFile& file) { return file.path == path; });
    };
    EXPECT_TRUE(has("engine/assert.cpp"));
    EXPECT_TRUE(has("CMakeLists.txt"));
    EXPECT_TRUE(has("tests/tidy/tree_test.cpp"));
    EXPECT_TRUE(has("dev"));
}

TEST(Allowances, AreAllNeeded) {
    std::vector<Finding> findings;
    for (const Rule& rule : all_rules())
        for (const SourceFile& file : tree())
            for (Finding& finding : rule.find(file))
                findings.push_back(std::move(finding));
    for (const Allowance& allowance : allowances())
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                                [&](const Finding& finding) {
                                    return finding.path == allowance.path && finding.rule == allowance.rule;
                                }))
            << allowance.path << " " << allowance.rule << ": not needed any more, take it out";
}

} // namespace
} // namespace shaketable::tidy::tree_test
