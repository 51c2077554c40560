#include "models/compiler.hpp"

namespace shaketable::models {

namespace {

/// More errors than this that suggest names nobody reads, and all their names would take much memory.
constexpr std::size_t kSuggestionsMost = 100;

std::string accepted_names(const std::string& what, const Compiler::Names& valid) {
    constexpr std::size_t kListedMost = 12;
    if (valid.empty())
        return "nothing, as the file has no " + what;
    if (valid.size() > kListedMost)
        return "the name of one of this file";
    std::string text;
    for (const auto& entry : valid)
        text += (text.empty() ? "" : ", ") + entry.first;
    return text;
}

} // namespace

void Compiler::problem(std::string pointer, std::string found, std::string accepted) {
    if (!unread.covers(pointer) && told.emplace(pointer, found).second)
        problems.push_back(Problem{std::move(pointer), std::move(found), std::move(accepted), {}, {}});
}

void Compiler::unknown_name(std::string pointer, const std::string& what, const std::string& name,
                            const Names& valid) {
    if (unread.covers(pointer))
        return;
    Problem problem{.pointer = std::move(pointer),
                    .found = "names the " + what + " \"" + name + "\", which does not exist",
                    .accepted = accepted_names(what, valid),
                    .name = name,
                    .candidates = {}};
    if (problems.size() < kSuggestionsMost)
        for (const auto& entry : valid)
            problem.candidates.push_back(entry.first);
    unread.add(problem.pointer);
    problems.push_back(std::move(problem));
}

} // namespace shaketable::models
