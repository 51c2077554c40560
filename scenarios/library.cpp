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

/// Where files that come with the program may be.
struct Places {
    const char* what;
    const char* variable;  // of the environment
    const char* installed; // below PREFIX/share/shaketable
    const char* built;     // in the checkout
};
constexpr Places kLibrary = {"library", "SHAKETABLE_LIBRARY", "library", SHAKETABLE_LIBRARY_DIR};
constexpr Places kTemplates = {"templates", "SHAKETABLE_TEMPLATES", "templates", SHAKETABLE_TEMPLATE_DIR};

bool is_folder(const fs::path& path) {
    std::error_code failure;
    return fs::is_directory(path, failure);
}

/// The program is installed as PREFIX/bin/shaketable.
fs::path beside_program(const Places& places) {
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    return failure ? fs::path()
                   : program.parent_path().parent_path() / "share" / "shaketable" / places.installed;
}

InputErrors no_directory(const Places& places, std::string found) {
    InputError error;
    error.place.file = std::make_shared<const std::string>("environment");
    error.pointer = places.variable;
    error.found = std::move(found);
    error.accepted = std::string("the directory of the ") + places.what + " that came with the program";
    return {std::move(error)};
}

engine::Result<std::string, InputErrors> directory_of(const Places& places) {
    if (const char* named = std::getenv(places.variable); named != nullptr && *named != '\0') {
        if (is_folder(named))
            return std::string(named);
        return no_directory(places, "is " + in_quotes(named) + ", which is no directory");
    }
    if (const fs::path installed = beside_program(places); !installed.empty() && is_folder(installed))
        return installed.string();
    if (is_folder(places.built))
        return std::string(places.built);
    return no_directory(places, "is not set, and nothing is found beside the program");
}

const LibraryEntry* find(const std::vector<LibraryEntry>& entries, const std::string& name) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const LibraryEntry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

/// `error` tells what `name` is not, and what is accepted.
InputErrors unknown_name(const std::string& name, const std::vector<LibraryEntry>& entries,
                         InputError error) {
    std::vector<std::string_view> names;
    for (const LibraryEntry& entry : entries)
        names.push_back(entry.name);
    error.place.file = std::make_shared<const std::string>(name);
    error.nearest = nearest_name(name, names);
    return {std::move(error)};
}

} // namespace

engine::Result<std::string, InputErrors> library_directory() { return directory_of(kLibrary); }

engine::Result<std::string, InputErrors> template_directory() { return directory_of(kTemplates); }

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
    const auto directory = library_directory();
    if (!directory)
        return directory.error();
    const std::vector<LibraryEntry> entries = library_entries(directory.value());
    if (const LibraryEntry* entry = find(entries, name_or_path))
        return entry->path;
    InputError error;
    error.found = "is neither a file nor a scenario of the library";
    error.accepted = "the path of a file, or a name that the verb list prints";
    InputErrors errors = unknown_name(name_or_path, entries, std::move(error));
    if (const std::string file = name_or_path + std::string(kExtension); fs::is_regular_file(file, failure))
        errors.front().nearest = file;
    return errors;
}

engine::Result<std::string, InputErrors> resolve_template(const std::string& name) {
    std::vector<LibraryEntry> entries;
    for (const auto& directory : {template_directory(), library_directory()}) {
        if (!directory)
            return directory.error();
        for (LibraryEntry& entry : library_entries(directory.value()))
            entries.push_back(std::move(entry));
    }
    if (const LibraryEntry* entry = find(entries, name))
        return entry->path;
    InputError error;
    error.found = "is neither a template nor a scenario of the library";
    error.accepted = "a name that shaketable new --list or shaketable list prints";
    return unknown_name(name, entries, std::move(error));
}

} // namespace shaketable::scenarios
