#include "tests/tidy/layers.hpp"

#include <array>
#include <cctype>
#include <optional>

namespace shaketable::tidy {

namespace {

struct Layer {
    std::string_view folder;
    int rank;
};

constexpr std::array<Layer, 8> kLayers = {{
    {"engine", 0},
    {"models", 1},
    {"scenarios", 2},
    {"analysis", 3},
    {"notebooks-export", 4},
    {"cli", 5},
    {"gui", 5},
    {"bench", 5},
}};

std::optional<int> rank_of(std::string_view folder) {
    for (const Layer& layer : kLayers)
        if (layer.folder == folder)
            return layer.rank;
    return std::nullopt;
}

struct Include {
    std::string_view path;
    bool quoted = false;
};

std::optional<Include> include_of(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] != '#')
        return std::nullopt;
    const std::size_t word = line.find_first_not_of(" \t", first + 1);
    if (word == std::string_view::npos || !line.substr(word).starts_with("include"))
        return std::nullopt;
    const std::size_t open = line.find_first_of("\"<", word);
    if (open == std::string_view::npos)
        return std::nullopt;
    const bool quoted = line[open] == '"';
    const std::size_t close = line.find(quoted ? '"' : '>', open + 1);
    return Include{line.substr(open + 1, close - open - 1), quoted};
}

bool is_qt(std::string_view path) {
    const bool capital_after_q =
        path.size() > 1 && path[0] == 'Q' && std::isupper(static_cast<unsigned char>(path[1])) != 0;
    return capital_after_q || path.starts_with("Qt") || path.starts_with("qcustomplot");
}

std::string quoted_complaint(const SourceFile& file, std::string_view path) {
    const std::string_view folder = path.substr(0, path.find('/'));
    const std::optional<int> target = rank_of(folder);
    if (file.layer() == "tests")
        return target || folder == "tests" ? "" : "include by the full path from the root";
    if (!target)
        return "include by the full path from the root, and nothing from tests/";
    const std::optional<int> own = rank_of(file.layer());
    if (folder == file.layer() || (own && *target < *own))
        return "";
    return std::string(file.layer()) + "/ may not include " + std::string(folder) +
           "/: an include goes leftwards only. Move what is needed to the left, or hand it in";
}

std::string angle_complaint(const SourceFile& file, std::string_view path) {
    const bool standard = path.find_first_of("/.") == std::string_view::npos && !is_qt(path);
    if ((file.layer() == "engine" || file.layer() == "models") && !standard)
        return "engine/ and models/ include the standard library only: files and formats belong to "
               "scenarios/";
    if (is_qt(path) && file.layer() != "gui" && !file.is_in("tests/gui"))
        return "Qt belongs to gui/ only";
    return "";
}

} // namespace

std::vector<Finding> find_layer_violations(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!file.is_cpp() || file.is_in("bench/peers")) // other simulators' programs, built on their own
        return findings;
    for (std::size_t i = 0; i < file.without_comments.size(); ++i) {
        const std::optional<Include> include = include_of(file.without_comments[i]);
        if (!include)
            continue;
        const std::string complaint =
            include->quoted ? quoted_complaint(file, include->path) : angle_complaint(file, include->path);
        if (!complaint.empty())
            findings.push_back({"layers", file.path, i + 1, std::string(include->path) + ": " + complaint});
    }
    return findings;
}

} // namespace shaketable::tidy
