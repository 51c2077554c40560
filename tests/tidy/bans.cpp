#include "tests/tidy/bans.hpp"

#include "tests/tidy/words.hpp"

#include <algorithm>
#include <array>

namespace shaketable::tidy {

namespace {

template <std::size_t kCount>
bool is_in_one_of(const std::array<std::string_view, kCount>& folders, const SourceFile& file) {
    return std::find(folders.begin(), folders.end(), file.layer()) != folders.end();
}

constexpr std::array<std::string_view, 2> kSimulatedFolders = {"engine", "models"};
constexpr std::array<std::string_view, 5> kLayerFolders = {"engine", "models", "scenarios", "analysis",
                                                           "notebooks-export"};
constexpr std::array<std::string_view, 7> kProgramFolders = {
    "engine", "models", "scenarios", "analysis", "notebooks-export", "cli", "bench"};

} // namespace

bool covers(Where where, const SourceFile& file) {
    if (file.is_in("bench/peers"))
        return false;
    switch (where) {
    case Where::kSimulated:
        return file.is_cpp() && is_in_one_of(kSimulatedFolders, file);
    case Where::kLayers:
        return file.is_cpp() && is_in_one_of(kLayerFolders, file);
    case Where::kProgram:
        return file.is_cpp() && is_in_one_of(kProgramFolders, file);
    case Where::kEverywhere:
        return file.is_cpp();
    case Where::kBuild:
        return !file.is_cpp();
    case Where::kAll:
        return true;
    }
    return false;
}

std::vector<Finding> find_banned(const Ban& ban, const SourceFile& file) {
    std::vector<Finding> findings;
    if (!covers(ban.where, file))
        return findings;
    const std::vector<std::string>& lines = ban.where == Where::kAll ? file.raw : file.code;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const std::string_view word : ban.words)
            if (has_word(lines[i], word))
                findings.push_back({std::string(ban.name), file.path, i + 1,
                                    "'" + std::string(word) + "' is banned: " + std::string(ban.reason) +
                                        ". Use " + std::string(ban.instead)});
    return findings;
}

} // namespace shaketable::tidy
