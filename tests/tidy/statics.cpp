#include "tests/tidy/statics.hpp"

#include "tests/tidy/bans.hpp"
#include "tests/tidy/words.hpp"

namespace shaketable::tidy {

namespace {

bool declares_mutable_static(std::string_view line) {
    const std::size_t at = find_word(line, "static");
    if (at == std::string_view::npos)
        return false;
    const std::string_view rest = line.substr(at);
    for (const std::string_view constant : {"const", "constexpr", "consteval"})
        if (has_word(rest, constant) && find_word(rest, constant) < rest.find_first_of("(=;{"))
            return false;
    const std::size_t punctuation = rest.find_first_of("(=;{");
    return punctuation != std::string_view::npos && rest[punctuation] != '(';
}

} // namespace

std::vector<Finding> find_mutable_statics(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!covers(Where::kProgram, file))
        return findings;
    for (std::size_t i = 0; i < file.code.size(); ++i)
        if (declares_mutable_static(file.code[i]))
            findings.push_back(
                {"static", file.path, i + 1,
                 "a mutable static: no copy of the world carries it. Make it a member, or const"});
    return findings;
}

} // namespace shaketable::tidy
