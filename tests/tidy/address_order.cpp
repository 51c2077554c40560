#include "tests/tidy/address_order.hpp"

#include "tests/tidy/bans.hpp"
#include "tests/tidy/words.hpp"

namespace shaketable::tidy {

namespace {

/// The first template argument of what opens just before `rest`; nested arguments included.
std::string_view first_argument(std::string_view rest) {
    int depth = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == '<')
            ++depth;
        if (depth == 0 && (rest[i] == ',' || rest[i] == '>'))
            return rest.substr(0, i);
        if (rest[i] == '>')
            --depth;
    }
    return rest;
}

} // namespace

std::vector<Finding> find_address_order(const SourceFile& file) {
    std::vector<Finding> findings;
    if (!covers(Where::kProgram, file))
        return findings;
    for (std::size_t i = 0; i < file.code.size(); ++i)
        for (const std::string_view container : {"map<", "set<", "multimap<", "multiset<"}) {
            const std::string_view line = file.code[i];
            const std::size_t at = find_word(line, container);
            if (at != std::string_view::npos &&
                first_argument(line.substr(at + container.size())).ends_with('*'))
                findings.push_back(
                    {"address-order", file.path, i + 1,
                     "ordered by address, which differs from run to run. Key by an id or a name"});
        }
    return findings;
}

} // namespace shaketable::tidy
