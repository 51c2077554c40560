#include "tests/tidy/shared_pointers.hpp"

#include "tests/tidy/bans.hpp"

#include <algorithm>
#include <array>

namespace shaketable::tidy {

namespace {

/// They part what is shared before they change it.
constexpr std::array<std::string_view, 3> kCopyOnWrite = {"models/shared_list.hpp", "models/shared_pages.hpp",
                                                          "models/window_sums.hpp"};

} // namespace

std::vector<Finding> find_mutable_sharing(const SourceFile& file) {
    constexpr std::string_view kPointer = "shared_ptr<";
    std::vector<Finding> findings;
    const bool parts = std::find(kCopyOnWrite.begin(), kCopyOnWrite.end(), file.path) != kCopyOnWrite.end();
    if (parts || !covers(Where::kProgram, file))
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
