// The ban-list: words that must not appear, each with the reason and what to use instead.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

/// Which files a rule looks at. bench/peers/ holds other simulators' programs and is never looked at.
enum class Where {
    kSimulated,  ///< engine/ and models/: the simulated path
    kLayers,     ///< those, scenarios/, analysis/ and notebooks-export/
    kProgram,    ///< those, cli/ and bench/: not gui/, not tests/
    kEverywhere, ///< every C++ file
    kBuild,      ///< CMake files, presets and scripts
    kAll,        ///< every file, comments included
};

[[nodiscard]] bool covers(Where where, const SourceFile& file);

struct Ban {
    std::string_view name;
    Where where;
    std::vector<std::string_view> words;
    std::string_view reason;
    std::string_view instead;
};

[[nodiscard]] const std::vector<Ban>& ban_list();

[[nodiscard]] std::vector<Finding> find_banned(const Ban& ban, const SourceFile& file);

} // namespace shaketable::tidy
