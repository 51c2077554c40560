// From the text of a JSON document with comments (// and /* */) to a tree of nodes.
//
// Strict otherwise: UTF-8 without a byte order mark, no trailing comma, no duplicate member, nothing after
// the value. A syntax error stands alone; of duplicate members the first stays, and all others are reported.
#pragma once

#include "engine/result.hpp"
#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

inline constexpr int kDepthMost = 64;
/// Far above any scenario written by hand, far below what a tree of nodes would need all memory for.
inline constexpr std::size_t kFileSizeMost = std::size_t{8} << 20U;

/// `file` names the text in errors. Duplicate members go to `errors`; without a tree they do not matter.
[[nodiscard]] engine::Result<Node, InputErrors> parse_document(std::string_view text, std::string_view file,
                                                               ErrorList& errors);

/// The text of a file, or why there is none.
[[nodiscard]] engine::Result<std::string, InputErrors> read_text_file(const std::string& path);

} // namespace shaketable::scenarios
