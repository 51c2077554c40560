// The tree that the tidy tests read: every source, script and CMake file below the checkout's root.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::tidy {

/// One file, by its path from the root ("engine/time.hpp"), in three views with the same line numbers.
struct SourceFile {
    SourceFile(std::string path_from_root, std::string_view text);

    std::string path;
    std::vector<std::string> raw;              ///< as written
    std::vector<std::string> without_comments; ///< comments blanked, literals kept
    std::vector<std::string> code;             ///< comments blanked, literals emptied

    [[nodiscard]] bool is_cpp() const;
    [[nodiscard]] bool is_header() const;
    /// The first folder of the path; empty for a file in the root.
    [[nodiscard]] std::string_view layer() const;
    [[nodiscard]] bool is_in(std::string_view folder) const;
};

/// A place in the tree that breaks a rule, and what to do instead.
struct Finding {
    std::string rule; ///< by this name tests/tidy/allowances.hpp can exempt the file
    std::string path;
    std::size_t line = 0; ///< counted from 1
    std::string message;
};

[[nodiscard]] std::string to_text(const std::vector<Finding>& findings);

/// All of them, in the order of their paths. Build trees and hidden folders but .ci are left out.
[[nodiscard]] std::vector<SourceFile> read_source_tree(const std::string& root);

} // namespace shaketable::tidy
