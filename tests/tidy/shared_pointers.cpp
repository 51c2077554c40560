#include "tests/tidy/shared_pointers.hpp"

#include "tests/tidy/bans.hpp"

namespace shaketable::tidy {

std::vector<Finding> find_mutable_sharing(const SourceFile& file) {
    constexpr std::string_view kPointer = "shared_ptr<";
    std::vector<Finding> findings;
    if (!covers(Where::kProgram, file))
        return findings;
    for (std::size_t i = 0; i < file.code.size(); ++i) {
        const std::string_view line = file.code[i];
        for (std::size_t at = line.find(kPointer); at != std::string_view::npos;
             at = line.find(kPointer, at + 1))
            if (!line.substr(at + kPointer.size()).starts_with("const "))
                findings.push_back(
                    {"shared-ptr", file.path, i + 1,
                     "a shared_ptr to what can change: copies of the world would share it. Use a "
                     "value, std::unique_ptr, or std::shared_ptr<const T>"});
    }
    return findings;
}

} // namespace shaketable::tidy
