#include "scenarios/library.hpp"

#include "scenarios/nearest_name.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace shaketable::scenarios {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".json";
constexpr const char* kVariable = "SHAKETABLE_LIBRARY";

bool is_folder(const fs::path& path) {
    std::error_code failure;
    return fs::is_directory(path, failure);
}

/// Installed as PREFIX/bin/shaketable and PREFIX/share/shaketable/library.
fs::path beside_program() {
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    return failure ? fs::path() : program.parent_path().parent_path() / "share" / "shaketable" / "library";
}

InputErrors unknown_scenario(const std::string& name, const std::vector<LibraryEntry>& entries) {
    std::vector<std::string_view> names;
    for (const LibraryEntry& entry : entries)
        names.push_back(entry.name);
    InputError error;
    error.place.file = std::make_shared<const std::string>(name);
    error.found = "is neither a file nor a scenario of the library";
    error.accepted = "the path of a file, or a name that the verb list prints";
    error.nearest = nearest_name(name, names);
    return {std::move(error)};
}

} // namespace

std::string library_directory() {
    if (const char* named = std::getenv(kVariable); named != nullptr && *named != '\0')
        return named;
    if (const fs::path installed = beside_program(); !installed.empty() && is_folder(installed))
        return installed.string();
    return is_folder(SHAKETABLE_LIBRARY_DIR) ? SHAKETABLE_LIBRARY_DIR : "";
}

std::vector<LibraryEntry> library_entries(const std::string& directory) {
    std::vector<LibraryEntry> entries;
    std::error_code failure;
    auto each = fs::recursive_directory_iterator(directory, failure);
    for (const auto end = fs::recursive_directory_iterator(); !failure && each != end;
         each.increment(failure)) {
        const fs::path& path = each->path();
        if (path.extension() == kExtension)
            entries.push_back({path.stem().string(), path.string()});
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return std::pair(fs::path(a.path).parent_path(), a.name) <
               std::pair(fs::path(b.path).parent_path(), b.name);
    });
    return entries;
}

engine::Result<std::string, InputErrors> resolve_scenario(const std::string& name_or_path) {
    std::error_code failure;
    if (name_or_path.find('/') != std::string::npos || name_or_path.ends_with(kExtension) ||
        fs::is_regular_file(name_or_path, failure))
        return name_or_path;
    const std::vector<LibraryEntry> entries = library_entries(library_directory());
    for (const LibraryEntry& entry : entries)
        if (entry.name == name_or_path)
            return entry.path;
    return unknown_scenario(name_or_path, entries);
}

} // namespace shaketable::scenarios
