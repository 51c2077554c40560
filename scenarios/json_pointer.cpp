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

std::string child_pointer(std::string_view parent, std::string_view name) {
    std::string result(parent);
    result += '/';
    for (const char letter : name) {
        if (letter == '~')
            result += "~0";
        else if (letter == '/')
            result += "~1";
        else
            result += letter;
    }
    return result;
}

const Node* element_at(const Elements& elements, std::string_view index) {
    std::size_t position = 0;
    const auto [end, failure] = std::from_chars(index.data(), index.data() + index.size(), position);
    const bool canonical = failure == std::errc() && end == index.data() + index.size() &&
                           (index.size() == 1 || index.front() != '0');
    return canonical && position < elements.size() ? &elements[position] : nullptr;
}

PointerTarget follow(const Node& root, const std::vector<std::string>& names) {
    PointerTarget target{&root, 0};
    for (const std::string& name : names) {
        const Node* next = nullptr;
        if (const Elements* list = target.node->elements())
            next = element_at(*list, name);
        else if (const Member* member = target.node->find(name))
            next = &member->value;
        if (next == nullptr)
            return target;
        target = {next, target.names_followed + 1};
    }
    return target;
}

} // namespace shaketable::scenarios
