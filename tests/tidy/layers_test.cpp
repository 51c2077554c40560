#include "tests/tidy/layers.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::layers_test {
namespace {

std::size_t violations(const std::string& path, std::string_view text) {
    return find_layer_violations(SourceFile(path, text)).size();
}

TEST(Layers, LetAnIncludeGoLeftwardsOrStay) {
    EXPECT_EQ(
        violations("models/service.cpp", "#include \"engine/time.hpp\"\n#include \"models/queue.hpp\"\n"),
        0U);
    EXPECT_EQ(violations("cli/run.cpp", "#include \"analysis/twin.hpp\"\n"), 0U);
}

TEST(Layers, RefuseAnIncludeToTheRight) {
    EXPECT_EQ(violations("engine/time.cpp", "#include \"models/service.hpp\"\n"), 1U);
    EXPECT_EQ(violations("analysis/twin.cpp", "  #  include \"notebooks-export/csv.hpp\"\n"), 1U);
}

TEST(Layers, RefuseAnIncludeBetweenTheFrontEnds) {
    EXPECT_EQ(violations("gui/main.cpp", "#include \"cli/run.hpp\"\n"), 1U);
    EXPECT_EQ(violations("cli/run.cpp", "#include \"bench/speed.hpp\"\n"), 1U);
}

TEST(Layers, RefuseAPathThatDoesNotStartAtTheRoot) {
    EXPECT_EQ(violations("engine/time.cpp", "#include \"time.hpp\"\n"), 1U);
    EXPECT_EQ(violations("engine/time.cpp", "#include \"../engine/time.hpp\"\n"), 1U);
    EXPECT_EQ(violations("tests/engine/time_test.cpp", "#include \"time.hpp\"\n"), 1U);
}

TEST(Layers, LetTestsIncludeEverythingAndNothingIncludeTests) {
    EXPECT_EQ(
        violations("tests/cli/run_test.cpp", "#include \"cli/run.hpp\"\n#include \"tests/cli/x.hpp\"\n"), 0U);
    EXPECT_EQ(violations("cli/run.cpp", "#include \"tests/cli/x.hpp\"\n"), 1U);
}

TEST(Layers, KeepThirdPartiesOutOfTheSimulatedPath) {
    EXPECT_EQ(violations("models/service.cpp", "#include <nlohmann/json.hpp>\n"), 1U);
    EXPECT_EQ(violations("engine/time.cpp", "#include <sys/time.h>\n"), 1U);
    EXPECT_EQ(violations("engine/time.cpp", "#include <cstdint>\n"), 0U);
    EXPECT_EQ(violations("scenarios/reader.cpp", "#include <nlohmann/json.hpp>\n"), 0U);
}

TEST(Layers, KeepQtInTheGui) {
    EXPECT_EQ(violations("cli/run.cpp", "#include <QString>\n"), 1U);
    EXPECT_EQ(violations("analysis/twin.cpp", "#include <QtCore/QString>\n"), 1U);
    EXPECT_EQ(violations("gui/main.cpp", "#include <QString>\n"), 0U);
}

TEST(Layers, IgnoreAnIncludeInAComment) {
    EXPECT_EQ(violations("engine/time.cpp", "// #include \"cli/run.hpp\"\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::layers_test
