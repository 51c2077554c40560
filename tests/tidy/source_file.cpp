#include "tests/tidy/source_file.hpp"

#include "tests/tidy/strip.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace shaketable::tidy {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

bool has_cpp_ending(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

bool is_read(const std::string& path) {
    return has_cpp_ending(path) || path.ends_with("CMakeLists.txt") || path.ends_with(".cmake") ||
           path.ends_with(".sh") || path == "CMakePresets.json" || path == "dev" || path == ".ci/run" ||
           path == "bench/run";
}

bool is_left_out(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return (name.starts_with(".") && name != ".ci") || name.starts_with("build") ||
           name.starts_with("cmake-build");
}

} // namespace

SourceFile::SourceFile(std::string path_from_root, std::string_view text)
    : path(std::move(path_from_root)), raw(split_lines(std::string(text))) {
    const bool cpp = is_cpp();
    without_comments =
        cpp ? split_lines(strip(text, Literals::kKeep)) : split_lines(strip_hash_comments(text));
    code = cpp ? split_lines(strip(text, Literals::kEmpty)) : without_comments;
}

bool SourceFile::is_cpp() const { return has_cpp_ending(path); }

bool SourceFile::is_header() const { return path.ends_with(".hpp"); }

std::string_view SourceFile::layer() const {
    const std::size_t slash = path.find('/');
    return slash == std::string::npos ? std::string_view() : std::string_view(path).substr(0, slash);
}

bool SourceFile::is_in(std::string_view folder) const {
    return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

std::string to_text(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings)
        text += finding.path + ":" + std::to_string(finding.line) + ": " + finding.message + " [" +
                finding.rule + "]\n";
    return text;
}

std::vector<SourceFile> read_source_tree(const std::string& root) {
    std::vector<SourceFile> files;
    for (fs::recursive_directory_iterator at(root), end; at != end; ++at) {
        if (at->is_directory() && is_left_out(at->path())) {
            at.disable_recursion_pending();
            continue;
        }
        const std::string path = at->path().lexically_relative(root).generic_string();
        if (!at->is_regular_file() || !is_read(path))
            continue;
        std::ifstream stream(at->path(), std::ios::binary);
        files.emplace_back(path, std::string(std::istreambuf_iterator<char>(stream), {}));
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& left, const SourceFile& right) { return left.path < right.path; });
    return files;
}

} // namespace shaketable::tidy
