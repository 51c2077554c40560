#include "tests/tidy/file_shape.hpp"

#include <algorithm>

namespace shaketable::tidy {

std::vector<Finding> find_shape_violations(const SourceFile& file) {
    std::vector<Finding> findings;
    if (file.raw.size() > kLinesMax)
        findings.push_back({"shape", file.path, kLinesMax + 1,
                            std::to_string(file.raw.size()) + " lines, at most " + std::to_string(kLinesMax) +
                                ": one concept a file"});
    if (!file.is_header())
        return findings;
    if (std::find(file.code.begin(), file.code.end(), "#pragma once") == file.code.end())
        findings.push_back({"shape", file.path, 1, "a header without #pragma once"});
    for (std::size_t i = 0; i < file.code.size(); ++i)
        if (file.code[i].find("using namespace ") != std::string::npos)
            findings.push_back(
                {"shape", file.path, i + 1, "using namespace in a header reaches everyone who includes it"});
    return findings;
}

} // namespace shaketable::tidy
