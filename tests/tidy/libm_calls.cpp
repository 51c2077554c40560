#include "tests/tidy/libm_calls.hpp"

#include "tests/tidy/bans.hpp"
#include "tests/tidy/libm_names.hpp"
#include "tests/tidy/words.hpp"

namespace shaketable::tidy {

namespace {

/// True where a type's name stands before: `double log(double x)` declares, `return log(x)` calls.
bool is_declaration(std::string_view before) {
    const std::size_t last = before.find_last_not_of(' ');
    if (last == std::string_view::npos || last + 1 == before.size())
        return false;
    const std::string_view head = before.substr(0, last + 1);
    return is_word_letter(head.back()) && !head.ends_with("return");
}

bool calls(std::string_view line, const std::string& name) {
    if (has_word(line, "std::" + name))
        return true;
    const std::size_t at = find_word(line, name + "(");
    return at != std::string_view::npos && !is_declaration(line.substr(0, at));
}

} // namespace

std::vector<Finding> find_libm_calls(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!covers(Where::kSimulated, file))
        return findings;
    for (std::size_t i = 0; i < file.code.size(); ++i)
        for (const std::string_view name : inexact_libm_names())
            if (calls(file.code[i], std::string(name)))
                findings.push_back(
                    {"libm", file.path, i + 1,
                     "'" + std::string(name) +
                         "' of libm differs in its last bits between machines, or has no need to be "
                         "called. Use engine/math.hpp; sqrt, floor, fabs and ldexp are exact"});
    return findings;
}

} // namespace shaketable::tidy
