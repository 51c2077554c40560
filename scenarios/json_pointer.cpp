#include "scenarios/json_pointer.hpp"

#include <charconv>

namespace shaketable::scenarios {

namespace {

std::optional<std::string> unescaped(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '~') {
            result += name[i];
            continue;
        }
        ++i;
        if (i == name.size() || (name[i] != '0' && name[i] != '1'))
            return std::nullopt;
        result += name[i] == '0' ? '~' : '/';
    }
    return result;
}

} // namespace

std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer) {
    std::vector<std::string> names;
    while (!pointer.empty()) {
        if (pointer.front() != '/')
            return std::nullopt;
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        std::optional<std::string> name = unescaped(pointer.substr(0, end));
        if (!name)
            return std::nullopt;
        names.push_back(*std::move(name));
        pointer.remove_prefix(end);
    }
    return names;
}

namespace {

/// The index that the text is ("0", "12"; no leading zero), if it is below `size`.
std::optional<std::size_t> index_of(std::size_t size, std::string_view text) {
    std::size_t index = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), index);
    const bool canonical = failure == std::errc() && end == text.data() + text.size() &&
                           (text.size() == 1 || text.front() != '0');
    return canonical && index < size ? std::optional(index) : std::nullopt;
}

template <class Tree>
BasicPointerTarget<Tree> walk(Tree& root, const std::vector<std::string>& names) {
    BasicPointerTarget<Tree> target{&root, 0};
    for (const std::string& name : names) {
        Tree* next = nullptr;
        if (auto* list = target.node->elements()) {
            if (const auto index = index_of(list->size(), name))
                next = &(*list)[*index];
        } else if (auto* member = target.node->find(name)) {
            next = &member->value;
        }
        if (next == nullptr)
            return target;
        target = {next, target.names_followed + 1};
    }
    return target;
}

} // namespace

PointerTarget follow(const Node& root, const std::vector<std::string>& names) { return walk(root, names); }

MutablePointerTarget follow(Node& root, const std::vector<std::string>& names) { return walk(root, names); }

} // namespace shaketable::scenarios
